package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Commits do not depend on names that the session happens to see first. */
final class SearchPaths {

  /** Functions that a pgGit may well use, under the same names, of no use. */
  private static final String IMPOSTORS =
      """
      CREATE FUNCTION %1$s.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '1999-01-01'::timestamptz $$;
      CREATE FUNCTION %1$s.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '1999-01-01'::timestamptz $$;
      CREATE FUNCTION %1$s.md5(text) RETURNS text LANGUAGE sql AS $$ SELECT 'impostor' $$;
      CREATE FUNCTION %1$s.gen_random_uuid() RETURNS uuid LANGUAGE sql AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$;
      CREATE FUNCTION %1$s.btrim(text) RETURNS text LANGUAGE sql AS $$ SELECT 'impostor' $$;
      CREATE FUNCTION %1$s.nextval(regclass) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$""";

  private static final String COLUMNS =
      """
      SELECT format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

  private SearchPaths() {}

  static Family family() {
    return Family.of(
        "search_path",
        Property.of("commits work with an empty search_path", lab -> under(lab, "''")),
        Property.of("commits are not misled by tables of the same names", SearchPaths::misled),
        Property.of(
            "commits are not misled by temporary tables of the same names", SearchPaths::temporary),
        Property.of(
            "commits are not misled by functions of the same names", SearchPaths::impostors),
        Property.always("DDL works with an empty search_path", SearchPaths::ddl),
        Property.always(
            "functions with their owner's rights have a search_path of their own",
            SearchPaths::pinned));
  }

  private static Answer under(Lab lab, String path) throws SQLException {
    var session = lab.user();
    session.run("SET search_path = " + path);
    var findings = new Findings();
    for (int i = 0; i < 2; i++) {
      var made = new Made[1];
      var failure =
          session.attempt(
              () -> made[0] = session.make(lab.name("path-"), "with search_path " + path));
      if (failure.isPresent()) {
        findings.add("a commit fails with " + failure.get());
        break;
      }
      findings.addUnless(lab.anatomy().isStored(lab.shared(), made[0]), "the commit is not stored");
      if (lab.anatomy().registry().isPresent()) {
        findings.addUnless(
            lab.anatomy().registered(lab.shared(), made[0].id()) == 1, "its ID is not registered");
      }
    }
    return findings.answer(
        "committed and stored with search_path = " + path,
        "Commits depend on how the session looks for names");
  }

  private static Answer misled(Lab lab) throws SQLException {
    var admin = lab.admin();
    var schema = lab.name("hostile_");
    admin.run("CREATE SCHEMA " + schema);
    admin.run("GRANT ALL ON SCHEMA " + schema + " TO PUBLIC");
    copies(admin, lab, schema + ".", "CREATE TABLE");
    admin.run("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO PUBLIC");
    return afterwards(lab, under(lab, schema + ", public"), admin, schema + ".");
  }

  /**
   * Tables like pgGit's tables and views, empty; of what the session may not read with the columns
   * alone.
   */
  private static void copies(Session session, Lab lab, String prefix, String create)
      throws SQLException {
    for (var table : Rows.relations(lab.shared())) {
      var name = create + " " + prefix + table.substring(table.indexOf('.') + 1);
      if (session.attempt(name + " (LIKE " + table + " INCLUDING DEFAULTS)").isPresent()) {
        var columns = lab.shared().column(COLUMNS, table).stream().map(String::valueOf).toList();
        session.attempt(name + " (" + String.join(", ", columns) + ")");
      }
    }
  }

  private static Answer afterwards(Lab lab, Answer answer, Session session, String prefix)
      throws SQLException {
    for (var table : Rows.relations(lab.shared())) {
      var copy = prefix + table.substring(table.indexOf('.') + 1);
      var rows = new ArrayList<Long>();
      session.attempt(() -> rows.add(session.number("SELECT count(*) FROM " + copy)));
      if (rows.stream().anyMatch(n -> n > 0)) {
        return Answer.broken(
            "a commit wrote to a table of the same name in another schema (%s). Whoever can create a table there can take commits away"
                .formatted(copy));
      }
    }
    return answer;
  }

  private static Answer temporary(Lab lab) throws SQLException {
    var session = lab.user();
    copies(session, lab, "pg_temp.", "CREATE TEMP TABLE");
    var made = new Made[1];
    var failure = session.attempt(() -> made[0] = session.make(lab.name("temp-"), "beside temp"));
    if (failure.isPresent()) {
      return Answer.broken(
          "with temporary tables named like pgGit's a commit fails with %s. It takes the session's tables for its own"
              .formatted(failure.get()));
    }
    var answer =
        Answer.of(
            lab.anatomy().isStored(lab.shared(), made[0]),
            "a commit goes to pgGit's tables, not to temporary ones of the same names",
            "with temporary tables named like pgGit's an acknowledged commit is not stored. It went"
                + " into the session's temporary tables and ends with it");
    return answer instanceof Answer.Broken ? answer : afterwards(lab, answer, session, "pg_temp.");
  }

  private static Answer impostors(Lab lab) throws SQLException {
    var admin = lab.admin();
    var schema = lab.name("impostor_");
    admin.run("CREATE SCHEMA " + schema);
    admin.run("GRANT ALL ON SCHEMA " + schema + " TO PUBLIC");
    admin.run(IMPOSTORS.formatted(schema));
    var answer = under(lab, schema + ", pg_catalog, public");
    boolean owners =
        admin.holds(
            """
            SELECT coalesce(bool_or(p.prosecdef), false) FROM pg_catalog.pg_proc p
            WHERE p.pronamespace = 'pggit'::regnamespace AND strpos(?, '.' || quote_ident(p.proname) || '(') > 0""",
            lab.contract().commitSql());
    if (answer instanceof Answer.Broken broken && !owners) {
      // With the caller's own rights it is the caller's own doing.
      return Answer.unknown("the session asked for it: " + broken.evidence());
    }
    return answer;
  }

  private static Answer ddl(Lab lab) throws SQLException {
    var session = lab.user();
    var table = lab.name("path_");
    var findings = new Findings();
    session.run("SET search_path = ''");
    for (var sql :
        List.of(
            "CREATE TABLE public." + table + " (id int)",
            "ALTER TABLE public." + table + " ADD COLUMN more int",
            "DROP TABLE public." + table)) {
      session
          .attempt(sql)
          .ifPresent(
              f ->
                  findings.add(
                      "%s fails with %s".formatted(sql.substring(0, sql.indexOf(" public")), f)));
    }
    return findings.answer(
        "CREATE, ALTER and DROP TABLE with search_path = ''",
        "pg_restore and careful applications work with an empty search_path");
  }

  private static Answer pinned(Lab lab) throws SQLException {
    var open =
        lab.admin()
            .column(
                """
                SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE p.prosecdef AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
                  AND NOT EXISTS (SELECT FROM unnest(coalesce(p.proconfig, '{}')) c WHERE c LIKE 'search\\_path=%')
                ORDER BY 1""");
    return Answer.of(
        open.isEmpty(),
        "every SECURITY DEFINER function sets its own",
        "%s run%s as owner with the caller's search_path. Whoever can create objects can make the owner run them"
            .formatted(
                String.join(", ", open.stream().limit(5).map(String::valueOf).toList()),
                open.size() == 1 ? "s" : ""));
  }
}
