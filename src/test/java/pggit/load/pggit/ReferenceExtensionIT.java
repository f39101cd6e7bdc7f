package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.PostgresExtension;

/** What one session sees of commits and branches. */
class ReferenceExtensionIT {

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
  void createsBranchWithItsFirstCommitAndGoesOnFromThere() throws SQLException {
    String first = session.commit("first", "main", "one");
    String second = session.commit("second", "main", "two");
    String other = session.commit("third", "topic", "three");

    assertThat(
            session.rows(
                "SELECT trinity_id, parent, name FROM pggit.commits WHERE branch = 'main'"))
        .containsExactlyInAnyOrder(first + " null first", second + " " + first + " second");
    assertThat(session.rows("SELECT name, head FROM pggit.branches ORDER BY name"))
        .containsExactly("main " + second, "topic " + other);
    assertThat(session.rows("SELECT message FROM pggit.log('main')")).containsExactly("two", "one");
    assertThat(session.rows("SELECT message FROM pggit.log('main', 1)")).containsExactly("two");
  }

  @Test
  void keepsEveryIdItGaveOut() throws SQLException {
    List<String> ids =
        session.rows(
            "SELECT pggit.commit_changes('n', 'b' || i % 3, '') FROM generate_series(1, 50) i");

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(session.rows("SELECT trinity_id FROM pggit.trinity_ids"))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}"));
  }

  @Test
  void recordsWhoCommittedWhatAndWhen() throws SQLException {
    session.commit("the name", "main", "the message");

    assertThat(
            session.value(
                """
                SELECT name || '|' || message || '|' || author || '|' || (now() - committed_at < '1 min')
                  FROM pggit.commits"""))
        .isEqualTo("the name|the message|" + session.value("SELECT session_user") + "|true");
  }

  @ParameterizedTest
  @CsvSource({",b,m,commit_name", "n,,m,branch_name", "n,b,,message"})
  void refusesNull(
      @Nullable String name, @Nullable String branch, @Nullable String message, String named)
      throws SQLException {
    refused("22004", named + " must not be null", () -> session.commit(name, branch, message));

    nothingIsStored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " \t\r\n"})
  void refusesBlankBranchAndName(String blank) throws SQLException {
    refused("22023", "branch_name must not be blank", () -> session.commit("n", blank, "m"));
    refused("22023", "commit_name must not be blank", () -> session.commit(blank, "b", "m"));

    nothingIsStored();
  }

  @Test
  void refusesBranchNameTooLongForAnIndex() throws SQLException {
    session.commit("n", "ä".repeat(500), "m");

    refused(
        "22023", "has 1002 bytes, at most 1000", () -> session.commit("n", "ä".repeat(501), ""));
  }

  static List<String> messages() {
    return List.of(
        "",
        " ",
        "it's \"quoted\" $1 $$ %s \\ \\n \\' ? ; -- /* */",
        "line\r\nline\ttab\u0001\u007f",
        "\ud83d\ude00 \ud834\udd1e e\u0301 \u202e \ufffe \uffff",
        "x".repeat(2_000_000),
        "\ud83d\ude00'\\".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void storesMessageToTheByte(String message) throws SQLException {
    String id = session.commit("n", "b", message);

    assertThat(session.value("SELECT message FROM pggit.commits WHERE trinity_id = ?", id))
        .isEqualTo(message);
  }

  @Test
  void storesMessageOf100Megabytes() throws SQLException {
    String made =
        "SELECT repeat(E'\\U0001F600\\'\\\\ 0123456789 0123456789abcdefghijkl', 2621440) AS message";
    String id =
        session.value("SELECT pggit.commit_changes('n', 'b', message) FROM (" + made + ") made");

    assertThat(
            session.value(
                "SELECT octet_length(c.message) || ' ' || (c.message = made.message)"
                    + " FROM pggit.commits c, ("
                    + made
                    + ") made WHERE trinity_id = ?",
                id))
        .isEqualTo("104857600 true");
  }

  @Test
  void takesPartInTheTransactionAndNeverGivesAnIdOutTwice() throws SQLException {
    session.run("BEGIN", "CREATE TABLE t (a int)");
    String undone = session.commit("b");
    session.run("ROLLBACK");

    nothingIsStored();
    assertThat(session.version("t")).isNull();
    assertThat(session.commit("b")).isNotEqualTo(undone);
  }

  /** Plans kept from when the tables were small are the danger: one session all the way. */
  @Test
  void readsFewRowsHoweverManyThereAre() throws SQLException {
    session.run("CREATE TABLE t (a int)");
    session.commit("main");
    session.run("VACUUM ANALYZE");
    for (int i = 0; i < 300; i++) {
      session.run("CREATE TABLE t" + i + " (a int)");
      session.commit("branch-" + i);
      session.version("t" + i);
    }

    session.run("BEGIN");
    long before = rowsRead();
    session.run("ALTER TABLE t7 ADD b int", "DROP TABLE t8");
    session.commit("main");
    session.commit("a new branch");
    session.version("t9");

    assertThat(rowsRead() - before).isBetween(5L, 40L);
  }

  private long rowsRead() throws SQLException {
    return Long.parseLong(
        session.value(
            """
            SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
              FROM pg_stat_xact_user_tables WHERE schemaname = 'pggit'"""));
  }

  private void nothingIsStored() throws SQLException {
    assertThat(session.value("SELECT count(*) FROM pggit.commits")).isEqualTo("0");
    assertThat(session.value("SELECT count(*) FROM pggit.branches")).isEqualTo("0");
    assertThat(session.value("SELECT count(*) FROM pggit.trinity_ids")).isEqualTo("0");
  }

  private static void refused(String sqlState, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState))
        .hasMessageContaining(message);
  }
}
