package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;

/** Who waits for whom, and what is the fault of pgGit. */
@Tag("alone")
class LabIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  @Timeout(60)
  void tellsWhoWaitsForWhom() throws Exception {
    inLab(
        lab -> {
          var holder = lab.open("user");
          var waiter = lab.open("user");
          holder.run("SELECT pg_advisory_lock(7)");
          assertThat(lab.waiting()).isEmpty();

          var waits =
              CompletableFuture.supplyAsync(
                  () -> Failure.in(() -> waiter.run("SELECT pg_advisory_lock(7)")));

          await().atMost(Duration.ofSeconds(2)).until(() -> lab.waiting().isPresent());
          assertThat(lab.waiting())
              .contains(
                  "a session waits for an advisory lock of another, which has no transaction open"
                      + " any more");
          holder.run("SELECT pg_advisory_unlock(7)");
          assertThat(waits.get()).isEmpty();
        });
  }

  @Test
  @Timeout(60)
  void scriptThatIsWrongItselfAccusesNobody() throws Exception {
    inLab(
        lab -> {
          var misspelt = "-- fits\nSELECT lab.commit('b', 'm') FROM;\n";
          var caught =
              "-- fits\n"
                  + "\\set ON_ERROR_STOP off\n"
                  + "SELECT no_column;\n"
                  + "SELECT 'it' AS failed WHERE :ERROR;\n";
          var real = "-- fits\nSELECT pggit.commit_changes('n', NULL, 'm');\n";

          assertThat(outcome(misspelt, lab)).isEqualTo(Outcome.UNDECIDED);
          assertThatThrownBy(() -> examined(caught, lab)).isInstanceOf(CannotTell.class);
          assertThatThrownBy(() -> examined(real, lab)).isInstanceOf(SQLException.class);
        });
  }

  @Test
  @Timeout(60)
  void verdictOfAScriptThatCannotBePrintedStays() throws Exception {
    inLab(
        lab -> {
          var script =
              Script.parse("pggit/check/none/none.sql", "-- fits\nSELECT lab.nothing();\n");
          var seen = List.of(Examined.broken("fits", "it does not", Signs.NONE));

          assertThat(Behaviour.shown(lab, script, seen, (file, text) -> {})).isEqualTo(seen);
        });
  }

  @Test
  @Timeout(60)
  void headOfAScriptSaysThatItsUserMustNotOwnPgGit() throws Exception {
    inLab(
        lab -> {
          assertThat(printed("commits/author.sql", lab, false)).contains("does not own pgGit");
          assertThat(printed("commits/first.sql", lab, true)).contains("does not own pgGit");
          assertThat(printed("commits/first.sql", lab, false)).doesNotContain("own pgGit");
        });
  }

  private static String printed(String file, Lab lab, boolean byRights) throws SQLException {
    var script = Script.of(Script.ROOT + file);
    return PrintedScript.of(script, lab, List.of("it does not hold"), byRights).text();
  }

  /** Other checks may have taken all connections for a moment; so it is with a role's limit. */
  @Test
  @Timeout(60)
  void waitsForAConnectionWhereverItOpensASession() throws Exception {
    try (var admin = postgres.server().admin().connect();
        var statement = admin.createStatement()) {
      statement.execute("CREATE ROLE one_at_a_time LOGIN PASSWORD 'secret' CONNECTION LIMIT 1");
    }
    inLab(
        new Login("one_at_a_time", Secret.of("secret")),
        lab -> {
          closeSoon(lab.open("user"));
          assertThat(outcome("-- fits\nSELECT 1;\n", lab)).isEqualTo(Outcome.PASS);

          closeSoon(lab.open("user"));
          assertThat(lab.open("user").number("SELECT 1")).isOne();
        });
  }

  @Test
  @Timeout(60)
  void endsTheSessionsWithoutPgGitToo() throws Exception {
    inLab(
        lab -> {
          try (var plain = lab.endpoint("plain").connect()) {
            lab.killSessions();

            assertThat(plain.isValid(5)).isFalse();
          }
        });
  }

  /** What a script is about is as grave as it says; where errors are all there is, refused. */
  @Test
  @Timeout(60)
  void weighsWhatAScriptIsAbout() throws Exception {
    var script =
        """
        -- fits
        -- about nothing lost (loss)
        SELECT 'lost' AS finding;
        -- about speed
        SELECT 'slow' AS finding;
        -- about refusals (loss)
        SELECT 'refused' AS finding, 'REFUSED' AS symptom;
        """;
    inLab(
        lab ->
            assertThat(examined(script, lab))
                .extracting(e -> e.verdict().name() + " " + e.verdict().severity())
                .containsExactly(
                    "fits: nothing lost LOSS", "fits: speed REFUSAL", "fits: refusals REFUSAL"));
  }

  private static void closeSoon(Session session) {
    CompletableFuture.runAsync(
        () -> assertThat(Failure.in(session::close)).isEmpty(),
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
  }

  static List<Examined> examined(String script, Lab lab) throws Exception {
    return ScriptRun.examine(Script.parse("pggit/check/x/y.sql", script), lab);
  }

  static Outcome outcome(String script, Lab lab) throws Exception {
    return verdict(script, lab).outcome();
  }

  static Verdict verdict(String script, Lab lab) throws Exception {
    var examined = examined(script, lab);
    assertThat(examined).hasSize(1);
    return examined.get(0).verdict();
  }

  /**
   * Of an index of random keys each insert after a checkpoint may be the first to change a page.
   */
  @Test
  @Timeout(60)
  void accusesPgGitOfNoPageThatIsLoggedWholeAfterACheckpoint() throws Exception {
    var script =
        """
        -- fits
        -- session admin
        \\ir ../costs-with-history/price.inc
        CREATE TABLE keys (key uuid PRIMARY KEY);
        INSERT INTO keys SELECT gen_random_uuid() FROM generate_series(1, 20000);
        SELECT 'CHECKPOINT',
               format('INSERT INTO prices_%1$s SELECT ''few'', %2$s, p.*
                         FROM price_%1$s(''INSERT INTO keys SELECT gen_random_uuid() FROM generate_series(1, 2)'') AS p', :'n', i)
          FROM generate_series(1, 10) AS i \\gexec
        \\set query 'INSERT INTO keys SELECT gen_random_uuid() FROM generate_series(1, 200)'
        \\set what many \\ir ../costs-with-history/priced.inc
        SELECT row_to_json(f) || ' ' || row_to_json(m) AS finding FROM costs_:n AS f, costs_:n AS m
         WHERE f.what = 'few' AND m.what = 'many'
           AND NOT (f.wal > 4000 AND f.log < 1000 AND m.wal > 200 * (56 + 64) AND m.log > 0); -- a row, an index entry
        """;

    inLab(lab -> assertThat(outcome(script, lab)).isEqualTo(Outcome.PASS));
  }

  /** Where the schema is changed a session has to read what its caches have lost. */
  @Test
  @Timeout(60)
  void accusesPgGitOfNoPagesThatDdlMakesItReadAgain() throws Exception {
    var script =
        """
        -- fits
        -- session admin
        \\ir ../costs-with-history/price.inc
        \\set query 'SELECT lab.commit(''priced'', %2$L)'
        \\set what quiet \\ir ../costs-with-history/priced.inc
        SELECT CASE WHEN i % 3 <> 0 THEN
                 $$DO $d$ DECLARE r regclass; BEGIN
                     SET LOCAL session_replication_role = replica; -- pgGit has no part in it
                     FOR r IN SELECT oid FROM pg_class WHERE relnamespace = 'pggit'::regnamespace AND relkind = 'r' LOOP
                       EXECUTE format('ALTER TABLE %s SET (fillfactor = 100)', r);
                     END LOOP; END $d$ $$ END,
               format($$INSERT INTO prices_%1$s SELECT 'disturbed', %2$s, p.*
                          FROM price_%1$s($q$SELECT lab.commit('priced', %3$L)$q$) AS p$$, :'n', i, 'priced ' || i)
          FROM generate_series(1, 10) AS i \\gexec
        SELECT row_to_json(q) || ' ' || row_to_json(d) AS finding FROM costs_:n AS q, costs_:n AS d
         WHERE q.what = 'quiet' AND d.what = 'disturbed' AND abs(q.pages - d.pages) > 3;
        """;

    inLab(lab -> assertThat(outcome(script, lab)).isEqualTo(Outcome.PASS));
  }

  interface Check {
    void in(Lab lab) throws Exception;
  }

  private static void inLab(Check check) throws Exception {
    inLab(postgres.server().admin().login(), check);
  }

  private static void inLab(Login user, Check check) throws Exception {
    inLab(postgres.server(), user, "", check);
  }

  /**
   * @param sql is run in the database first
   */
  static void inLab(PostgresServer server, Login user, String sql, Check check) throws Exception {
    inLab(server, PgGitSource.reference(), user, sql, check);
  }

  static void inLab(PostgresServer server, PgGitSource source, Login user, String sql, Check check)
      throws Exception {
    try (var database = ScratchDatabase.create(server)) {
      source.install(server, database.endpoint(), OnError.STOP);
      try (var session = database.endpoint().connect();
          var statement = session.createStatement()) {
        statement.execute(sql);
      }
      var contract = contract(database);
      try (var laboratory =
          new Laboratory(
              server,
              database.endpoint(),
              database.endpoint().withLogin(user),
              contract,
              ExaminedPgGits.SMALL,
              true)) {
        try (var lab = laboratory.lab(laboratory.explore())) {
          check.in(lab);
        }
      }
    }
  }

  private static Contract contract(ScratchDatabase database) throws Exception {
    try (var connection = database.endpoint().connect()) {
      return Contract.detect(connection);
    }
  }
}
