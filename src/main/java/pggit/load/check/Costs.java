package pggit.load.check;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.IntStream;

/** What a commit or a table costs when there are many of them already. */
final class Costs {

  /** Pages by which a deeper index may make a statement dearer. */
  private static final int INDEX_PAGES = 30;

  private static final int CATALOG_PAGES = 150;

  /** Types that are added to the catalog. */
  private static final int TYPES = 3000;

  private static final int TYPES_AT_ONCE = 100;

  /**
   * About 45 rows of pg_class fill a page: growth by half of its new pages is more than indexes do.
   */
  private static final int ROWS_PER_PAGE = 90;

  /** Least time of a commit that counts as long, and how many times that of five inserts. */
  private static final double LONG_MILLIS = 20;

  private static final double LONG_RATIO = 10;

  /** How many times as long a commit may take with a history. */
  private static final double GROWN = 3;

  private static final long LARGE_WAL = 65_536;

  /** A list of all tables takes at least 8 bytes for each, less if it is compressed. */
  private static final int WAL_PER_TABLE = 5;

  private Costs() {}

  static Family family() {
    return Family.of(
        "costs with history",
        Property.of("the cost of a commit does not grow with history", Costs::history),
        Property.of(
            "the cost of a commit does not grow with the number of branches", Costs::branches),
        Property.of("a commit does not compute for long", Costs::computing));
  }

  static Family tables() {
    return Family.of(
        "costs with tables",
        Property.always(
            "the cost of CREATE TABLE does not grow with the number of tables", Costs::createTable),
        Property.of(
            "the cost of a commit does not grow with the number of tables", Costs::tablesOfCommit),
        Property.always("CREATE TABLE does not read the whole catalog", Costs::catalog));
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
      session.make("computing", "timed");
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
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() / 2;
    var findings = new Findings();
    while (bulk.done() < lab.scale().history() && System.nanoTime() < deadline) {
      var branch = bulk.done() / Bulk.CHUNK % 2 == 0 ? "history" : "other";
      if (!bulk.more(branch, lab.scale().history() - bulk.done())) {
        break;
      }
      half = bulk.done() <= lab.scale().history() / 2 ? size(lab) : half;
    }
    int done = bulk.done();
    bulk.failure()
        .ifPresent(
            failure ->
                findings.add(
                    "with %,d commits stored the next one fails with %s".formatted(done, failure)));
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
    dearer("a commit", small, large, done, findings, scanned(lab, fresh));
    if (findings.none()) { // else it says the same once more
      var first = Price.ofFirstCommit(lab, fresh);
      dearer("the first commit on a branch", smallFirst, first, done, findings, "");
    }
    findings.addUnless(
        large.walBytes() - small.walBytes() < 2000,
        "a commit writes %,d bytes to the log with %,d commits stored, %,d with 20"
            .formatted(large.walBytes(), done, small.walBytes()));
    double first = (half - start) / Math.max(1.0, done / 2.0);
    double second = (end - half) / Math.max(1.0, done / 2.0);
    if (second > 2 * first && second > 1000) {
      findings.add(
          "the first half of them took %,.0f bytes each on disk, the second %,.0f"
              .formatted(first, second));
    }
    findings.addUnless(
        large.walBytes() < LARGE_WAL,
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

  private static void dearer(
      String what, Price small, Price large, int done, Findings findings, String scanned) {
    boolean dearer =
        large.buffers() - small.buffers() > Math.max(INDEX_PAGES, small.buffers() * 6 / 10);
    boolean reads = large.rowsRead() - small.rowsRead() > done / 10;
    findings.addUnless(
        !dearer && !reads,
        "%s touches %,d pages and reads %,d rows of pgGit's tables with %,d commits stored, %,d pages and %,d rows with 20%s"
            .formatted(
                what,
                large.buffers(),
                large.rowsRead(),
                done,
                small.buffers(),
                small.rowsRead(),
                scanned));
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

  private static String scanned(Lab lab, Session session) throws SQLException {
    var tables =
        Price.scannedBy(
            session,
            lab.contract().commitSql(),
            s -> lab.contract().bindCommit(s, Session.NAME, "history", "priced"));
    return tables.isEmpty() ? "" : "; read from one end to the other: " + String.join(", ", tables);
  }

  private static long size(Lab lab) throws SQLException {
    var sizes = new ArrayList<String>();
    for (var table : lab.anatomy().tables()) {
      sizes.add("pg_total_relation_size('" + table.replace("'", "''") + "')");
    }
    return sizes.isEmpty() ? 0 : lab.shared().number("SELECT " + String.join(" + ", sizes));
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

  private static Answer branches(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    int count = lab.scale().history() / 10;
    session.make("one-of-many", "before");
    var start = Price.ofCommit(lab, session, "one-of-many");
    if (new Bulk(lab, session).upTo(count, "one-of-many").done() < count) {
      throw new CannotTell("there was no time for " + count + " commits");
    }
    analyze(lab);
    var small = Price.ofCommit(lab, lab.user(), "one-of-many");
    var call = Literals.call(lab, Session.NAME, "@branch@", "branches");
    var many =
        session.attempt(
            () ->
                session.column(
                    "SELECT %s FROM generate_series(1, %d) n"
                        .formatted(call.replace("'@branch@'", "('many-' || n)"), count)));
    for (int i = 0; many.isPresent() && i < count; i++) {
      session.make("many-" + i, "branches");
    }
    analyze(lab);
    var fresh = lab.user();
    var large = Price.ofCommit(lab, fresh, "one-of-many");
    // As many commits on one branch cost this much more: what the history alone does.
    long pages = Math.max(0, small.buffers() - start.buffers()) * 3 / 2;
    long rows = Math.max(0, small.rowsRead() - start.rowsRead()) * 3 / 2;
    boolean dearer =
        large.buffers() - small.buffers() > pages + Math.max(INDEX_PAGES, small.buffers() * 6 / 10);
    boolean reads = large.rowsRead() - small.rowsRead() > rows + count / 4;
    return Answer.of(
        !dearer && !reads,
        "%,d pages a commit with few branches, %,d with %,d"
            .formatted(small.buffers(), large.buffers(), count),
        "a commit touches %,d pages and reads %,d rows of pgGit's tables with %,d branches, %,d pages and %,d rows with few%s. Commits become slower the more branches there are"
            .formatted(
                large.buffers(),
                large.rowsRead(),
                count,
                small.buffers(),
                small.rowsRead(),
                scanned(lab, fresh)));
  }

  private static Answer createTable(Lab lab) throws SQLException {
    var session = lab.user();
    price(lab, session, 5); // the first ones fill the session's caches
    var small = price(lab, session, 5);
    var getSmall = versionPrice(lab, session);
    int count = many(lab, session);
    var large = price(lab, session, 5);
    var getLarge = versionPrice(lab, session);
    var findings = new Findings();
    if (large.buffers() - small.buffers() > Math.max(CATALOG_PAGES, small.buffers() / 2)) {
      findings.add(
          "CREATE TABLE touches %,d pages with %,d tables there, %,d with few: the total for many tables grows with the square of their number"
              .formatted(large.buffers(), count, small.buffers()));
    }
    if (getLarge.buffers() - getSmall.buffers() > Math.max(INDEX_PAGES, getSmall.buffers())) {
      findings.add(
          "get_version touches %,d pages with %,d tables there, %,d with few"
              .formatted(getLarge.buffers(), count, getSmall.buffers()));
    }
    return findings.answer(
        "%,d pages with few tables, %,d with %,d; get_version: %,d and %,d"
            .formatted(
                small.buffers(), large.buffers(), count, getSmall.buffers(), getLarge.buffers()),
        "Migrations become slower the larger the schema is");
  }

  /**
   * Types make the catalog larger without making more tables, and quickly: PostgreSQL finds what
   * CREATE TABLE needs through indexes and reads hardly more.
   */
  private static Answer catalog(Lab lab) throws SQLException {
    var session = lab.user();
    price(lab, session, 5);
    var first = price(lab, session, 5);
    var small = price(lab, session, 5);
    // The tables made here make the next one dearer where that depends on their number.
    long drift = 2 * Math.max(0, small.buffers() - first.buffers());
    var create = "CREATE TABLE " + lab.name("read_") + " (id int, data text)";
    long few = Price.rowsOfCatalog(session, create);
    var admin = lab.admin();
    admin.attempt("SET session_replication_role = replica"); // without event triggers, if it may
    var columns =
        IntStream.rangeClosed(1, 25).mapToObj(i -> "c" + i + " int").collect(joining(", "));
    var schema = lab.name("types_");
    admin.run("CREATE SCHEMA " + schema);
    for (int type = 1; type <= TYPES; type += TYPES_AT_ONCE) { // none of them takes long
      admin.run(
          "DO $$ BEGIN FOR i IN %d .. %d LOOP EXECUTE 'CREATE TYPE %s.t' || i || ' AS (%s)'; END LOOP; END $$"
              .formatted(type, type + TYPES_AT_ONCE - 1, schema, columns));
    }
    long pages =
        admin.number(
            "SELECT (pg_relation_size('pg_class') + pg_relation_size('pg_attribute')) / 8192");
    var fresh = lab.user();
    price(lab, fresh, 5);
    var large = price(lab, fresh, 5);
    long more = Price.rowsOfCatalog(fresh, create) - few;
    return Answer.of(
        large.buffers() - small.buffers() < drift + TYPES / ROWS_PER_PAGE && more < TYPES / 2,
        "%,d pages, and %,d with %,d types more in the catalog"
            .formatted(small.buffers(), large.buffers(), TYPES),
        "CREATE TABLE touches %,d pages, and %,d and reads %,d more rows with %,d types more in the catalog (pg_class and pg_attribute now have %,d pages): something reads a catalog from one end to the other at each DDL, and migrations become slower the larger the schema is"
            .formatted(small.buffers(), large.buffers(), more, TYPES, pages));
  }

  private static Price price(Lab lab, Session session, int times) throws SQLException {
    return Price.ofDdl(
        session, times, () -> "CREATE TABLE " + lab.name("priced_") + " (id int, data text)");
  }

  private static Price versionPrice(Lab lab, Session session) throws SQLException {
    if (lab.contract().versionSql().isEmpty()) {
      return new Price(0, 0, 0, 0, 0);
    }
    var table = lab.name("asked_");
    session.run("CREATE TABLE " + table + " (id int)");
    return Price.ofVersion(lab, session, table);
  }

  private static int many(Lab lab, Session session) throws SQLException {
    int count = lab.scale().tables();
    var prefix = lab.name("many_");
    int chunk = 25;
    for (int i = 0; i < count; i += chunk) {
      session.run(
          "DO $$ BEGIN FOR i IN %d .. %d LOOP EXECUTE 'CREATE TABLE %s_' || i || ' (id int, data text)'; END LOOP; END $$"
              .formatted(i + 1, i + chunk, prefix));
    }
    return count;
  }

  private static Answer tablesOfCommit(Lab lab) throws SQLException {
    var admin = lab.admin();
    var session = lab.user();
    long there =
        admin.number("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'many%'");
    var measured = new ArrayList<Price>();
    if (there == 0) {
      return Answer.unknown("there are no tables");
    }
    measured.add(Price.ofCommit(lab, session, "tables"));
    admin.run("SET client_min_messages = error");
    for (var table :
        admin.column(
            "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relname ~ '^(many|priced|asked)_'")) {
      admin.run("DROP TABLE " + table);
    }
    measured.add(Price.ofCommit(lab, lab.user(), "tables"));
    var many = measured.get(0);
    var few = measured.get(1);
    boolean dearer = many.buffers() - few.buffers() > Math.max(INDEX_PAGES, few.buffers() * 6 / 10);
    boolean logs = many.walBytes() - few.walBytes() > there * WAL_PER_TABLE;
    return Answer.of(
        !dearer && !logs,
        "%,d pages with %,d tables, %,d with few".formatted(many.buffers(), there, few.buffers()),
        "a commit touches %,d pages and writes %,d bytes of log with %,d tables, %,d pages and %,d bytes with few. Every commit pays for all tables, changed or not"
            .formatted(many.buffers(), many.walBytes(), there, few.buffers(), few.walBytes()));
  }
}
