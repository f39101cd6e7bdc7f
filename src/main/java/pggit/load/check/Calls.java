package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Commits from all kinds of statements: a function call is more than SELECT with three literals.
 */
final class Calls {

  private static final int IN_ONE = 200;

  private Calls() {}

  static Family family() {
    return Family.of(
        "ways to commit",
        Property.of("one commit for each call of a statement", Calls::setOfRows),
        Property.of("a prepared statement commits as often as it is executed", Calls::prepared),
        Property.of("commits from PL/pgSQL blocks, subtransactions and triggers", Calls::plpgsql),
        Property.of("several new branches in one transaction", Calls::branchesInOne),
        Property.of("many commits in one transaction", Calls::manyInOne),
        Property.of("the same commit twice is two commits", Calls::twice),
        Property.of("commits go on after DISCARD ALL", Calls::discard));
  }

  private static Answer setOfRows(Lab lab) throws SQLException {
    var session = lab.user();
    var branch = lab.name("rows-");
    var ids = new ArrayList<String>();
    var failure =
        session.attempt(
            () ->
                ids.addAll(
                    session.commitForEach("FROM generate_series(1, 25)", branch, "one of 25")));
    if (failure.isPresent()) {
      return Answer.broken(
          "a query that calls the function for 25 rows fails with %s. Calls of one statement get in each other's way"
              .formatted(failure.get()));
    }
    long stored = storedOn(lab, session, "one of 25");
    int different = new HashSet<>(ids).size();
    return Answer.of(
        different == 25 && stored == 25,
        "25 rows, 25 IDs, 25 commits",
        "a query that calls the function for 25 rows got %d different IDs and stored %d commits. Calls are left out or done twice"
            .formatted(different, stored));
  }

  private static long storedOn(Lab lab, Session session, String message) throws SQLException {
    return session.number(
        "SELECT count(*) FROM pggit.commits c WHERE c." + lab.anatomy().message() + " = ?",
        message);
  }

  private static Answer prepared(Lab lab) throws SQLException {
    var findings = new Findings();
    for (var mode : List.of("force_generic_plan", "force_custom_plan")) {
      var session = lab.user();
      session.run("SET plan_cache_mode = " + mode);
      var ids = new HashSet<String>();
      for (int i = 0; i < 12; i++) {
        var made = session.make("prepared-" + mode, mode + " " + i);
        ids.add(made.id());
        if (!lab.anatomy().isStored(session, made)) {
          findings.add("execution " + (i + 1) + " stored nothing (" + mode + ")");
        }
      }
      findings.addUnless(ids.size() == 12, ids.size() + " IDs for 12 executions (" + mode + ")");
    }
    return findings.answer("24 executions, 24 commits", "Drivers prepare statements all the time");
  }

  private static Answer plpgsql(Lab lab) throws SQLException {
    var session = lab.user();
    session.run("CREATE TEMP TABLE made (id text)");
    session.run("CREATE TEMP TABLE orders (n int)");
    var call = Literals.call(lab, Session.NAME, "plpgsql", "by trigger");
    session.run(
        """
        CREATE FUNCTION pg_temp.on_order() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN INSERT INTO pg_temp.made SELECT (%s)::text; RETURN new; END $f$"""
            .formatted(call));
    session.run(
        "CREATE TRIGGER commits BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION"
            + " pg_temp.on_order()");
    session.run("INSERT INTO orders VALUES (1), (2), (3)");
    session.run(
        """
        DO $do$
        BEGIN
          FOR i IN 1 .. 3 LOOP
            BEGIN
              INSERT INTO pg_temp.made SELECT (%1$s)::text;
            EXCEPTION WHEN division_by_zero THEN NULL;
            END;
            BEGIN
              PERFORM %1$s;
              PERFORM 1 / 0;
            EXCEPTION WHEN division_by_zero THEN NULL;
            END;
          END LOOP;
        END $do$"""
            .formatted(Literals.call(lab, Session.NAME, "plpgsql", "by block")));
    long ids = session.number("SELECT count(DISTINCT id) FROM made");
    var findings = new Findings();
    findings.addUnless(ids == 6, ids + " IDs for 6 commits");
    for (var message : List.of("by trigger", "by block")) {
      long stored = storedOn(lab, session, message);
      findings.addUnless(
          stored == 3, stored + " commits stored " + message + " where 3 were to be left");
    }
    return findings.answer(
        "3 from a trigger and 3 from a block are stored, 3 undone in subtransactions are not",
        "Commits made by functions get lost, or survive the error that should undo them");
  }

  private static Answer branchesInOne(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    session.begin();
    var made = new ArrayList<Made>();
    for (int i = 0; i < 10; i++) {
      made.add(session.make(lab.name("several-"), "several " + i));
    }
    session.end();
    for (var commit : made) {
      if (!lab.anatomy().isStored(session, commit)) {
        findings.add("the commit on " + commit.branch() + " is not stored");
      }
      if (lab.anatomy().branches().isPresent()
          && lab.anatomy().branchRows(session, commit.branch()) != 1) {
        findings.add("branch " + commit.branch() + " is not recorded");
      }
    }
    return findings.answer("10 new branches, 10 commits", "Only one of several branches is kept");
  }

  private static Answer manyInOne(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    var made = new ArrayList<Made>();
    session.begin();
    var failure =
        Failure.in(
            () -> {
              for (int i = 0; i < IN_ONE; i++) {
                made.add(session.make("many", "many " + i));
              }
              session.end();
            });
    if (failure.isPresent()) {
      session.undo();
      return Answer.broken(
          "commit %d of a transaction fails with %s. Large transactions cannot be made"
              .formatted(made.size() + 1, failure.get()));
    }
    long ids = made.stream().map(Made::id).distinct().count();
    int lost = 0;
    for (var commit : made) {
      if (!lab.anatomy().stored(session, commit).equals(Optional.of(commit.message()))) {
        lost++;
      }
    }
    findings.addUnless(ids == made.size(), ids + " different IDs for " + made.size() + " commits");
    findings.addUnless(
        lost == 0, lost + " of " + made.size() + " are not stored with their message");
    return findings.answer(
        IN_ONE + " commits of one transaction, all stored under IDs of their own",
        "Within a transaction time stands still: what tells commits apart by the clock mixes them"
            + " up");
  }

  private static Answer twice(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    for (var how : List.of("one after the other", "in one transaction")) {
      if (how.startsWith("in")) {
        session.begin();
      }
      var one = session.make("twice", "twice " + how);
      var made = new ArrayList<Made>();
      var failure = session.attempt(() -> made.add(session.make("twice", "twice " + how)));
      if (how.startsWith("in")) {
        session.end();
      }
      if (failure.isPresent()) {
        findings.add(how + ": the second one fails with " + failure.get());
        continue;
      }
      var two = made.get(0);
      long rows = storedOn(lab, session, "twice " + how);
      findings.addUnless(!one.id().equals(two.id()), how + ": both got the ID " + one.id());
      findings.addUnless(rows == 2, how + ": " + rows + " of 2 are stored");
    }
    return findings.answer(
        "same branch and message: two IDs, two rows", "A commit that repeats a message gets lost");
  }

  private static Answer discard(Lab lab) throws SQLException {
    var session = lab.user();
    session.make("discard", "before");
    var findings = new Findings();
    for (var command : List.of("DISCARD PLANS", "DISCARD TEMP", "DEALLOCATE ALL", "RESET ALL")) {
      session.run(command);
      session
          .attempt(
              () ->
                  session.run(
                      "SELECT " + Literals.call(lab, Session.NAME, "discard", "after " + command)))
          .ifPresent(f -> findings.add("after " + command + ": " + f));
    }
    session.run("DISCARD ALL");
    session
        .attempt(
            () ->
                session.run(
                    "SELECT " + Literals.call(lab, Session.NAME, "discard", "after DISCARD ALL")))
        .ifPresent(f -> findings.add("after DISCARD ALL: " + f));
    return findings.answer(
        "commits work after DISCARD ALL, RESET ALL and the like",
        "Connection pools reset sessions this way between users");
  }
}
