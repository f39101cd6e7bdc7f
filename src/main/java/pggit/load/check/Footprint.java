package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import pggit.load.measure.Severity;

/** What commits pile up in a session, a transaction or the catalog. */
final class Footprint {

  /**
   * Bytes a session may grow with each commit: caches fill up slowly. What is forgotten by every
   * commit, such as a prepared statement, is more.
   */
  private static final double BYTES_PER_COMMIT = 256;

  /** Less than this in all may be a cache that grew once. */
  private static final long REMARKABLE_BYTES = 100_000;

  private static final int CATALOG_COMMITS = 20;

  private static final String CATALOG =
      """
      SELECT (SELECT count(*) FROM pg_catalog.pg_class), (SELECT count(*) FROM pg_catalog.pg_proc),
             (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata),
             (SELECT count(*) FROM pg_catalog.pg_db_role_setting)""";

  private Footprint() {}

  static Family family() {
    return Family.of(
        "footprint",
        Severity.LOAD,
        Property.of("a session's memory does not grow with its commits", Footprint::memory),
        Property.of("a transaction's locks do not grow with its commits", Footprint::locks),
        Property.of("a commit needs no subtransaction", Footprint::subtransactions),
        Property.of("commits add nothing to the catalog", Footprint::catalog));
  }

  private static Answer memory(Lab lab) throws SQLException, CannotTell {
    var session = lab.admin();
    var sql = "SELECT sum(used_bytes)::bigint FROM pg_catalog.pg_backend_memory_contexts";
    var failure = session.attempt(() -> session.number(sql));
    if (failure.isPresent()) {
      throw new CannotTell("a session's memory cannot be seen here: " + failure.get());
    }
    int commits = lab.scale().series();
    int step = Math.max(10, commits / 20);
    var counts = new ArrayList<Integer>();
    var bytes = new ArrayList<Long>();
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() / 2;
    int done = 0;
    for (; done < commits && System.nanoTime() < deadline; done++) {
      if (done % step == 0 && done >= commits / 5) {
        counts.add(done);
        bytes.add(session.number(sql));
      }
      session.make("memory", "memory");
    }
    if (counts.size() < 4) {
      return Answer.unknown("only " + done + " commits in the time given");
    }
    double slope = slope(counts, bytes);
    long growth = bytes.get(bytes.size() - 1) - bytes.get(0);
    return Answer.of(
        slope < BYTES_PER_COMMIT || growth < REMARKABLE_BYTES,
        "%.0f bytes a commit over %,d commits, %,d KB in all"
            .formatted(slope, done, bytes.get(bytes.size() - 1) >> 10),
        "the server process grows by %,.0f bytes with each commit (%,d to %,d KB within %,d commits). Long sessions, as in pools, use up the server's memory"
            .formatted(
                slope,
                bytes.get(0) >> 10,
                bytes.get(bytes.size() - 1) >> 10,
                counts.get(counts.size() - 1) - counts.get(0)));
  }

  /** Median of the slopes between all pairs (Theil–Sen): one jump of a cache does not tilt it. */
  private static double slope(List<Integer> x, List<Long> y) {
    var slopes = new ArrayList<Double>();
    for (int i = 0; i < x.size(); i++) {
      for (int j = i + 1; j < x.size(); j++) {
        slopes.add((y.get(j) - y.get(i)) / (double) (x.get(j) - x.get(i)));
      }
    }
    slopes.sort(null);
    return slopes.get(slopes.size() / 2);
  }

  private static Answer locks(Lab lab) throws SQLException {
    var session = lab.user();
    int pid = session.pid();
    session.make("locks", "there");
    session.begin();
    for (int i = 0; i < 5; i++) {
      session.commit("locks", "first " + i);
    }
    long before = held(lab, pid);
    int commits = 200;
    for (int i = 0; i < commits; i++) { // without savepoints, each of which is a lock
      session.commit("locks-" + i % 3, "more " + i);
    }
    long after = held(lab, pid);
    session.undo();
    double each = (after - before) / (double) commits;
    return Answer.of(
        each < 0.2,
        "%d locks after 5 commits, %d after %d".formatted(before, after, commits + 5),
        "each commit in a transaction adds %.1f locks (%d after %d commits). A large transaction ends with “out of shared memory”"
            .formatted(each, after, commits + 5));
  }

  /** Rows of a subtransaction bear its number, not that of the transaction. */
  private static Answer subtransactions(Lab lab) throws SQLException {
    var session = lab.admin();
    int commits = 5;
    session.make("subtransactions", "there");
    session.begin();
    long own = session.number("SELECT pg_catalog.pg_current_xact_id()::xid::text");
    for (int i = 0; i < commits; i++) {
      session.commit("subtransactions", "one of several " + i);
    }
    long most = 0;
    for (var table : lab.anatomy().tables()) {
      most =
          Math.max(
              most,
              session.number(
                  "SELECT count(DISTINCT t.xmin::text) FROM "
                      + table
                      + " t WHERE t.xmin::text::bigint > ?",
                  own));
    }
    session.undo();
    return most < commits
        ? Answer.holds(commits + " commits in a transaction are written by that transaction")
        : Answer.unknown(
            "each commit is a subtransaction (a block with EXCEPTION) and uses up a transaction ID of its own. It hurts where a transaction makes more than 64 commits: from then on all sessions look up subtransactions on disk");
  }

  private static long held(Lab lab, int pid) throws SQLException {
    return lab.shared().number("SELECT count(*) FROM pg_catalog.pg_locks WHERE pid = ?", pid);
  }

  private static Answer catalog(Lab lab) throws SQLException {
    var session = lab.user();
    session.make("catalog", "there");
    var findings = new Findings();
    swelling(lab, session, branch -> "catalog", "commits", findings);
    swelling(lab, session, lab::name, "first commits, each on a branch of its own,", findings);
    return findings.answer(
        "2 × %d commits, on one branch and on new ones: not one relation, function or large object more"
            .formatted(CATALOG_COMMITS),
        "The catalog of the database swells with the history, and everything gets slower");
  }

  private static void swelling(
      Lab lab, Session session, UnaryOperator<String> branch, String what, Findings findings)
      throws SQLException {
    var before = lab.shared().rows(CATALOG).get(0);
    for (int i = 0; i < CATALOG_COMMITS; i++) {
      session.make(branch.apply("catalog-"), "catalog " + i);
    }
    var after = lab.shared().rows(CATALOG).get(0);
    var names = List.of("relations", "functions", "large objects", "settings");
    for (int i = 0; i < names.size(); i++) {
      long more = Long.parseLong(after[i] + "") - Long.parseLong(before[i] + "");
      findings.addUnless(
          more <= 1, "%d %s added %d %s".formatted(CATALOG_COMMITS, what, more, names.get(i)));
    }
  }
}
