package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;

/** What a commit or a table costs when there are many of them already. */
final class Costs {

  /** Pages by which a deeper index may make a statement dearer. */
  private static final int INDEX_PAGES = 30;

  private static final int CATALOG_PAGES = 150;
  private static final long LARGE_WAL = 65_536;

  private Costs() {}

  static Family family() {
    return Family.of(
        "costs with history",
        Property.of("the cost of a commit does not grow with history", Costs::history),
        Property.of(
            "the cost of a commit does not grow with the number of branches", Costs::branches));
  }

  static Family tables() {
    return Family.of(
        "costs with tables",
        Property.always(
            "the cost of CREATE TABLE does not grow with the number of tables", Costs::createTable),
        Property.of(
            "the cost of a commit does not grow with the number of tables", Costs::tablesOfCommit));
  }

  private static Answer history(Lab lab) throws SQLException {
    var session = lab.user();
    for (int i = 0; i < 10; i++) {
      session.make("history", "before");
    }
    var small = Price.ofCommit(lab, session, "history");
    long start = size(lab);
    long half = 0;
    int chunk = 250;
    int chunks = lab.scale().history() / chunk;
    int done = 0;
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() / 2;
    for (int i = 0; i < chunks && System.nanoTime() < deadline; i++) {
      session.commitForEach(
          "FROM generate_series(1, " + chunk + ")", i % 2 == 0 ? "history" : "other", "history");
      done += chunk;
      if (done <= lab.scale().history() / 2) {
        half = size(lab);
      }
    }
    long end = size(lab);
    analyze(lab);
    var fresh = lab.user();
    var large = Price.ofCommit(lab, fresh, "history");
    var findings = new Findings();
    boolean dearer =
        large.buffers() - small.buffers() > Math.max(INDEX_PAGES, small.buffers() * 6 / 10);
    boolean reads = large.rowsRead() - small.rowsRead() > done / 10;
    if (dearer || reads) {
      findings.add(
          "a commit touches %,d pages and reads %,d rows of pgGit's tables with %,d commits stored, %,d pages and %,d rows with 20%s"
              .formatted(
                  large.buffers(),
                  large.rowsRead(),
                  done,
                  small.buffers(),
                  small.rowsRead(),
                  scanned(lab, fresh)));
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
        "a commit with a message of 6 bytes writes %,d bytes to the log"
            .formatted(large.walBytes()));
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

  /** So that plans are those of a database in use, not of one just filled. */
  private static void analyze(Lab lab) throws SQLException {
    for (var table : lab.anatomy().tables()) {
      lab.shared().attempt("ANALYZE " + table);
    }
  }

  private static Answer branches(Lab lab) throws SQLException {
    var session = lab.user();
    int count = lab.scale().history() / 10;
    session.make("one-of-many", "before");
    var start = Price.ofCommit(lab, session, "one-of-many");
    session.commitForEach("FROM generate_series(1, " + count + ")", "one-of-many", "branches");
    analyze(lab);
    var small = Price.ofCommit(lab, lab.user(), "one-of-many");
    var call = Literals.call(lab.contract(), Session.NAME, "@branch@", "branches");
    session.column(
        "SELECT %s FROM generate_series(1, %d) n"
            .formatted(call.replace("'@branch@'", "('many-' || n)"), count));
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

  /** The median price of a CREATE TABLE, made inside of a function since EXPLAIN takes no DDL. */
  private static Price price(Lab lab, Session session, int times) throws SQLException {
    session.run(
        "CREATE OR REPLACE FUNCTION pg_temp.ddl(t text) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN EXECUTE 'CREATE TABLE ' || t || ' (id int, data text)'; RETURN 1; END $f$");
    return Price.of(
        session,
        times,
        "SELECT pg_temp.ddl(?)",
        statement -> statement.setString(1, lab.name("priced_")));
  }

  private static Price versionPrice(Lab lab, Session session) throws SQLException {
    if (lab.contract().versionSql().isEmpty()) {
      return new Price(0, 0, 0, 0, 0);
    }
    var table = lab.name("asked_");
    session.run("CREATE TABLE " + table + " (id int)");
    return Price.of(
        session,
        5,
        lab.contract().versionSql().get(),
        statement -> lab.contract().bindVersion(statement, "public", table));
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
    long there =
        admin.number("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'many%'");
    var session = lab.user();
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
    boolean logs = many.walBytes() - few.walBytes() > there * 20;
    return Answer.of(
        !dearer && !logs,
        "%,d pages with %,d tables, %,d with few".formatted(many.buffers(), there, few.buffers()),
        "a commit touches %,d pages and writes %,d bytes of log with %,d tables, %,d pages and %,d bytes with few. Every commit pays for all tables, changed or not"
            .formatted(many.buffers(), many.walBytes(), there, few.buffers(), few.walBytes()));
  }
}
