package pggit.load.check;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.IntStream;
import pggit.load.measure.Severity;

/** What commits and DDL cost when there are many tables already. */
final class TableCosts {

  static final String CREATE = "the cost of CREATE TABLE does not grow with the number of tables";
  static final String CATALOG = "CREATE TABLE does not read the whole catalog";

  /** Tables that may make a statement dearer by a page. */
  private static final int TABLES_PER_PAGE = 3;

  /** Types that are added to the catalog. */
  private static final int TYPES = 3000;

  private static final int TYPES_AT_ONCE = 100;

  /** A list of all tables takes at least 8 bytes for each, less if it is compressed. */
  private static final int WAL_PER_TABLE = 5;

  private TableCosts() {}

  static Family family() {
    return Family.of(
        "costs with tables",
        Severity.LOAD,
        Property.always(CREATE, TableCosts::createTable),
        Property.of(
            "the cost of a commit does not grow with the number of tables",
            TableCosts::tablesOfCommit),
        Property.always(CATALOG, TableCosts::catalog));
  }

  /** What CREATE TABLE and get_version cost with few tables and with many. */
  private record WithTables(Price few, Price many, Price askedFew, Price askedMany, int tables) {

    static WithTables of(Lab lab, Session session, boolean versions) throws SQLException {
      price(lab, session, 5); // the first ones fill the session's caches
      var few = price(lab, session, 5);
      var askedFew = versions ? versionPrice(lab, session) : few;
      int tables = createMany(lab, session);
      var many = price(lab, session, 5);
      return new WithTables(
          few, many, askedFew, versions ? versionPrice(lab, session) : many, tables);
    }

    long more() {
      return many.buffers() - few.buffers();
    }
  }

  private static Answer createTable(Lab lab) throws SQLException {
    boolean versions = lab.contract().versionSql().isPresent();
    var with = WithTables.of(lab, lab.user(), versions);
    long limit = Math.max(Costs.INDEX_PAGES, with.tables() / TABLES_PER_PAGE);
    var findings = new Findings();
    if (with.more() > limit) {
      long anyway = Math.max(0, WithTables.of(lab, lab.withoutPgGit(), false).more());
      findings.addUnless(
          with.more() - anyway <= limit,
          "CREATE TABLE touches %,d pages with %,d tables there, %,d with few, and without pgGit %,d more: %.1f pages for each table, so that the total for many tables grows with the square of their number"
              .formatted(
                  with.many().buffers(),
                  with.tables(),
                  with.few().buffers(),
                  anyway,
                  (with.more() - anyway) / (double) with.tables()));
    }
    long askedFew = with.askedFew().buffers();
    long askedMany = with.askedMany().buffers();
    if (versions && askedMany - askedFew > Math.max(Costs.INDEX_PAGES, askedFew)) {
      findings.add(
          "get_version touches %,d pages with %,d tables there, %,d with few"
              .formatted(askedMany, with.tables(), askedFew));
    }
    return findings.answer(
        "%,d pages with few tables, %,d with %,d%s"
            .formatted(
                with.few().buffers(),
                with.many().buffers(),
                with.tables(),
                versions ? "; get_version: %,d and %,d".formatted(askedFew, askedMany) : ""),
        "Migrations become slower the larger the schema is");
  }

  /**
   * Types make the catalog larger without making more tables, and quickly: PostgreSQL finds what
   * CREATE TABLE needs through indexes and reads hardly more. Rows are counted and not pages: a
   * deeper index or another plan touches more pages for the same rows.
   */
  private static Answer catalog(Lab lab) throws SQLException {
    var create = "CREATE TABLE " + lab.name("read_") + " (id int, data text)";
    long few = rowsOfCatalog(lab, create);
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
    // With statistics of the small catalog any plan may read the large one from end to end.
    admin.attempt(
        "ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type, pg_catalog.pg_depend");
    long many = rowsOfCatalog(lab, create);
    return Answer.of(
        many - few < TYPES / 2,
        "%,d rows of the catalog, and %,d with %,d types more".formatted(few, many, TYPES),
        "CREATE TABLE reads %,d rows of the catalog, and %,d with %,d types more: something reads a catalog from one end to the other at each DDL, and migrations become slower the larger the schema is"
            .formatted(few, many, TYPES));
  }

  /** In a session of its own, once its caches are filled. */
  private static long rowsOfCatalog(Lab lab, String sql) throws SQLException {
    var session = lab.user();
    price(lab, session, 5);
    return Price.rowsOfCatalog(session, sql);
  }

  private static Price price(Lab lab, Session session, int times) throws SQLException {
    return Price.ofDdl(
        session, times, () -> "CREATE TABLE " + lab.name("priced_") + " (id int, data text)");
  }

  private static Price versionPrice(Lab lab, Session session) throws SQLException {
    var table = lab.name("asked_");
    session.run("CREATE TABLE " + table + " (id int)");
    return Price.ofVersion(lab, session, table);
  }

  private static int createMany(Lab lab, Session session) throws SQLException {
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
    boolean dearer =
        many.buffers() - few.buffers() > Math.max(Costs.INDEX_PAGES, few.buffers() * 6 / 10);
    boolean logs = many.loggedAtLeast() - few.walBytes() > there * WAL_PER_TABLE;
    return Answer.of(
        !dearer && !logs,
        "%,d pages with %,d tables, %,d with few".formatted(many.buffers(), there, few.buffers()),
        "a commit touches %,d pages and writes %,d bytes of log with %,d tables, %,d pages and %,d bytes with few. Every commit pays for all tables, changed or not"
            .formatted(many.buffers(), many.walBytes(), there, few.buffers(), few.walBytes()));
  }
}
