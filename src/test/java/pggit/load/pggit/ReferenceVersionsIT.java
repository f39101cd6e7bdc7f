package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.PostgresExtension;

/** How the event triggers of the reference extension version tables. */
class ReferenceVersionsIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private ReferenceSession session;

  @BeforeEach
  void install() throws SQLException {
    ReferenceSession.install(postgres);
    session = ReferenceSession.open(postgres.database());
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  @Test
  void followsTableThroughItsLife() throws SQLException {
    session.run("CREATE TABLE t (id serial PRIMARY KEY, a text UNIQUE, b int REFERENCES t)");
    assertThat(session.version("t")).isEqualTo("1.0.0");
    session.run("ALTER TABLE t ADD c int");
    assertThat(session.version("t")).as("column added").isEqualTo("1.1.0");
    session.run("ALTER TABLE t ALTER c SET DEFAULT 1");
    assertThat(session.version("t")).as("columns as before").isEqualTo("1.1.1");
    session.run("ALTER TABLE t ALTER c TYPE bigint");
    assertThat(session.version("t")).as("column changed").isEqualTo("2.0.0");
    session.run("ALTER TABLE t DROP c");
    assertThat(session.version("t")).as("column removed").isEqualTo("3.0.0");
    session.run("DROP TABLE t");
    assertThat(session.rows("SELECT * FROM pggit.get_version('t')")).isEmpty();
    session.run("CREATE TABLE t ()");
    assertThat(session.version("t")).as("created again").isEqualTo("4.0.0");
  }

  @Test
  void tellsSchemaNameAndParts() throws SQLException {
    session.run("CREATE TABLE t ()", "ALTER TABLE t ADD a int");

    assertThat(
            session.rows(
                "SELECT schema, name, major, minor, patch, full_version FROM pggit.get_version('t')"))
        .containsExactly("public t 1 1 0 1.1.0");
  }

  @Test
  void leavesAloneWhatChangesNoTable() throws SQLException {
    session.run(
        "CREATE TABLE t (a int)",
        "CREATE TABLE IF NOT EXISTS t (b int)",
        "CREATE INDEX t_a ON t (a)",
        "ALTER TABLE t_a SET (fillfactor = 50)",
        "ALTER INDEX t_a RENAME TO t_a_index",
        "CREATE VIEW v AS SELECT * FROM t",
        "ALTER TABLE v OWNER TO CURRENT_USER",
        "COMMENT ON TABLE t IS 'a table'",
        "CREATE TEMP TABLE temporary (a int)",
        "ALTER TABLE temporary ADD b int",
        "DROP TABLE temporary");

    assertThat(history()).isEqualTo("t 1.0.0 CREATE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t AS SELECT 1 AS a",
        "SELECT 1 AS a INTO t",
        "CREATE UNLOGGED TABLE t (a int)",
        "CREATE TABLE t (a int) PARTITION BY RANGE (a)",
        "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT * FROM s.t",
        "DO 'BEGIN CREATE TABLE t (a int); END'"
      })
  void seesEveryWayToCreateTable(String statement) throws SQLException {
    session.run(statement);

    assertThat(history()).isEqualTo("t 1.0.0 CREATE");
    assertThat(session.version("t")).isEqualTo("1.0.0");
  }

  @Test
  void seesTablesThatGoWithSomethingElse() throws SQLException {
    session.run(
        "CREATE SCHEMA s CREATE TABLE a () CREATE TABLE b ()",
        "CREATE TYPE row_type AS (a int)",
        "CREATE TABLE c OF row_type",
        "DROP SCHEMA s CASCADE",
        "DROP TYPE row_type CASCADE");

    assertThat(session.rows("SELECT table_name FROM pggit.table_versions WHERE change = 'DROP'"))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(session.value("SELECT count(*) FROM pggit.relations")).isEqualTo("0");
  }

  @Test
  void carriesVersionAlongWhenTableGetsAnotherName() throws SQLException {
    session.run(
        "CREATE TABLE a ()",
        "ALTER TABLE a RENAME TO b",
        "CREATE SCHEMA s",
        "ALTER TABLE b SET SCHEMA s",
        "ALTER SCHEMA s RENAME TO s2",
        "ALTER INDEX s2.b RENAME TO c"); // PostgreSQL allows that for a table

    assertThat(session.rows("SELECT * FROM pggit.get_version('c')"))
        .containsExactly("s2 c 5 0 0 5.0.0");
    assertThat(session.rows("SELECT schema_name, table_name FROM pggit.relations"))
        .containsExactly("s2 c");
    session.run("CREATE TABLE a ()");
    assertThat(session.version("a")).as("another table of the old name").isEqualTo("2.0.0");
  }

  @Test
  void findsTableByBareQualifiedAndQuotedName() throws SQLException {
    session.run(
        "CREATE SCHEMA s",
        "CREATE TABLE s.t (a int)",
        "CREATE TABLE t (a int)",
        "ALTER TABLE t ADD b int",
        "CREATE TABLE s.only_here ()",
        "CREATE TABLE \"Odd.na'me \"\"x\" ()");

    assertThat(session.version("t")).isEqualTo("1.1.0");
    assertThat(session.version("public.t")).isEqualTo("1.1.0");
    assertThat(session.version("s.t")).isEqualTo("1.0.0");
    assertThat(session.version("S.\"t\"")).isEqualTo("1.0.0");
    assertThat(session.version("only_here")).as("outside of the search_path").isEqualTo("1.0.0");
    assertThat(session.version("Odd.na'me \"x")).isEqualTo("1.0.0");
    assertThat(session.version("\"Odd.na'me \"\"x\"")).isEqualTo("1.0.0");
    assertThat(session.version("no such \" name")).isNull();
    session.run("SET search_path = s, public");
    assertThat(session.version("t")).as("the first in the search_path").isEqualTo("1.0.0");
  }

  @Test
  void versionsPartitionsThatChangeWithTheirParent() throws SQLException {
    session.run(
        "CREATE TABLE p (a int) PARTITION BY RANGE (a)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE p2 (a int)",
        "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)",
        "ALTER TABLE p ADD b int",
        "ALTER TABLE p DETACH PARTITION p2 CONCURRENTLY");

    assertThat(session.version("p")).isEqualTo("1.1.1");
    assertThat(session.version("p1")).isEqualTo("1.1.0");
    assertThat(session.version("p2")).isEqualTo("1.1.0");
  }

  @Test
  void versionsTableOf1600Columns() throws SQLException {
    session.run(
        IntStream.range(0, 1599)
            .mapToObj(i -> "column_" + i + " int")
            .collect(Collectors.joining(", ", "CREATE TABLE wide (", ")")),
        "ALTER TABLE wide ADD last int");
    String id = session.commit("main");

    assertThat(session.version("wide")).isEqualTo("1.1.0");
    assertThat(
            session.value(
                "SELECT cardinality(columns) FROM pggit.commit_tables WHERE trinity_id = ?", id))
        .isEqualTo("1600");
  }

  @Test
  void commitContainsTablesAsTheyWereThen() throws SQLException {
    session.run("CREATE TABLE a ()", "CREATE TABLE b ()");
    String first = session.commit("main");
    String elsewhere = session.commit("topic");
    session.run("ALTER TABLE a ADD x int", "DROP TABLE b", "BEGIN", "CREATE TABLE c ()");
    String inside = session.commit("main");
    session.run("ALTER TABLE c ADD x int", "COMMIT");
    String last = session.commit("main");

    assertThat(contents(first)).isEqualTo("a 1.0.0, b 1.0.0");
    assertThat(contents(elsewhere)).isEqualTo("a 1.0.0, b 1.0.0");
    assertThat(contents(inside)).isEqualTo("a 1.1.0, c 1.0.0");
    assertThat(contents(last)).isEqualTo("a 1.1.0, c 1.1.0");
    assertThat(session.value("SELECT count(*) FROM pggit.trees")).isEqualTo("3");
  }

  private String history() throws SQLException {
    return String.join(
        ", ",
        session.rows(
            "SELECT table_name, full_version, change FROM pggit.table_versions ORDER BY version_id"));
  }

  private String contents(String id) throws SQLException {
    return String.join(
        ", ",
        session.rows(
            """
            SELECT table_name, full_version FROM pggit.commit_tables
             WHERE trinity_id = ? ORDER BY table_name""",
            id));
  }
}
