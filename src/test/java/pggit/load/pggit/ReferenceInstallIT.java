package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;

/** The reference extension as an extension: coming, going, rights, dump and restore. */
class ReferenceInstallIT {

  private static final String CATALOG =
      """
      SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
      UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
      UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class WHERE relname NOT LIKE 'pg_toast%'
      UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE typname NOT LIKE 'pg_toast%'
      UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
      UNION ALL SELECT 'extension ' || extname FROM pg_extension
      UNION ALL SELECT 'privileges ' || classoid::regclass || objoid FROM pg_init_privs WHERE objoid >= 16384
      ORDER BY 1""";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private ReferenceSession session;

  @BeforeEach
  void connect() throws SQLException {
    session = ReferenceSession.open(postgres.database());
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  @Test
  void dropExtensionLeavesNothingBehind() throws SQLException {
    session.run("CREATE TABLE before ()");
    List<String> before = session.rows(CATALOG);
    ReferenceSession.install(postgres);
    session.run("CREATE TABLE meanwhile ()", "DROP TABLE meanwhile");
    session.commit("main");

    session.run("DROP EXTENSION pggit");

    assertThat(session.rows(CATALOG)).isEqualTo(before);
    session.run("CREATE EXTENSION pggit");
    assertThat(session.value("SELECT count(*) FROM pggit.commits")).isEqualTo("0");
  }

  @Test
  void knowsTablesThatWereThereBefore() throws SQLException {
    session.run(
        "CREATE TABLE t (a int)", "CREATE SCHEMA s CREATE TABLE u ()", "CREATE TEMP TABLE v ()");

    ReferenceSession.install(postgres);

    assertThat(
            session.rows("SELECT schema_name, table_name, full_version FROM pggit.table_versions"))
        .containsExactlyInAnyOrder("public t 1.0.0", "s u 1.0.0");
  }

  @Test
  void servesOrdinaryRole() throws SQLException {
    ReferenceSession.install(postgres);
    ordinaryRole();

    try (ReferenceSession ordinary = ReferenceSession.open(asOrdinaryRole())) {
      ordinary.run("CREATE TABLE own.t (a int)", "ALTER TABLE own.t ADD b int");
      String id = ordinary.commit("topic");

      assertThat(ordinary.version("t")).isEqualTo("1.1.0");
      assertThat(ordinary.rows("SELECT trinity_id, author FROM pggit.log('topic')"))
          .containsExactly(id + " pggit_ordinary");
      assertThat(ordinary.rows("SELECT name FROM pggit.branches")).containsExactly("topic");
      assertThat(ordinary.rows("SELECT DISTINCT author FROM pggit.table_versions"))
          .containsExactly("pggit_ordinary");
      ordinary.run("DROP TABLE own.t");
    } finally {
      dropOrdinaryRole();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO pggit.trinity_ids VALUES ('x')",
        "DELETE FROM pggit.recorded_commits",
        "DELETE FROM pggit.commits",
        "UPDATE pggit.table_versions SET major = 7",
        "SELECT nextval('pggit.commit_number')",
        "SELECT pggit.record_version('pg_class'::regclass, true, false)",
        "CREATE TABLE pggit.mine ()",
        "DROP EVENT TRIGGER pggit_on_ddl",
        "DROP EXTENSION pggit"
      })
  void keepsOrdinaryRoleFromTouchingTheHistory(String statement) throws SQLException {
    ReferenceSession.install(postgres);
    ordinaryRole();

    try (ReferenceSession ordinary = ReferenceSession.open(asOrdinaryRole())) {
      assertThatThrownBy(() -> ordinary.run(statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    } finally {
      dropOrdinaryRole();
    }
  }

  @Test
  void functionsWithTheOwnersRightsPinTheirSearchPath() throws SQLException {
    ReferenceSession.install(postgres);

    assertThat(
            session.rows(
                """
                SELECT proname FROM pg_proc WHERE pronamespace = 'pggit'::regnamespace AND prosecdef
                   AND NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig)"""))
        .isEmpty();
  }

  /** What a dump does, in its order; the bundle has no pg_dump. */
  @Test
  void historySurvivesDumpAndRestore() throws SQLException, IOException {
    String tables = "CREATE TABLE t (a int, b int)";
    ReferenceSession.install(postgres);
    session.run("CREATE TABLE t (a int)", "ALTER TABLE t ADD b int", "CREATE TABLE gone ()");
    String root = session.commit("n", "main", "tab\tquote' back\\slash");
    session.run("DROP TABLE gone");
    String head = session.commit("main");

    try (ScratchDatabase target = ScratchDatabase.create(postgres.server());
        ReferenceSession restored = ReferenceSession.open(target.endpoint())) {
      restored.run("SET check_function_bodies = false", "SET row_security = off");
      restored.run("CREATE EXTENSION pggit", tables);
      copyConfiguration(restored);
      pretendToComeFromServerWithMoreTransactions(restored);
      restored.run("ALTER TABLE t ADD PRIMARY KEY (a)", "RESET ALL");

      String commits = "SELECT c FROM pggit.commits c ORDER BY number";
      String contents = "SELECT t FROM pggit.commit_tables t ORDER BY trinity_id, version_id";
      assertThat(restored.rows(commits)).hasSize(2).isEqualTo(session.rows(commits));
      assertThat(restored.rows(contents)).hasSize(3).isEqualTo(session.rows(contents));
      assertThat(restored.version("t")).isEqualTo("1.1.0");
      restored.run("ALTER TABLE t RENAME TO u");
      String next = restored.commit("main");
      assertThat(next).isNotIn(root, head);
      assertThat(restored.value("SELECT parent FROM pggit.commits WHERE trinity_id = ?", next))
          .isEqualTo(head);
      assertThat(
              restored.rows(
                  "SELECT table_name, full_version FROM pggit.commit_tables WHERE trinity_id = ?",
                  next))
          .containsExactly("u 2.0.0");
      assertThat(restored.rows(contents)).hasSize(4).containsAll(session.rows(contents));
    }
  }

  private static void pretendToComeFromServerWithMoreTransactions(ReferenceSession restored)
      throws SQLException {
    restored.run(
        "UPDATE pggit.table_versions SET xid = ('1' || lpad(xid::text, 12, '0'))::xid8",
        """
        UPDATE pggit.trees
           SET xid = ('1' || lpad(xid::text, 12, '0'))::xid8,
               snapshot = format('1%1$s:1%1$s:',
                                 lpad(pg_snapshot_xmax(snapshot)::text, 12, '0'))::pg_snapshot""");
  }

  private void copyConfiguration(ReferenceSession restored) throws SQLException, IOException {
    CopyManager from = session.unwrap(PGConnection.class).getCopyAPI();
    CopyManager to = restored.unwrap(PGConnection.class).getCopyAPI();
    for (String item :
        session.rows(
            "SELECT unnest(extconfig)::regclass FROM pg_extension WHERE extname = 'pggit'")) {
      if (item.matches("pggit\\..*_number")) {
        restored.value(
            "SELECT setval(?::regclass, ?)",
            item,
            Long.valueOf(session.value("SELECT last_value FROM " + item)));
        continue;
      }
      String columns =
          session.value(
              """
              SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute
               WHERE attrelid = ?::regclass AND attnum > 0 AND attgenerated = ''""",
              item);
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      from.copyOut("COPY " + item + " (" + columns + ") TO STDOUT", rows);
      to.copyIn(
          "COPY " + item + " (" + columns + ") FROM STDIN",
          new ByteArrayInputStream(rows.toByteArray()));
    }
  }

  private void ordinaryRole() throws SQLException {
    session.run(
        "CREATE ROLE pggit_ordinary LOGIN PASSWORD 'ordinary'",
        "CREATE SCHEMA own AUTHORIZATION pggit_ordinary");
  }

  private void dropOrdinaryRole() throws SQLException {
    session.run("DROP OWNED BY pggit_ordinary", "DROP ROLE pggit_ordinary");
  }

  private static Endpoint asOrdinaryRole() {
    return postgres
        .database()
        .withLogin(new Login("pggit_ordinary", Secret.of("ordinary")))
        .with("currentSchema", "own");
  }
}
