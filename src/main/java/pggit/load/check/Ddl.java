package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.measure.Verdict;
import pggit.load.server.ScratchDatabase;

/** Ordinary DDL works with pgGit's event triggers in the database. */
final class Ddl {

  private static final String NAME = "ordinary DDL still works";
  private static final String MEANING =
      "Having pgGit in the database breaks what has nothing to do with it";

  private Ddl() {}

  static Family family() {
    return Family.of(
        "DDL",
        Property.always(NAME, lab -> statements(lab, lab.user(), NAME)),
        Property.always(
            "DDL of a superuser still works",
            lab -> statements(lab, lab.admin(), "DDL of a superuser still works")),
        Property.always("DDL of a role that pgGit does not know still works", Ddl::strangers),
        Property.always("temporary tables of the same name in two sessions", Ddl::temporary),
        Property.always("DDL that cannot run in a transaction still works", Ddl::outside));
  }

  /** Statements by what they are about; %s is a prefix for names. */
  private static Map<String, List<String>> groups() {
    var groups = new LinkedHashMap<String, List<String>>();
    groups.put(
        "tables",
        List.of(
            "CREATE TABLE %s_t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data text DEFAULT 'it''s %%', g int GENERATED ALWAYS AS (1) STORED)",
            "ALTER TABLE %s_t ADD COLUMN added serial, ADD CONSTRAINT c CHECK (added > 0)",
            "ALTER TABLE %s_t ALTER COLUMN data TYPE varchar(100) USING data::varchar",
            "CREATE TABLE %s_f (t int REFERENCES %s_t ON DELETE CASCADE)",
            "CREATE UNLOGGED TABLE %s_u (id int)",
            "ALTER TABLE %s_u SET LOGGED",
            "CREATE TABLE %s_l (LIKE %s_t INCLUDING ALL)",
            "CREATE TABLE %s_a AS SELECT 1 AS id",
            "SELECT 1 AS id INTO %s_i",
            "ALTER TABLE %s_a RENAME TO %s_b",
            "ALTER TABLE %s_b RENAME COLUMN id TO key",
            "ALTER TABLE %s_b SET (fillfactor = 70)",
            "ALTER TABLE %s_b ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY p ON %s_b USING (true)",
            "COMMENT ON TABLE %s_b IS 'it''s %%'",
            "GRANT SELECT ON %s_b TO PUBLIC",
            "TRUNCATE %s_b",
            "DROP TABLE %s_i, %s_b"));
    groups.put(
        "temporary tables",
        List.of(
            "CREATE TEMP TABLE %s_temp (id int)",
            "ALTER TABLE %s_temp ADD COLUMN more int",
            "CREATE TEMP TABLE %s_temp2 AS SELECT 1 AS id",
            "CREATE INDEX ON %s_temp (id)",
            "DROP TABLE %s_temp"));
    groups.put(
        "partitions",
        List.of(
            "CREATE TABLE %s_p (id int, d text) PARTITION BY LIST (id)",
            "CREATE TABLE %s_p1 PARTITION OF %s_p FOR VALUES IN (1)",
            "CREATE TABLE %s_p2 (id int, d text)",
            "ALTER TABLE %s_p ATTACH PARTITION %s_p2 FOR VALUES IN (2)",
            "CREATE INDEX ON %s_p (id)",
            "ALTER TABLE %s_p DETACH PARTITION %s_p2",
            "DROP TABLE %s_p"));
    groups.put(
        "indexes",
        List.of(
            "CREATE TABLE %s_x (id int, d text)",
            "CREATE INDEX %s_xi ON %s_x (id)",
            "CREATE UNIQUE INDEX %s_xu ON %s_x (lower(d)) WHERE id > 0",
            "ALTER INDEX %s_xi RENAME TO %s_xj",
            "REINDEX INDEX %s_xj",
            "REINDEX TABLE %s_x",
            "CLUSTER %s_x USING %s_xj",
            "CREATE STATISTICS %s_st ON id, d FROM %s_x",
            "DROP INDEX %s_xj"));
    groups.put(
        "views",
        List.of(
            "CREATE VIEW %s_v AS SELECT 1 AS id",
            "CREATE OR REPLACE VIEW %s_v AS SELECT 1 AS id, 2 AS two",
            "ALTER VIEW %s_v RENAME TO %s_w",
            "CREATE MATERIALIZED VIEW %s_m AS SELECT 1 AS id",
            "CREATE UNIQUE INDEX ON %s_m (id)",
            "REFRESH MATERIALIZED VIEW %s_m",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY %s_m",
            "DROP MATERIALIZED VIEW %s_m",
            "DROP VIEW %s_w"));
    groups.put(
        "types, functions and sequences",
        List.of(
            "CREATE TYPE %s_e AS ENUM ('a', 'b')",
            "ALTER TYPE %s_e ADD VALUE 'c'",
            "CREATE TYPE %s_c AS (a int, b text)",
            "CREATE DOMAIN %s_d AS int CHECK (value > 0)",
            "CREATE SEQUENCE %s_s",
            "ALTER SEQUENCE %s_s INCREMENT 2",
            "CREATE FUNCTION %s_fn(a int) RETURNS int LANGUAGE sql AS 'SELECT a'",
            "CREATE OR REPLACE FUNCTION %s_fn(a int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN a; END'",
            "CREATE PROCEDURE %s_pr() LANGUAGE plpgsql AS 'BEGIN NULL; END'",
            "CREATE AGGREGATE %s_ag (int) (sfunc = int4pl, stype = int)",
            "CREATE TABLE %s_tr (id int)",
            "CREATE FUNCTION %s_trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
            "CREATE TRIGGER tr BEFORE INSERT ON %s_tr FOR EACH ROW EXECUTE FUNCTION %s_trf()",
            "CREATE RULE r AS ON DELETE TO %s_tr DO INSTEAD NOTHING",
            "DROP FUNCTION %s_trf() CASCADE",
            "DROP TYPE %s_c"));
    groups.put(
        "schemas",
        List.of(
            "CREATE SCHEMA %s_n CREATE TABLE inner_table (id int) CREATE VIEW inner_view AS SELECT 1 AS one",
            "ALTER SCHEMA %s_n RENAME TO %s_o",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA %s_o GRANT SELECT ON TABLES TO PUBLIC",
            "CREATE TABLE %s_mv (id int)",
            "ALTER TABLE %s_mv SET SCHEMA %s_o",
            "DROP SCHEMA %s_o CASCADE"));
    groups.put(
        "extensions",
        List.of("CREATE EXTENSION IF NOT EXISTS pgcrypto", "DROP EXTENSION IF EXISTS pgcrypto"));
    groups.put("clean-up by owner", List.of("DROP TABLE %s_t, %s_f, %s_u, %s_l CASCADE"));
    return groups;
  }

  private static Answer statements(Lab lab, Session session, String name) throws SQLException {
    var prefix = lab.name("ddl");
    var verdicts = new ArrayList<Verdict>();
    int done = 0;
    for (var group : groups().entrySet()) {
      var failed = new LinkedHashMap<String, Failure>();
      for (var statement : group.getValue()) {
        var sql = statement.replace("%s", prefix).replace("%%", "%");
        done++;
        session.attempt(sql).ifPresent(f -> failed.put(sql, f));
      }
      if (!failed.isEmpty() && !failsAnyway(lab, session, group.getKey(), prefix, failed)) {
        var findings = new Findings();
        failed.forEach(
            (sql, f) -> findings.add("“" + shortened(sql, prefix) + "” fails with " + f));
        verdicts.add(Verdict.fail(name + ": " + group.getKey(), findings.text() + ". " + MEANING));
      }
    }
    return verdicts.isEmpty()
        ? Answer.holds(done + " statements in " + groups().size() + " groups")
        : new Answer.Several(verdicts);
  }

  private static String shortened(String sql, String prefix) {
    return Text.shown(sql.replace(prefix + "_", ""), 60);
  }

  /** What fails in a database without pgGit too is not pgGit's fault; removes it. */
  private static boolean failsAnyway(
      Lab lab, Session session, String group, String prefix, Map<String, Failure> failed)
      throws SQLException {
    try (var plain = ScratchDatabase.create(lab.server())) {
      var user = session.text("SELECT quote_ident(session_user)");
      try (var connection = plain.endpoint().connect()) {
        var compare = new Session(connection, lab.contract());
        compare.run("GRANT ALL ON DATABASE " + plain.endpoint().database() + " TO " + user);
        compare.run("GRANT ALL ON SCHEMA public TO " + user);
        compare.run("SET SESSION AUTHORIZATION " + user);
        for (var statement : groups().getOrDefault(group, List.of())) {
          var sql = statement.replace("%s", prefix).replace("%%", "%");
          var alone = compare.attempt(sql);
          if (alone.isPresent()) {
            failed.remove(sql);
          }
        }
      }
    }
    return failed.isEmpty();
  }

  private static Answer strangers(Lab lab) throws SQLException, CannotTell {
    var login = lab.stranger();
    if (login.isEmpty()) {
      return Answer.unknown("the harness may not create a role here");
    }
    var schema = lab.name("stranger_");
    lab.admin()
        .run(
            "CREATE SCHEMA %s AUTHORIZATION %s"
                .formatted(schema, Explorer.quoted(login.get().login().user())));
    var session = lab.session(login.get());
    session.run("SET search_path = " + schema);
    var findings = new Findings();
    for (var sql :
        List.of(
            "CREATE TABLE t (id int PRIMARY KEY)",
            "ALTER TABLE t ADD COLUMN more int",
            "CREATE INDEX ON t (more)",
            "CREATE VIEW v AS SELECT * FROM t",
            "CREATE TEMP TABLE x (id int)",
            "DROP VIEW v",
            "DROP TABLE t",
            "CREATE TABLE t AS SELECT 1 AS id",
            "DROP TABLE t")) {
      session.attempt(sql).ifPresent(f -> findings.add("“" + sql + "” fails with " + f));
    }
    return findings.answer(
        "a role without any privilege on pgGit creates, alters and drops tables of its own",
        MEANING);
  }

  private static Answer temporary(Lab lab) throws SQLException {
    var sessions = lab.users(2);
    var findings = new Findings();
    for (var session : sessions) {
      for (var sql :
          List.of(
              "CREATE TEMP TABLE same_name (id int)",
              "ALTER TABLE same_name ADD COLUMN more int",
              "CREATE TEMP TABLE gone (id int) ON COMMIT DROP")) {
        session
            .attempt(sql)
            .ifPresent(
                f ->
                    findings.add(
                        "“%s” in the %s session fails with %s"
                            .formatted(sql, session == sessions.get(0) ? "first" : "second", f)));
      }
    }
    sessions.get(0).run("DROP TABLE IF EXISTS same_name");
    if (Versions.claimed(lab)) {
      var brief = lab.user();
      brief.attempt("CREATE TEMP TABLE brief_table (id int)");
      brief.close();
      var left = new ArrayList<Version>();
      var later = lab.user();
      later.attempt(() -> Version.of(lab, later, "brief_table").ifPresent(left::add));
      findings.addUnless(left.isEmpty(), "a temporary table has a version after its session ended");
    }
    return findings.answer("both have theirs", MEANING);
  }

  private static Answer outside(Lab lab) throws SQLException {
    var session = lab.user();
    var table = lab.name("outside_");
    session.run("CREATE TABLE " + table + " (id int, more int)");
    var findings = new Findings();
    for (var sql :
        List.of(
            "CREATE INDEX CONCURRENTLY %1$s_i ON %1$s (id)",
            "REINDEX INDEX CONCURRENTLY %1$s_i",
            "REINDEX TABLE CONCURRENTLY %1$s",
            "DROP INDEX CONCURRENTLY %1$s_i",
            "VACUUM FULL %1$s",
            "VACUUM ANALYZE %1$s")) {
      session
          .attempt(sql.formatted(table))
          .ifPresent(f -> findings.add("“" + sql.formatted("t") + "” fails with " + f));
    }
    var own = lab.shared();
    for (var pgGits : lab.anatomy().tables()) {
      own.attempt("VACUUM ANALYZE " + pgGits)
          .ifPresent(f -> findings.add("VACUUM of " + pgGits + " fails with " + f));
    }
    return findings.answer("CONCURRENTLY, REINDEX and VACUUM work", MEANING);
  }
}
