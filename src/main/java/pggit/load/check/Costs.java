package pggit.load.check;

import java.sql.SQLException;
import java.util.stream.Collectors;
import pggit.load.measure.Severity;

/** What a commit costs when there are many of them already, or many branches. */
final class Costs {

  /** Pages by which a deeper index may make a statement dearer. */
  static final int INDEX_PAGES = 30;

  /** Least time of a commit that counts as long, and how many times that of five inserts. */
  private static final double LONG_MILLIS = 20;

  private static final double LONG_RATIO = 10;

  /** How many times as long a commit may take with a history. */
  private static final double GROWN = 3;

  private static final long LARGE_WAL = 65_536;
  private static final long MORE_WAL = 2_000;

  /** Bytes of disk that a commit may take without a look at whether it becomes more. */
  private static final long ON_DISK = 1_000;

  private Costs() {}

  static Family family() {
    return Family.of(
        "costs with history",
        Severity.LOAD,
        Property.of("the cost of a commit does not grow with history", Costs::history),
        Property.of(
            "the cost of a commit does not grow with the number of branches", Costs::branches),
        Property.of("a commit does not compute for long", Costs::computing).as(Severity.COST));
  }

  /** Against ordinary inserts of the same moment, so that a busy machine does not matter. */
  private static Answer computing(Lab lab) throws SQLException {
    var session = lab.user();
    session.run("CREATE TEMP TABLE yardstick (id text PRIMARY KEY, message text)");
    session.make("computing", "there");
    double inserts = Double.MAX_VALUE;
    double commit = Double.MAX_VALUE;
    session.begin();
    for (int i = 0; i < 15; i++) {
      long started = System.nanoTime();
      for (int n = 0; n < 5; n++) {
        session.run("INSERT INTO pg_temp.yardstick VALUES (gen_random_uuid(), 'inserted')");
      }
      long between = System.nanoTime();
      session.make("computing", "timed " + i);
      inserts = Math.min(inserts, (between - started) / 1e6);
      commit = Math.min(commit, (System.nanoTime() - between) / 1e6);
    }
    session.undo();
    return Answer.of(
        commit < LONG_MILLIS || commit < LONG_RATIO * inserts,
        "%.2f ms without the disk, five inserts take %.2f ms".formatted(commit, inserts),
        "a commit keeps the server's processor busy for %.0f ms, where five inserts take %.2f ms. All commits together get no faster than that"
            .formatted(commit, inserts));
  }

  private static Answer history(Lab lab) throws SQLException {
    var session = lab.user();
    for (int i = 0; i < 10; i++) {
      session.make("history", "before");
    }
    var small = Price.ofCommit(lab, session, "history");
    var smallFirst = Price.ofFirstCommit(lab, session);
    double before = millis(session);
    long start = size(lab);
    long half = 0;
    var bulk = new Bulk(lab, session);
    int most = lab.scale().history();
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() / 2;
    while (bulk.done() < most
        && System.nanoTime() < deadline
        && bulk.more(bulk.done() / Bulk.CHUNK % 2 == 0 ? "history" : "other", most - bulk.done())) {
      half = bulk.done() <= most / 2 ? size(lab) : half;
    }
    int done = bulk.done();
    var findings = new Findings();
    bulk.failure()
        .ifPresent(
            f ->
                findings.add(
                    "with %,d commits stored the next one fails with %s".formatted(done, f), f));
    long end = size(lab);
    session.close(); // and whatever it still holds
    analyze(lab);
    var fresh = lab.user();
    var large = Price.ofCommit(lab, fresh, "history");
    double after = millis(fresh);
    findings.addUnless(
        after - before < LONG_MILLIS || after < GROWN * before,
        "a commit takes %.0f ms with %,d commits stored, %.1f ms with 20"
            .formatted(after, done, before));
    ofHistory("a commit", new Grown(small, large), done, findings);
    if (findings.none()) { // else it says the same once more
      var first = new Grown(smallFirst, Price.ofFirstCommit(lab, fresh));
      ofHistory("the first commit on a branch", first, done, findings);
    }
    findings.addUnless(
        large.loggedAtLeast() - small.walBytes() < MORE_WAL,
        "a commit writes %,d bytes to the log with %,d commits stored, %,d with 20"
            .formatted(large.walBytes(), done, small.walBytes()));
    double first = (half - start) / Math.max(1.0, done / 2.0);
    double second = (end - half) / Math.max(1.0, done / 2.0);
    findings.addUnless(
        second <= 2 * first || second <= ON_DISK,
        "the first half of them took %,.0f bytes each on disk, the second %,.0f"
            .formatted(first, second));
    findings.addUnless(
        large.loggedAtLeast() < LARGE_WAL,
        "a commit with a short message writes %,d bytes to the log".formatted(large.walBytes()));
    findings.addUnless(large.tempBlocks() == 0, "a commit writes temporary files");
    return findings.answer(
        "%,d pages and %,d bytes of log a commit with 20 commits, %,d and %,d with %,d; %,.0f bytes of disk each"
            .formatted(
                small.buffers(),
                small.walBytes(),
                large.buffers(),
                large.walBytes(),
                done,
                (end - start) / Math.max(1.0, done)),
        "Commits become slower the more there are");
  }

  private static void ofHistory(String what, Grown grown, int done, Findings findings) {
    findings.addUnless(
        !grown.isDearer(INDEX_PAGES) && grown.rows() <= done / 10,
        grown.told(what, "with %,d commits stored".formatted(done), "with 20"));
  }

  /** The shortest time of several commits that are rolled back. */
  private static double millis(Session session) throws SQLException {
    double shortest = Double.MAX_VALUE;
    session.begin();
    for (int i = 0; i < 7; i++) {
      long started = System.nanoTime();
      var failure = session.attempt(() -> session.make("history", "timed"));
      if (failure.isEmpty()) {
        shortest = Math.min(shortest, (System.nanoTime() - started) / 1e6);
      }
    }
    session.undo();
    return shortest;
  }

  private static long size(Lab lab) throws SQLException {
    var sizes =
        lab.anatomy().tables().stream()
            .map(table -> "pg_total_relation_size(" + ByName.literal(table) + ")")
            .collect(Collectors.joining(" + "));
    return sizes.isEmpty() ? 0 : lab.shared().number("SELECT " + sizes);
  }

  /**
   * So that plans and pages are those of a database in use, not of one just filled: many commits of
   * one transaction leave old rows that single ones would have tidied up on their way.
   */
  static void analyze(Lab lab) throws SQLException {
    for (var table : lab.anatomy().tables()) {
      lab.shared().attempt("VACUUM (ANALYZE) " + table);
    }
  }

  private static Answer branches(Lab lab) throws SQLException {
    var session = lab.user();
    int count = lab.scale().history() / 10;
    session.make("one-of-many", "before");
    var start = Price.ofCommit(lab, session, "one-of-many");
    if (new Bulk(lab, session).upTo(count, "one-of-many").done() < count) {
      throw new CannotTell("there was no time for " + count + " commits");
    }
    analyze(lab);
    var small = Price.ofCommit(lab, lab.user(), "one-of-many");
    var text = ByName.literal("branches");
    var call = lab.contract().commitCall(text, "'many-' || n", text);
    var many =
        session.attempt(
            () -> session.column("SELECT %s FROM generate_series(1, %d) n".formatted(call, count)));
    for (int i = 0; many.isPresent() && i < count; i++) {
      session.make("many-" + i, "branches");
    }
    analyze(lab);
    var history = new Grown(start, small); // as many commits on one branch
    var grown = new Grown(small, Price.ofCommit(lab, lab.user(), "one-of-many"));
    long pages = Math.max(0, history.pages()) * 3 / 2;
    long rows = Math.max(0, history.rows()) * 3 / 2;
    return Answer.of(
        grown.pages() <= pages + Math.max(INDEX_PAGES, small.buffers() * 6 / 10)
            && grown.rows() <= rows + count / 4,
        "%,d pages a commit with few branches, %,d with %,d"
            .formatted(small.buffers(), grown.many().buffers(), count),
        grown.told("a commit", "with %,d branches".formatted(count), "with few")
            + ". Commits become slower the more branches there are");
  }
}
