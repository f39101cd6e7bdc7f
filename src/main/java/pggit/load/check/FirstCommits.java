package pggit.load.check;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a commit is, and where it is found again. */
final class FirstCommits {

  /** Seconds by which the clock of pgGit may differ from the server's. */
  private static final int TOLERANCE_SECONDS = 5;

  private FirstCommits() {}

  static Family family() {
    return Family.of(
        "commits",
        Property.always("a first commit on a new branch", FirstCommits::first),
        Property.of("a second commit on the same branch", FirstCommits::second),
        Property.of("a commit keeps its branch", FirstCommits::branch),
        Property.of("a commit's ID is registered once", FirstCommits::registered),
        Property.of("a commit keeps its name", FirstCommits::name),
        Property.of("a commit's parent is the one before it on its branch", FirstCommits::parents),
        Property.of("a commit's time is the time it was made", FirstCommits::time),
        Property.of("a commit's author is the role that made it", FirstCommits::author),
        Property.of("a commit is seen by everybody at once", FirstCommits::visible));
  }

  private static Answer first(Lab lab) throws SQLException {
    var session = lab.user().unprepared();
    var branch = lab.name("first-");
    var failure = new Failure[1];
    var made = new Made[1];
    session
        .attempt(() -> made[0] = session.make(branch, "the first message"))
        .ifPresent(f -> failure[0] = f);
    if (failure[0] != null) {
      return Answer.broken(
          "failed with "
              + failure[0]
              + ". Nobody can begin a branch by committing to it"
              + lab.branching()
                  .map(way -> " (the branches of all other checks are made " + way.how() + ")")
                  .orElse(""));
    }
    return kept(lab, session, made[0], "The caller holds an ID that leads nowhere");
  }

  private static Answer second(Lab lab) throws SQLException {
    var session = lab.user();
    var branch = lab.name("second-");
    var one = session.make(branch, "one");
    var two = session.make(branch, "two");
    var findings = new Findings();
    if (one.id().equals(two.id())) {
      findings.add("both commits got " + (one.id().isEmpty() ? "no ID" : "the ID " + one.id()));
    }
    var stored = lab.anatomy().stored(session, one);
    if (!stored.equals(Optional.of("one"))) {
      findings.add("after the second commit the first one's message is " + stored.orElse("gone"));
    }
    if (kept(lab, session, two, "It is lost") instanceof Answer.Broken broken) {
      findings.add(broken.evidence());
    }
    return findings.answer(
        "two commits, two IDs, both stored", "A branch keeps no history of its commits");
  }

  /** ID given, message under it. */
  private static Answer kept(Lab lab, Session session, Made made, String meaning)
      throws SQLException {
    if (made.id().isBlank()) {
      return Answer.broken(
          "the commit returned "
              + (made.id().isEmpty() ? "no ID" : "a blank ID")
              + ". It cannot be referred to");
    }
    var stored = lab.anatomy().stored(session, made);
    if (stored.isEmpty()) {
      return Answer.broken(
          "ID %s was returned, and pggit.commits has no row for it. %s"
              .formatted(Text.shown(made.id(), 60), meaning));
    }
    return Answer.of(
        stored.get().equals(made.message()),
        "stored with its message under the ID returned, e.g. " + made.id(),
        "the message under ID %s is not the one sent: %s. %s"
            .formatted(made.id(), Text.change(made.message(), stored.get()), meaning));
  }

  private static Answer branch(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var findings = new Findings();
    for (int i = 0; i < 3; i++) {
      var branch = lab.name("kept-");
      var made = session.make(branch, "first on " + branch);
      lab.anatomy().require(session, made);
      session.make(made.branch(), "kept too");
      if (lab.anatomy().branch().isPresent()) {
        var stored = lab.anatomy().branchOf(session, made);
        if (!stored.equals(Optional.of(made.branch()))) {
          findings.add(
              "a commit on %s is stored on %s"
                  .formatted(made.branch(), stored.orElse("no branch")));
        }
      }
      if (lab.anatomy().branches().isPresent()) {
        long rows = lab.anatomy().branchRows(session, made.branch());
        if (rows != 1) {
          findings.add("pggit.branches has %d rows for %s".formatted(rows, made.branch()));
        }
      }
    }
    if (lab.anatomy().branch().isEmpty() && lab.anatomy().branches().isEmpty()) {
      return Answer.unknown("neither pggit.commits nor pggit.branches shows a branch's name");
    }
    return findings.answer(
        "stored on the branch asked for, one row per branch", "Histories of branches are mixed up");
  }

  private static Answer registered(Lab lab) throws SQLException {
    if (lab.anatomy().registry().isEmpty()) {
      return lab.isTrinity()
          ? Answer.broken(
              "there is no table pggit.trinity_ids with the IDs. Nothing keeps an ID from being"
                  + " given out again")
          : Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    for (int i = 0; i < 10; i++) {
      var made = session.make("registered", "registered " + i);
      if (made.id().isEmpty()) {
        return Answer.unknown("a commit returned no ID");
      }
      long rows = lab.anatomy().registered(session, made.id());
      if (rows != 1) {
        findings.add("ID %s stands there %d times".formatted(made.id(), rows));
      }
    }
    return findings.answer(
        "10 of 10 IDs stand in pggit.trinity_ids once",
        "pggit.trinity_ids does not tell which IDs were given out");
  }

  private static Answer name(Lab lab) throws SQLException, CannotTell {
    if (!lab.isTrinity()) {
      return Answer.notApplicable(); // the others have no name, or keep it in a comment
    }
    var session = lab.user();
    var made = session.make("a name to keep 4711", lab.name("named-"), "message");
    lab.anatomy().require(session, made);
    if (lab.anatomy().name().isPresent()) {
      var stored = lab.anatomy().value(session, made, "c." + lab.anatomy().name().get());
      return Answer.of(
          stored.equals(Optional.of(made.name())),
          "stored in column " + lab.anatomy().name().get(),
          "sent “%s”, stored “%s”. The commit cannot be found by its name"
              .formatted(made.name(), stored.orElse("nothing")));
    }
    var admin = lab.admin();
    for (var table : lab.anatomy().tables()) {
      if (admin.number("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%keep 4711%'")
          > 0) {
        return Answer.holds("stored in " + table);
      }
    }
    return Answer.broken(
        "commit_name is in none of pgGit's tables after a commit. What the caller named is thrown"
            + " away");
  }

  private static Answer parents(Lab lab) throws SQLException, CannotTell {
    if (lab.anatomy().parent().isEmpty() || lab.anatomy().parentKey().isEmpty()) {
      return Answer.notApplicable();
    }
    var findings = new Findings();
    chain(lab, List.of(lab.user()), false, findings);
    chain(lab, List.of(lab.user()), true, findings); // all commits have the same time
    // Numbers that sessions draw in advance are not in the order of the commits.
    chain(lab, lab.users(2), false, findings);
    return findings.answer(
        "12 commits on 2 branches, alternating, by one session and by two: two chains",
        "Walking back a branch's history leads to other commits or ends too early");
  }

  private static void chain(
      Lab lab, List<Session> sessions, boolean oneTransaction, Findings findings)
      throws SQLException, CannotTell {
    var session = sessions.get(0);
    var branches = List.of(lab.name("chain-a-"), lab.name("chain-b-"));
    List<List<Made>> made = List.of(new ArrayList<>(), new ArrayList<>());
    if (oneTransaction) {
      session.begin();
    }
    for (int i = 0; i < 6; i++) {
      for (int b = 0; b < 2; b++) {
        var message = "link " + i + " of " + branches.get(b); // some are found by it alone
        made.get(b).add(sessions.get(i % sessions.size()).make(branches.get(b), message));
      }
    }
    if (oneTransaction) {
      session.end();
    }
    var where =
        oneTransaction
            ? " (commits of one transaction)"
            : sessions.size() > 1 ? " (commits of two sessions in turn)" : "";
    for (var commits : made) {
      for (var commit : commits) {
        lab.anatomy().require(session, commit);
        if (!lab.anatomy().branchOf(session, commit).orElse(commit.branch()).equals(commit.branch())
            || (lab.anatomy().branches().isPresent()
                && lab.anatomy().branchRows(session, commit.branch()) == 0)) {
          throw new CannotTell("commits are stored on other branches than asked for");
        }
      }
      for (int i = 0; i < commits.size(); i++) {
        var parent =
            lab.anatomy().value(session, commits.get(i), "c." + lab.anatomy().parent().get());
        var expected =
            i == 0
                ? Optional.<String>empty()
                : lab.anatomy()
                    .value(session, commits.get(i - 1), "c." + lab.anatomy().parentKey().get());
        if (!parent.equals(expected)) {
          var others = made.get(commits == made.get(0) ? 1 : 0);
          findings.add(
              parent.isEmpty()
                  ? "commit " + (i + 1) + " of a branch has no parent" + where
                  : isOneOf(lab, session, others, parent.get())
                      ? "a commit's parent is a commit of another branch" + where
                      : i == 0
                          ? "the first commit of a branch has a parent" + where
                          : "the parent of commit " + (i + 1) + " is not commit " + i + where);
        }
      }
    }
  }

  private static boolean isOneOf(Lab lab, Session session, List<Made> commits, String key)
      throws SQLException {
    for (var made : commits) {
      if (lab.anatomy()
          .value(session, made, "c." + lab.anatomy().parentKey().orElseThrow())
          .equals(Optional.of(key))) {
        return true;
      }
    }
    return false;
  }

  private static Answer time(Lab lab) throws SQLException, CannotTell {
    if (lab.anatomy().times().isEmpty()) {
      return Answer.notApplicable();
    }
    var findings = new Findings();
    var clocks = new HashMap<String, Set<Long>>();
    for (var zone : List.of("UTC", "Asia/Tokyo", "America/Los_Angeles")) {
      var session = lab.user();
      session.run("SET TimeZone = '" + zone + "'");
      var made = session.make("time", "in " + zone);
      lab.anatomy().require(session, made);
      // What is stored without a zone is one zone's time: whose will do if it is always the same.
      for (var column : lab.anatomy().times()) {
        var seconds =
            lab.anatomy()
                .value(
                    session,
                    made,
                    "least(abs(extract(epoch FROM clock_timestamp() - c.%1$s::timestamptz)), CASE WHEN pg_typeof(c.%1$s) = 'timestamp'::regtype THEN abs(extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC' - c.%1$s::timestamp)) END)"
                        .formatted(column));
        if (seconds.isPresent() && Double.parseDouble(seconds.get()) > TOLERANCE_SECONDS) {
          findings.add(
              "%s of a commit just made in time zone %s is %.0f s off"
                  .formatted(column, zone, Double.parseDouble(seconds.get())));
        } else {
          var hours =
              lab.anatomy()
                  .value(
                      session,
                      made,
                      "CASE WHEN pg_typeof(c.%1$s) = 'timestamp'::regtype THEN round(extract(epoch FROM c.%1$s::timestamp - clock_timestamp() AT TIME ZONE 'UTC') / 3600)::int END"
                          .formatted(column));
          hours.ifPresent(
              h -> clocks.computeIfAbsent(column, c -> new TreeSet<>()).add(Long.parseLong(h)));
        }
      }
      session.close();
    }
    clocks.forEach(
        (column, hours) ->
            findings.addUnless(
                hours.size() == 1,
                "%s has no time zone and follows that of the session: commits made at the same moment are stored %s hours from UTC"
                    .formatted(column, hours)));
    return findings.answer(
        "within " + TOLERANCE_SECONDS + " s of the clock, in three time zones",
        "The history tells wrong times");
  }

  private static Answer author(Lab lab) throws SQLException, CannotTell {
    var column = lab.anatomy().author();
    if (column.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var made = session.make("author", "by me");
    lab.anatomy().require(session, made);
    var author = lab.anatomy().value(session, made, "c." + column.get()).orElse("nobody");
    return Answer.of(
        author.equals(lab.userName())
            || author.equals(session.text("SELECT quote_ident(session_user)")),
        "stored as author: the session's role",
        "role %s commits, and the author stored is %s. The history names the wrong person"
            .formatted(lab.userName(), author));
  }

  private static Answer visible(Lab lab) throws SQLException, CannotTell {
    var one = lab.user();
    var other = lab.user();
    int late = 0;
    var last = one.make("visible", "the last one");
    for (int i = 0; i < 20; i++) {
      last = one.make("visible", "visible " + i);
      late += lab.anatomy().isStored(other, last) ? 0 : 1;
    }
    var made = last;
    if (!Wait.until(Duration.ofSeconds(1), () -> lab.anatomy().isStored(other, made))) {
      lab.anatomy().require(one, made);
    }
    return Answer.of(
        late == 0,
        "20 of 20 commits seen by another session right after they were acknowledged",
        late
            + " of 20 commits were not there for another session right after they were"
            + " acknowledged. Whoever relies on the ID looks it up in vain");
  }
}
