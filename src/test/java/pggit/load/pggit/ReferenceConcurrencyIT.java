package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.PostgresExtension;

/** Many sessions at once on the reference extension. */
@Timeout(120)
class ReferenceConcurrencyIT {

  private static final String TABLES_IN_COMMIT =
      """
      SELECT coalesce(string_agg(schema_name || '.' || table_name || full_version, ','
                                 ORDER BY schema_name, table_name), '')
        FROM pggit.commit_tables WHERE trinity_id = ?""";

  private static final String TABLES_SEEN =
      """
      SELECT coalesce(string_agg(v.schema_name || '.' || v.table_name || v.full_version, ','
                                 ORDER BY v.schema_name, v.table_name), '')
        FROM pggit.relations r CROSS JOIN LATERAL pggit.last_version(r.schema_name, r.table_name) v""";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @BeforeEach
  void install() {
    ReferenceSession.install(postgres);
  }

  private interface Work {
    List<String> in(ReferenceSession session, int number) throws SQLException;
  }

  @Test
  void hundredSessionsBeginTheSameBranchAtOnce() throws Exception {
    List<String> ids = atOnce(100, (session, n) -> List.of(session.commit("new")));

    assertThat(ids).hasSize(100).doesNotHaveDuplicates();
    try (ReferenceSession session = ReferenceSession.open(postgres.database())) {
      assertThat(session.rows("SELECT name FROM pggit.branches")).containsExactly("new");
      assertThat(session.rows("SELECT trinity_id FROM pggit.trinity_ids"))
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(forks(session)).isEmpty();
    }
  }

  @Test
  void transactionsThatUseBranchesInOppositeOrdersDoNotWaitForEachOther() throws SQLException {
    try (ReferenceSession one = ReferenceSession.open(postgres.database());
        ReferenceSession other = ReferenceSession.open(postgres.database())) {
      one.run("SET lock_timeout = '2s'", "BEGIN");
      other.run("SET lock_timeout = '2s'", "BEGIN");

      one.commit("a");
      other.commit("b");
      one.commit("b");
      other.commit("a");
      one.run("COMMIT");
      other.run("COMMIT");

      assertThat(one.rows("SELECT name FROM pggit.branches ORDER BY name"))
          .containsExactly("a", "b");
      assertThat(forks(one)).isEmpty();
    }
  }

  @Test
  void commitOfLongTransactionTakesThePlaceOfItsNumber() throws SQLException {
    try (ReferenceSession slow = ReferenceSession.open(postgres.database());
        ReferenceSession quick = ReferenceSession.open(postgres.database())) {
      String root = quick.commit("main");
      slow.run("BEGIN");
      String early = slow.commit("main");
      String late = quick.commit("main");
      String parent = "SELECT parent FROM pggit.commits WHERE trinity_id = ?";
      assertThat(quick.value(parent, late)).isEqualTo(root);

      slow.run("COMMIT");

      assertThat(quick.value(parent, late)).isEqualTo(early);
      assertThat(quick.value(parent, early)).isEqualTo(root);
    }
  }

  @Test
  void commitContainsTableOfTransactionThatWasOpenWhenTheTreeBeforeWasTaken() throws SQLException {
    try (ReferenceSession slow = ReferenceSession.open(postgres.database());
        ReferenceSession quick = ReferenceSession.open(postgres.database())) {
      slow.run("BEGIN", "CREATE TABLE slow ()");
      quick.run("CREATE TABLE quick ()");
      String without = quick.commit("main");
      slow.run("COMMIT");
      String with = quick.commit("main");

      assertThat(quick.value(TABLES_IN_COMMIT, without)).isEqualTo("public.quick1.0.0");
      assertThat(quick.value(TABLES_IN_COMMIT, with))
          .isEqualTo("public.quick1.0.0,public.slow1.0.0");
    }
  }

  @Test
  void secondCommitOfTransactionContainsTableMadeSinceItsFirst() throws SQLException {
    try (ReferenceSession slow = ReferenceSession.open(postgres.database());
        ReferenceSession quick = ReferenceSession.open(postgres.database())) {
      slow.run("BEGIN", "CREATE TABLE a ()");
      quick.commit("main"); // a younger transaction ends first
      String first = slow.commit("main");
      slow.run("CREATE TABLE b ()");
      String second = slow.commit("main");
      slow.run("COMMIT");

      assertThat(quick.value(TABLES_IN_COMMIT, first)).isEqualTo("public.a1.0.0");
      assertThat(quick.value(TABLES_IN_COMMIT, second)).isEqualTo("public.a1.0.0,public.b1.0.0");
    }
  }

  @Test
  void everyCommitContainsWhatItsTransactionSawWhileTablesComeAndGo() throws Exception {
    List<String> wrong = atOnce(20, ReferenceConcurrencyIT::changeAndCommit);

    assertThat(wrong).isEmpty();
    try (ReferenceSession session = ReferenceSession.open(postgres.database())) {
      assertThat(session.value("SELECT count(*) FROM pggit.commits")).isEqualTo("400");
      assertThat(session.value("SELECT count(*) FROM pggit.branches")).isEqualTo("4");
      assertThat(forks(session)).isEmpty();
      assertThat(session.value("SELECT count(*) FROM pggit.relations")).isEqualTo("0");
      assertThat(session.value("SELECT count(*) FROM pggit.table_versions")).isEqualTo("800");
    }
  }

  /** Ten times: a table's life, with a commit in the transaction that made it and one after. */
  private static List<String> changeAndCommit(ReferenceSession session, int n) throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String table = "t" + n + "_" + i % 3;
      session.run("BEGIN ISOLATION LEVEL REPEATABLE READ", "CREATE TABLE " + table + " (a int)");
      session.run("ALTER TABLE " + table + " ADD b int");
      String id = session.commit("branch-" + (n + i) % 4);
      String seen = session.value(TABLES_SEEN);
      session.run("ALTER TABLE " + table + " ADD c int", "COMMIT");
      if (!session.value(TABLES_IN_COMMIT, id).equals(seen) || !seen.contains(table)) {
        wrong.add(id + ": " + session.value(TABLES_IN_COMMIT, id) + " instead of " + seen);
      }
      session.commit("branch-" + i % 4);
      session.run("DROP TABLE " + table);
    }
    return wrong;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALTER TABLE t ADD c int", "DROP TABLE t"})
  void tableChangedSinceTheSnapshotIsSerializationFailure(String ddl) throws SQLException {
    try (ReferenceSession old = ReferenceSession.open(postgres.database());
        ReferenceSession quick = ReferenceSession.open(postgres.database())) {
      quick.run("CREATE TABLE t (a int)");
      old.run("BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1");
      quick.run("ALTER TABLE t ADD b int");

      assertThatThrownBy(() -> old.run(ddl))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      old.run("ROLLBACK");
      assertThat(quick.version("t")).isEqualTo("1.1.0");
    }
  }

  /** Commits that share their parent with another of their branch: a chain has none. */
  private static List<String> forks(ReferenceSession session) throws SQLException {
    return session.rows(
        "SELECT branch, parent FROM pggit.commits GROUP BY branch, parent HAVING count(*) > 1");
  }

  /** Work of n sessions that begin together; what they return, all of it. */
  private static List<String> atOnce(int sessions, Work work) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(sessions);
    ExecutorService threads = Executors.newFixedThreadPool(sessions);
    try {
      List<Future<List<String>>> running = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  try (ReferenceSession session = ReferenceSession.open(postgres.database())) {
                    begin.await(60, TimeUnit.SECONDS);
                    return work.in(session, number);
                  }
                }));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> one : running) {
        all.addAll(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
