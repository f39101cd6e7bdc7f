package pggit.load.check;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;

/** What commits, DDL and questions cost when there are many tables, or were many changes. */
final class DdlCosts {

  static final String CREATE = "the cost of CREATE TABLE does not grow with the number of tables";
  static final String CATALOG = "CREATE TABLE does not read the whole catalog";

  /** Tables that may make a statement dearer by a page. */
  private static final int TABLES_PER_PAGE = 3;

  /** Types that are added to the catalog. */
  private static final int TYPES = 3000;

  private static final int TYPES_AT_ONCE = 100;
  private static final int TABLES_AT_ONCE = 25;

  /** A list of all tables takes at least 8 bytes for each, less if it is compressed. */
  private static final int WAL_PER_TABLE = 5;

  /** Fewer changes than any pgGit would throw away again. */
  private static final int FIRST = 5;

  private static final int FEW = 50;

  /** With fewer rows PostgreSQL reads a table whole although it has an index. */
  private static final int MANY = 1000;

  /** Pages by which deeper indexes, and what a migration leaves in the catalog, may add. */
  private static final int CHANGED_PAGES = 100;

  private DdlCosts() {}

  static Family withTables() {
    return Family.of(
        "costs with tables",
        Severity.LOAD,
        Property.always(CREATE, DdlCosts::createTable),
        Property.of(
            "the cost of a commit does not grow with the number of tables",
            DdlCosts::tablesOfCommit),
        Property.always(CATALOG, DdlCosts::catalog));
  }

  static Family withChanges() {
    return Family.of(
        "costs with changes",
        Severity.LOAD,
        Property.always("old versions stay, however many follow", DdlCosts::kept).as(Severity.LOSS),
        Property.of(
            "the cost of a commit does not grow with the number of schema changes",
            lab ->
                changed(
                    lab, "a commit", (session, table) -> Price.ofCommit(lab, session, "changes"))),
        Property.always(
            "the cost of ALTER TABLE does not grow with the number of schema changes",
            DdlCosts::ofAlter),
        Property.always(
            "the cost of get_version does not grow with the number of schema changes",
            lab ->
                Offer.VERSIONS.by(lab)
                    ? changed(
                        lab,
                        "get_version",
                        (session, table) -> Price.ofVersion(lab, session, table))
                    : Answer.notApplicable()));
  }

  private static Answer createTable(Lab lab) throws SQLException {
    boolean versions = lab.contract().versionSql().isPresent();
    int tables = lab.scale().tables();
    var grown = withTables(lab, lab.user(), versions);
    var create = grown.get(0);
    long limit = Math.max(Costs.INDEX_PAGES, tables / TABLES_PER_PAGE);
    var findings = new Findings();
    if (create.pages() > limit) {
      long anyway = Math.max(0, withTables(lab, lab.withoutPgGit(), false).get(0).pages());
      long more = create.pages() - anyway;
      findings.addUnless(
          more <= limit,
          "CREATE TABLE touches %,d pages with %,d tables there, %,d with few, and without pgGit %,d more: %.1f pages for each table, so that the total for many tables grows with the square of their number"
              .formatted(
                  create.many().buffers(),
                  tables,
                  create.few().buffers(),
                  anyway,
                  more / (double) tables));
    }
    var asked = grown.get(grown.size() - 1);
    findings.addUnless(
        !versions || asked.pages() <= Math.max(Costs.INDEX_PAGES, asked.few().buffers()),
        "get_version touches %,d pages with %,d tables there, %,d with few"
            .formatted(asked.many().buffers(), tables, asked.few().buffers()));
    return findings.answer(
        "%,d pages with few tables, %,d with %,d%s"
            .formatted(
                create.few().buffers(),
                create.many().buffers(),
                tables,
                versions
                    ? "; get_version: %,d and %,d"
                        .formatted(asked.few().buffers(), asked.many().buffers())
                    : ""),
        "Migrations become slower the larger the schema is");
  }

  /** CREATE TABLE with few tables and with many, and get_version if it is asked for. */
  private static List<Grown> withTables(Lab lab, Session session, boolean versions)
      throws SQLException {
    Grown.Pricing create = s -> ofCreate(lab, s);
    Grown.Pricing ask =
        s -> {
          var table = lab.name("asked_");
          s.run("CREATE TABLE " + table + " (id int)");
          return Price.ofVersion(lab, s, table);
        };
    create.of(session); // fills the session's caches
    return Grown.by(
        session, versions ? List.of(create, ask) : List.of(create), () -> tables(lab, session));
  }

  private static Price ofCreate(Lab lab, Session session) throws SQLException {
    return Price.ofDdl(
        session, 5, () -> "CREATE TABLE " + lab.name("priced_") + " (id int, data text)");
  }

  private static void tables(Lab lab, Session session) throws SQLException {
    var table = "CREATE TABLE " + lab.name("many_") + "_' || i || ' (id int, data text)";
    for (int i = 0; i < lab.scale().tables(); i += TABLES_AT_ONCE) {
      repeat(session, i, TABLES_AT_ONCE, table);
    }
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
    for (int type = 0; type < TYPES; type += TYPES_AT_ONCE) { // none of them takes long
      var sql = "CREATE TYPE %s.t' || i || ' AS (%s)".formatted(schema, columns);
      repeat(admin, type, TYPES_AT_ONCE, sql);
    }
    // With statistics of the small catalog any plan may read the large one from end to end.
    admin.attempt(
        "ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type,"
            + " pg_catalog.pg_depend");
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
    ofCreate(lab, session);
    return Price.rowsOfCatalog(session, sql);
  }

  private static Answer tablesOfCommit(Lab lab) throws SQLException {
    var admin = lab.admin();
    long there =
        admin.number("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'many%'");
    if (there == 0) {
      return Answer.unknown("there are no tables");
    }
    var many = Price.ofCommit(lab, lab.user(), "tables");
    admin.run("SET client_min_messages = error");
    for (var table :
        admin.column(
            "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relname ~"
                + " '^(many|priced|asked)_'")) {
      admin.run("DROP TABLE " + table);
    }
    var few = Price.ofCommit(lab, lab.user(), "tables");
    boolean logs = many.loggedAtLeast() - few.walBytes() > there * WAL_PER_TABLE;
    return Answer.of(
        !logs && !new Grown(few, many).isDearer(Costs.INDEX_PAGES),
        "%,d pages with %,d tables, %,d with few".formatted(many.buffers(), there, few.buffers()),
        "a commit touches %,d pages and writes %,d bytes of log with %,d tables, %,d pages and %,d bytes with few. Every commit pays for all tables, changed or not"
            .formatted(many.buffers(), many.walBytes(), there, few.buffers(), few.walBytes()));
  }

  /** Prices a statement in a session, given the table that was changed. */
  private interface OfChanged {
    Price price(Session session, String table) throws SQLException;
  }

  private static Answer changed(Lab lab, String what, OfChanged of) throws SQLException {
    var session = lab.user();
    var table = lab.name("changed_");
    session.run("CREATE TABLE " + table + " (id int)");
    changes(session, table, FEW, FEW);
    Costs.analyze(lab);
    var few = of.price(session, table);
    int count = changes(lab);
    changes(session, table, count, FEW);
    Costs.analyze(lab);
    var grown = new Grown(few, of.price(lab.user(), table)); // without plans made for few
    return Answer.of(
        !grown.isDearer(CHANGED_PAGES) && grown.rows() <= count / 4,
        "%s touches %,d pages after %d changes, %,d after %,d"
            .formatted(what, few.buffers(), FEW, grown.many().buffers(), FEW + count),
        grown.told(what, "after %,d changes of a table".formatted(FEW + count), "after " + FEW)
            + ". The more migrations there were the slower it becomes");
  }

  private static int changes(Lab lab) {
    return Math.max(MANY, lab.scale().history() / 10);
  }

  /** What becomes dearer without pgGit too is the catalog's doing. */
  private static Answer ofAlter(Lab lab) throws SQLException {
    Grown.Pricing alter = session -> ofAlter(lab, session);
    var answer = changed(lab, "ALTER TABLE", (session, table) -> alter.of(session));
    if (answer instanceof Answer.One one && one.outcome() == Outcome.FAIL) {
      var session = lab.withoutPgGit();
      var table = lab.name("changed_");
      session.run("CREATE TABLE " + table + " (id int)");
      changes(session, table, FEW, FEW);
      var grown =
          Grown.by(session, List.of(alter), () -> changes(session, table, changes(lab), FEW));
      if (grown.get(0).isDearer(CHANGED_PAGES)) {
        throw new CannotTell("ALTER TABLE becomes dearer without pgGit too");
      }
    }
    return answer;
  }

  private static Price ofAlter(Lab lab, Session session) throws SQLException {
    var table = lab.name("altered_");
    session.run("CREATE TABLE " + table + " (id int)");
    return Price.ofDdl(session, 7, () -> "ALTER TABLE " + table + " ALTER COLUMN id SET DEFAULT 1");
  }

  /** Tables that get rows with the first changes go on getting them, and lose none meanwhile. */
  private static Answer kept(Lab lab) throws SQLException {
    var session = lab.user();
    var table = lab.name("kept_");
    session.run("CREATE TABLE " + table + " (id int)");
    var before = lab.anatomy().counts(lab.shared());
    changes(session, table, FIRST, FIRST);
    var few = lab.anatomy().counts(lab.shared());
    changes(session, table, MANY, FEW);
    var many = lab.anatomy().counts(lab.shared());
    var findings = new Findings();
    few.forEach(
        (name, rows) -> {
          long first = rows - before.getOrDefault(name, 0L);
          long then = many.getOrDefault(name, 0L) - rows;
          findings.addUnless(
              first < FIRST || then > first * MANY / FIRST / 2,
              "%d changes of a table add %,d rows to %s, the %,d that follow only %,d"
                  .formatted(FIRST, first, name.replace("\"", ""), MANY, then));
        });
    return findings.answer(
        "%,d changes of a table, all still there".formatted(FIRST + MANY),
        "Old versions are thrown away, and with them what earlier commits recorded");
  }

  private static void changes(Session session, String table, int count, int atOnce)
      throws SQLException {
    for (int done = 0; done < count; done += atOnce) {
      repeat(
          session, 0, atOnce, "ALTER TABLE " + table + " ALTER COLUMN id SET DEFAULT ' || i || '");
    }
  }

  /**
   * Runs a statement several times in one.
   *
   * @param sql as within quotes, with i for its number
   */
  private static void repeat(Session session, int after, int times, String sql)
      throws SQLException {
    session.run(
        "DO $$ BEGIN FOR i IN %d .. %d LOOP EXECUTE '%s'; END LOOP; END $$"
            .formatted(after + 1, after + times, sql));
  }
}
