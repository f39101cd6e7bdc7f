package pggit.load.check;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;

/** A commit belongs to the transaction it was made in, with everything it stores. */
final class Undone {

  private Undone() {}

  static Family family() {
    return Family.of(
        "rollback",
        Property.of("a rolled-back commit leaves nothing", Undone::rollback),
        Property.of("a commit rolled back to a savepoint leaves nothing", Undone::savepoint),
        Property.of("a commit fails with the transaction around it", Undone::failing),
        Property.of(
            "a commit is invisible to others until its transaction ends", Undone::invisible),
        Property.of("IDs of rolled-back commits are not given out again", Undone::idsAgain),
        Property.of("a session that breaks off leaves nothing", Undone::brokenOff));
  }

  private static Answer rollback(Lab lab) throws SQLException {
    var session = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    session.begin();
    var made = session.make(lab.name("undone-"), "undone");
    session.undo();
    return nothingLeft(lab, made, before, "after ROLLBACK");
  }

  private static Answer nothingLeft(
      Lab lab, Made made, java.util.Map<String, Long> before, String when) throws SQLException {
    var findings = new Findings();
    findings.addAll(lab.anatomy().changes(lab.shared(), before));
    if (lab.anatomy().isStored(lab.shared(), made)) {
      findings.add("the commit " + made.id() + " is stored");
    }
    return findings.none()
        ? Answer.holds("all of pgGit's tables are as before " + when)
        : Answer.broken(
            when
                + " "
                + findings.text()
                + ". The history holds commits of changes that never happened");
  }

  private static Answer savepoint(Lab lab) throws SQLException {
    var session = lab.admin(); // counts rows within the transaction, also where users may not
    session.begin();
    var kept = session.make("savepoint", "before the savepoint");
    session.run("SAVEPOINT s");
    var before = lab.anatomy().counts(session);
    var undone = session.make(lab.name("savepoint-"), "undone");
    session.run("ROLLBACK TO SAVEPOINT s");
    var findings = new Findings();
    findings.addAll(lab.anatomy().changes(session, before));
    var later = session.make("savepoint", "after the savepoint");
    session.end();
    if (lab.anatomy().isStored(session, undone) && !undone.id().equals(later.id())) {
      findings.add("the commit undone is stored");
    }
    for (var made : List.of(kept, later)) {
      findings.addUnless(
          lab.anatomy().isStored(session, made), "the commit “" + made.message() + "” is lost");
    }
    return findings.answer(
        "the commit undone is gone, those before and after are stored",
        "The history does not follow what the transaction did");
  }

  private static Answer failing(Lab lab) throws SQLException {
    var session = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    session.begin();
    var made = session.make(lab.name("failing-"), "failing");
    var failure = Failure.in(() -> session.run("SELECT 1 / 0"));
    session.undo();
    if (failure.isEmpty()) {
      return Answer.broken("1 / 0 raised no error after a commit. Errors are swallowed");
    }
    return nothingLeft(lab, made, before, "after an error in the transaction");
  }

  private static Answer invisible(Lab lab) throws SQLException {
    var session = lab.user();
    var other = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    session.begin();
    var made = session.make(lab.name("invisible-"), "invisible");
    var findings = new Findings();
    findings.addAll(lab.anatomy().changes(lab.shared(), before));
    if (lab.anatomy().isStored(other, made)) {
      findings.add("another session sees the commit " + made.id());
    }
    session.end();
    if (!lab.anatomy().isStored(other, made)) {
      findings.add("after COMMIT another session does not see it");
    }
    return findings.answer(
        "seen by nobody before COMMIT, by everybody after it",
        "The commit is written outside of the caller's transaction and stays if that fails");
  }

  private static Answer idsAgain(Lab lab) throws SQLException {
    var session = lab.user();
    var seen = new HashSet<String>();
    int again = 0;
    for (int i = 0; i < 10; i++) {
      session.begin();
      var undone = session.make("again", "again").id();
      session.undo();
      var kept = session.make("again", "again").id();
      again += (seen.add(undone) ? 0 : 1) + (seen.add(kept) ? 0 : 1);
    }
    return Answer.of(
        again == 0,
        "10 IDs of rolled-back commits, none came back",
        again
            + " of 10 IDs that a rolled-back commit had returned were given to another commit."
            + " Whoever noted the first one now finds something else under it");
  }

  private static Answer brokenOff(Lab lab) throws SQLException {
    var session = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    session.begin();
    var made = session.make(lab.name("broken-"), "broken off");
    int pid = session.pid();
    lab.shared().text("SELECT pg_terminate_backend(?)", pid);
    Wait.until(
        lab.scale().patience(),
        () -> lab.shared().number("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid) == 0);
    return nothingLeft(lab, made, before, "after the session was ended");
  }
}
