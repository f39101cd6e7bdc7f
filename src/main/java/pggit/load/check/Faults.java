package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pggit.load.measure.Severity;

/**
 * Errors that are made to happen inside of a commit have to come out of it, and leave nothing half
 * done.
 */
final class Faults {

  private static final String OWN =
      "SELECT pg_catalog.pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class WHERE oid = ?::regclass";

  private static final String DISK_FULL = "53100";

  private static final String PREPARE =
      """
      CREATE SCHEMA IF NOT EXISTS fault;
      CREATE SEQUENCE IF NOT EXISTS fault.fired;
      CREATE TABLE IF NOT EXISTS fault.armed ();
      CREATE OR REPLACE FUNCTION fault.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$
      BEGIN
        IF NOT EXISTS (SELECT FROM fault.armed) THEN
          RETURN NULL; -- the trigger itself comes and goes, which a pgGit may write down
        END IF;
        PERFORM nextval('fault.fired'); -- stays, whatever is rolled back
        RAISE EXCEPTION 'no space left on device (injected)' USING ERRCODE = 'disk_full';
      END $f$;
      GRANT USAGE ON SCHEMA fault TO PUBLIC""";

  private Faults() {}

  static Family family() {
    return Family.of(
        "errors inside",
        Severity.LOSS,
        Property.of("a write that fails makes the commit fail", Faults::failingWrites),
        Property.of("an error from inside keeps its SQLSTATE", Faults::sqlStates)
            .as(Severity.HYGIENE),
        Property.always("DDL that cannot be versioned is noticed", Faults::failingVersions)
            .as(Severity.INCOMPLETE),
        Property.of("a commit that cannot get a lock fails whole", Faults::lockTimeouts),
        Property.of(
            "a cancelled commit ends and leaves nothing", lab -> ended(lab, "pg_cancel_backend")),
        Property.of(
            "a commit whose session is killed leaves nothing",
            lab -> ended(lab, "pg_terminate_backend")));
  }

  /** Does something while every write to one table fails; whether the trigger was reached. */
  private static boolean fires(Session admin, String table, Failure.Work work) throws SQLException {
    if (!admin.holds(OWN, table)) {
      throw new CannotTell("the harness may not make writes to " + table + " fail: not its owner");
    }
    admin.run(
        "CREATE TRIGGER zz_fault BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION fault.fail()"
            .formatted(table));
    try {
      long before = admin.number("SELECT last_value + is_called::int FROM fault.fired");
      admin.run("INSERT INTO fault.armed DEFAULT VALUES");
      work.run();
      return admin.number("SELECT last_value + is_called::int FROM fault.fired") > before;
    } finally {
      admin.run("DELETE FROM fault.armed");
      admin.run("DROP TRIGGER zz_fault ON " + table);
    }
  }

  private static Answer failingWrites(Lab lab) throws SQLException, CannotTell {
    var admin = prepared(lab);
    var session = lab.user().onceOnly();
    session.make("faults", "the branch is there");
    var findings = new Findings();
    int reached = 0;
    for (var table : lab.anatomy().tables()) {
      for (var branch : List.of("faults", lab.name("faults-"))) {
        Made[] made = new Made[1];
        Failure[] failure = new Failure[1];
        var left = new ArrayList<String>();
        boolean fired =
            fires(
                admin,
                table,
                () -> {
                  var before = lab.anatomy().counts(admin); // the trigger is there already
                  failure[0] =
                      Failure.in(() -> made[0] = session.make(branch, "into " + table))
                          .orElse(null);
                  left.addAll(lab.anatomy().changes(admin, before));
                });
        if (!fired) {
          continue;
        }
        reached++;
        var name = table.replace("\"", "");
        if (failure[0] == null) {
          findings.add(
              "writing to %s fails (disk full), and the commit is acknowledged with %s; %s"
                  .formatted(
                      name,
                      made[0].id().isEmpty() ? "NULL" : "ID " + made[0].id(),
                      left.isEmpty() ? "nothing is stored" : String.join(", ", left)));
          break;
        } else if (!left.isEmpty()) {
          findings.add(
              "writing to %s fails, the commit too (%s), and yet %s"
                  .formatted(name, failure[0], String.join(", ", left)),
              failure[0]);
        }
      }
    }
    if (reached == 0) {
      return Answer.unknown("no write to pgGit's tables passed a trigger");
    }
    return findings.answer(
        "the error came out in " + reached + " of " + reached + " cases and nothing was stored",
        "Errors are swallowed: the caller believes in a commit that is not there");
  }

  /** By the SQLSTATE an application tells what it may try again from what an operator must mend. */
  private static Answer sqlStates(Lab lab) throws SQLException, CannotTell {
    var admin = prepared(lab);
    var session = lab.user().onceOnly();
    session.make("states", "the branch is there");
    var findings = new Findings();
    int reached = 0;
    for (var table : lab.anatomy().tables()) {
      var failure = new ArrayList<Failure>();
      fires(
          admin,
          table,
          () -> Failure.in(() -> session.make("states", "into " + table)).ifPresent(failure::add));
      if (!failure.isEmpty()) {
        reached++;
        findings.addUnless(
            failure.get(0).state().equals(DISK_FULL),
            "writing to %s fails with %s (disk full), and the commit with %s"
                .formatted(table.replace("\"", ""), DISK_FULL, failure.get(0)));
      }
    }
    return reached == 0
        ? Answer.unknown("no error came out of a commit")
        : findings.answer(
            reached + " of " + reached + " errors came out with the SQLSTATE they were raised with",
            "Errors are replaced by another: callers cannot tell what to try again, nor operators"
                + " what to mend");
  }

  private static Answer failingVersions(Lab lab) throws SQLException, CannotTell {
    if (lab.contract().versionSql().isEmpty()) {
      return Answer.notApplicable();
    }
    var admin = prepared(lab);
    var session = lab.user().onceOnly();
    var findings = new Findings();
    int reached = 0;
    for (var table : lab.anatomy().tables()) {
      var created = lab.name("fault_");
      Failure[] failure = new Failure[1];
      boolean fired =
          fires(
              admin,
              table,
              () ->
                  failure[0] =
                      Failure.in(() -> session.run("CREATE TABLE " + created + " (id int)"))
                          .orElse(null));
      if (!fired) {
        continue;
      }
      reached++;
      boolean there = admin.holds("SELECT to_regclass('public." + created + "') IS NOT NULL");
      if (failure[0] == null && there) {
        boolean known =
            session.attempt(() -> ShownVersion.of(lab, session, created)).isEmpty()
                && ShownVersion.of(lab, session, created).isPresent();
        findings.add(
            "writing to %s fails, CREATE TABLE goes on%s"
                .formatted(table.replace("\"", ""), known ? "" : ", and the table has no version"));
      }
    }
    if (reached == 0) {
      return Answer.notApplicable();
    }
    return findings.answer(
        "CREATE TABLE fails where its version cannot be written (" + reached + " cases)",
        "The history misses changes without anybody being told");
  }

  private static Session prepared(Lab lab) throws SQLException, CannotTell {
    var admin = lab.admin();
    var failure = admin.attempt(PREPARE);
    if (failure.isPresent()) {
      throw new CannotTell("the harness may not inject errors here: " + failure.get());
    }
    return admin;
  }

  private static Answer lockTimeouts(Lab lab) throws SQLException {
    var holder = lab.admin();
    var session = lab.user().onceOnly();
    session.make("locks", "the branch is there");
    session.run("SET lock_timeout = '150ms'");
    session.run("SET statement_timeout = '2s'");
    var findings = new Findings();
    int blocked = 0;
    for (var table : lab.anatomy().tables()) {
      var before = lab.anatomy().counts(lab.shared());
      holder.begin();
      holder.run("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      Made[] made = new Made[1];
      var failure = session.attempt(() -> made[0] = session.make("locks", "locked " + table));
      holder.undo();
      var left = lab.anatomy().changes(lab.shared(), before);
      var name = table.replace("\"", "");
      if (failure.isPresent()) {
        blocked++;
        findings.addUnless(
            left.isEmpty(), "%s locked: %s, and yet %s".formatted(name, failure.get(), left));
      } else if (!lab.anatomy().isStored(session, made[0])) {
        findings.add(
            "%s locked: acknowledged with ID %s, not stored".formatted(name, made[0].id()));
      }
    }
    return findings.answer(
        blocked + " tables locked in turn: the commit failed with an error, nothing stored",
        "Under contention commits get lost or are half stored");
  }

  /** Ends a commit from outside while it waits inside. */
  private static Answer ended(Lab lab, String how) throws SQLException, InterruptedException {
    var holder = lab.admin();
    var findings = new Findings();
    int ended = 0;
    lab.user().make("ended", "the branch is there");
    for (var table : lab.anatomy().tables()) {
      var session = lab.user().onceOnly();
      int pid = session.pid();
      var before = lab.anatomy().counts(lab.shared());
      holder.begin();
      holder.run("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      var commit = new FutureTask<>(() -> session.make("ended", "ended at " + table));
      var thread = new Thread(commit, "pggit-check-ended");
      thread.setDaemon(true);
      thread.start();
      boolean waits =
          Wait.until(
                  lab.scale().patience(), () -> commit.isDone() || waitsFor(lab, pid, holder.pid()))
              && !commit.isDone();
      if (waits) {
        lab.shared().text("SELECT " + how + "(?)", pid);
      }
      var outcome = outcome(commit);
      holder.undo();
      if (!waits) {
        continue;
      }
      ended++;
      var name = table.replace("\"", "");
      findings.addUnless(
          !outcome.equals("hangs"), "a commit that waits for " + name + " does not end");
      findings.addUnless(
          !outcome.equals("done"),
          "a commit that waits for " + name + " is ended and reports success");
      Wait.until(
          lab.scale().patience(),
          () ->
              how.equals("pg_cancel_backend")
                  || lab.shared().number("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid)
                      == 0);
      var left = new ArrayList<>(lab.anatomy().changes(lab.shared(), before));
      findings.addUnless(left.isEmpty(), "ended while waiting for " + name + ": " + left);
    }
    return ended == 0
        ? Answer.unknown("no commit waited for a table of pgGit")
        : findings.answer(
            "ended at " + ended + " places: an error, and nothing stored",
            "A commit cannot be stopped, or stays half done");
  }

  /** Not whether it waits at all: one that notifies listeners waits for others that do. */
  private static boolean waitsFor(Lab lab, int pid, int holder) throws SQLException {
    return lab.shared().holds("SELECT ? = ANY (pg_blocking_pids(?))", holder, pid);
  }

  private static String outcome(FutureTask<Made> commit) throws InterruptedException {
    try {
      commit.get(3, TimeUnit.SECONDS);
      return "done";
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause()).map(Object::toString).orElse("failed");
    } catch (TimeoutException e) {
      return "hangs";
    }
  }
}
