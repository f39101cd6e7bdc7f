package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pggit.load.measure.Severity;

/** Who has to wait while a transaction with a commit in it is open. */
final class Waiting {

  private static final int BRANCHES = 12;

  private static final String LOCKS =
      """
      SELECT DISTINCT CASE WHEN l.locktype = 'advisory' THEN 'an advisory lock'
                  ELSE l.mode || ' on ' || n.nspname || '.' || c.relname END
      FROM pg_catalog.pg_locks l
      LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE l.pid = ? AND l.granted
        AND (l.locktype = 'advisory'
             OR l.locktype = 'relation' AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock',
                  'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
      LIMIT 5""";

  private Waiting() {}

  static Family family() {
    return Family.of(
        "waiting",
        Severity.REFUSAL,
        Property.of("an open commit does not hold up other branches", Waiting::otherBranches),
        Property.of("an open commit does not hold up CREATE TABLE", Waiting::createTable),
        Property.of("an open commit does not hold up readers", Waiting::readers),
        Property.of("a reader does not hold up commits", Waiting::underReaders),
        Property.of("two commits on one branch, the first one still open", Waiting::sameBranch),
        Property.of("commits in opposite orders of branches lose nothing", Waiting::oppositeOrders),
        Property.of("an open ALTER TABLE does not hold up commits", Waiting::underAlter),
        Property.of("open DDL does not hold up DDL on other tables", Waiting::otherTables),
        Property.of("locks of the application do not hold up commits", Waiting::advisory));
  }

  /** A session whose statements end before a check is over. */
  private static Session impatient(Lab lab) throws SQLException {
    var session = lab.user().onceOnly();
    session.run("SET statement_timeout = '2500ms'");
    return session;
  }

  /** Whether the work waits for a lock; what waits is cancelled. */
  private static boolean waits(Lab lab, Session session, Failure.Work work) throws SQLException {
    var beside = Beside.start(lab, session, work);
    boolean blocked = beside.waits();
    if (blocked) {
      beside.cancel();
    }
    var failure = beside.end();
    if (!blocked && failure.isPresent() && !failure.get().isWait()) {
      throw new SQLException(failure.get().message(), failure.get().state());
    }
    return failure.isPresent(); // what waits without pgGit too is cancelled and not accused
  }

  private static String held(Lab lab, int pid) throws SQLException {
    var locks = lab.shared().column(LOCKS, pid);
    return locks.isEmpty() ? "" : " (it holds " + String.join(", ", locks) + ")";
  }

  private static Answer otherBranches(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var branch = lab.name("open-");
    open.begin();
    open.make(lab.name("first-"), "of this role, and of all in this database");
    boolean firstWaits = waits(lab, other, () -> other.commit(lab.name("first-"), "beside it"));
    open.end();
    open.make(branch, "there");
    other.make("others", "there");
    open.begin();
    open.make(branch, "not ended yet");
    var held = held(lab, open.pid());
    int blocked = 0;
    int tried = 0;
    for (int i = 0; i < BRANCHES && blocked < 4; i++) {
      var name = i == 0 ? "others" : lab.name("others-");
      tried++;
      blocked += waits(lab, other, () -> other.commit(name, "beside it")) ? 1 : 0;
    }
    open.undo();
    if (blocked == tried) {
      return Answer.broken(
          ("while a transaction with a commit is open, no commit on any other branch gets through%s:"
                  + " every commit waits for every other until its transaction ends. One idle"
                  + " transaction stops everybody")
              .formatted(held));
    }
    if (blocked == 0 && firstWaits) {
      return Answer.broken(
          "while the first commit of a role is open, the role's commits on other branches wait; later ones do not. What is written once in a while for a role or a database stays locked until that transaction ends");
    }
    return Answer.of(
        blocked == 0,
        BRANCHES + " commits on other branches went through beside an open one",
        ("while a transaction with a commit on one branch is open, commits on %d of %d other branches wait%s."
                + " Branches share locks without need")
            .formatted(blocked, tried, held));
  }

  private static Answer createTable(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var table = lab.name("waiting_");
    open.begin();
    open.make("ddl-open", "not ended yet");
    var held = held(lab, open.pid());
    var findings = new Findings();
    if (waits(lab, other, () -> other.run("CREATE TABLE " + table + " (id int)"))) {
      findings.add("CREATE TABLE waits");
    }
    open.undo();
    return findings.none()
        ? Answer.holds("a table was created beside an open commit")
        : Answer.broken(
            findings.text() + held + ". Nobody can change the schema while somebody commits");
  }

  private static Answer readers(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var table = lab.name("read_");
    other.run("CREATE TABLE " + table + " (id int)");
    open.begin();
    open.make("read-open", "not ended yet");
    var held = held(lab, open.pid());
    var findings = new Findings();
    if (waits(lab, other, () -> other.text("SELECT count(*) FROM pggit.commits"))) {
      findings.add("reading pggit.commits waits");
    }
    if (lab.contract().versionSql().isPresent()
        && waits(lab, other, () -> ShownVersion.of(lab, other, table))) {
      findings.add("get_version waits");
    }
    for (var own : lab.anatomy().tables()) {
      var admin = lab.shared();
      admin.begin();
      admin.run("SET LOCAL lock_timeout = '300ms'");
      if (admin.attempt("LOCK TABLE " + own + " IN ACCESS SHARE MODE").isPresent()) {
        findings.add("pg_dump would wait for " + own);
      }
      admin.undo();
    }
    open.undo();
    return findings.none()
        ? Answer.holds("history, versions and pg_dump's locks are to be had beside an open commit")
        : Answer.broken(findings.text() + held + ". Reading stops while somebody commits");
  }

  private static Answer underReaders(Lab lab) throws SQLException {
    var reader = lab.admin();
    var other = impatient(lab);
    reader.begin();
    for (var table : lab.anatomy().tables()) {
      reader.run("LOCK TABLE " + table + " IN ACCESS SHARE MODE"); // what any SELECT takes
    }
    var waits = waits(lab, other, () -> other.commit("under-readers", "while somebody reads"));
    reader.undo();
    return Answer.of(
        !waits,
        "a commit goes through while all of pgGit's tables are being read",
        "a commit waits until transactions that read pgGit's tables have ended. A backup or a long"
            + " report stops all commits");
  }

  private static Answer sameBranch(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var branch = lab.name("same-");
    open.make(branch, "there");
    open.begin();
    open.make(branch, "not ended yet");
    var held = held(lab, open.pid());
    var waits = waits(lab, other, () -> other.commit(branch, "beside it"));
    open.end();
    other.make(branch, "after it");
    return Answer.holds(
        !waits
            ? "the second one does not wait"
            : "the second one waits until the first one's transaction ends"
                + held
                + "; it can be cancelled and goes through afterwards");
  }

  private static Answer oppositeOrders(Lab lab)
      throws SQLException, InterruptedException, CannotTell {
    var sessions = lab.users(2);
    var branches = List.of(lab.name("order-a-"), lab.name("order-b-"));
    for (var branch : branches) {
      sessions.get(0).make(branch, "there");
    }
    var findings = new Findings();
    int deadlocks = 0;
    for (int round = 0; round < 2; round++) {
      var half = new CyclicBarrier(2);
      var results =
          Crowd.atOnce(
              sessions,
              (i, session) -> {
                session.begin();
                try {
                  var made = new ArrayList<Made>();
                  made.add(session.make(branches.get(i), "first"));
                  meet(half);
                  made.add(session.make(branches.get(1 - i), "second"));
                  session.end();
                  return made;
                } catch (SQLException e) {
                  session.undo();
                  throw e;
                }
              });
      int ended = 0;
      for (var result : results) {
        if (result.failure() != null) {
          ended++;
          if (!result.failure().state().equals("40P01")) {
            findings.add(result.failure().toString(), result.failure());
          }
        } else if (result.value() != null) {
          for (var made : result.value()) {
            findings.addUnless(
                lab.anatomy().isStored(lab.shared(), made), "an acknowledged commit is not stored");
          }
        }
      }
      findings.addUnless(ended < 2, "both transactions fail, so that neither gets through");
      deadlocks += ended;
    }
    // A lock for each branch until the transaction ends is a way to keep a branch's history in
    // line. Then one of the two has to give way, as with any rows that are updated in two orders.
    return findings.answer(
        "two transactions that commit on two branches in opposite orders: "
            + (deadlocks == 0
                ? "both succeed"
                : "one ends with 40P01 (deadlock) and can be tried again, the other is stored"),
        "Transactions that use several branches harm one another");
  }

  private static void meet(CyclicBarrier barrier) throws SQLException {
    try {
      // One that waits for the other's lock never comes here: then there is no second half.
      barrier.await(600, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | BrokenBarrierException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", "57014", e);
    }
  }

  private static Answer underAlter(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var table = lab.name("altered_");
    open.run("CREATE TABLE " + table + " (id int)");
    open.begin();
    open.run("ALTER TABLE " + table + " ADD COLUMN more int");
    var waits =
        waits(lab, other, () -> other.commit("under-alter", "while a table is being changed"));
    open.undo();
    return Answer.of(
        !waits,
        "a commit goes through while a transaction with ALTER TABLE is open",
        "a commit waits until a transaction that changed some table has ended. One migration stops"
            + " all commits");
  }

  private static Answer otherTables(Lab lab) throws SQLException {
    var open = lab.user();
    var other = impatient(lab);
    var one = lab.name("ddl_");
    var two = lab.name("ddl_");
    var old = lab.name("ddl_");
    other.run("CREATE TABLE " + old + " (id int)");
    open.begin();
    open.run("CREATE TABLE " + one + " (id int)");
    open.run("ALTER TABLE " + one + " ADD COLUMN more int");
    var held = held(lab, open.pid());
    var findings = new Findings();
    for (var ddl :
        List.of(
            "CREATE TABLE " + two + " (id int)",
            "ALTER TABLE " + old + " ADD COLUMN more int",
            "DROP TABLE " + old)) {
      if (waits(lab, other, () -> other.run(ddl))) {
        findings.add(ddl.substring(0, ddl.indexOf(" TABLE") + 6) + " waits");
      }
    }
    open.undo();
    return findings.none()
        ? Answer.holds("CREATE, ALTER and DROP TABLE go through beside an open CREATE TABLE")
        : Answer.broken(
            findings.text()
                + " until another transaction's CREATE TABLE of another table has ended"
                + held
                + ". Only one session at a time can change the schema");
  }

  private static Answer advisory(Lab lab) throws SQLException {
    var application = lab.user();
    var other = impatient(lab);
    application.text("SELECT count(pg_advisory_lock(n)) FROM generate_series(-5, 500) n");
    application.text("SELECT count(pg_advisory_lock(0, n)) FROM generate_series(0, 50) n");
    application.text("SELECT count(pg_advisory_lock(1, n)) FROM generate_series(0, 50) n");
    var waits = waits(lab, other, () -> other.commit("advisory", "beside locks"));
    var table = lab.name("advisory_");
    var ddl = waits(lab, other, () -> other.run("CREATE TABLE " + table + " (id int)"));
    application.run("SELECT pg_advisory_unlock_all()");
    return Answer.of(
        !waits && !ddl,
        "an application that holds advisory locks with small numbers stops nothing",
        (waits ? "a commit" : "CREATE TABLE")
            + " waits for an advisory lock with a small number that an application holds. pgGit"
            + " takes part in other people's locks");
  }
}
