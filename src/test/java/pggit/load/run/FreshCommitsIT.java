package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.check.Failure;
import pggit.load.measure.Cause;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.pggit.Psql;
import pggit.load.pggit.PsqlScript;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;

/** What is said of first commits, on pgGits whose defect is known. */
@Tag("alone")
class FreshCommitsIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @TempDir Path directory;
  private final Map<String, String> scripts = new HashMap<>();

  private static final Path SMALL = Path.of("src/test/resources/pggit/create-commit.sql");

  @Test
  void referencePasses() throws SQLException {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    var first = measured(postgres.database());

    assertThat(verdicts(first)).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(first.unprivileged()).isEmpty();
    assertThat(scripts).isEmpty();
  }

  /** As they would be where pgGit fails. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scriptsShowNothingOnAPgGitThatCommits(boolean reference) throws Exception {
    var source = reference ? PgGitSource.reference() : PgGitSource.of(List.of(SMALL));
    source.install(postgres.server(), postgres.database(), OnError.STOP);
    var refused = List.of(new Failure("55000", "not yet"));

    for (var tried : measured(postgres.database()).tried()) {
      var asIf = new FreshCommits.Tried(tried.what(), tried.call(), refused, true);
      assertThat(shows(asIf.script())).isFalse();
    }
  }

  /** As released: the branches that are there took their numbers without asking the sequence. */
  @Test
  void namesABranchWhoseFirstCommitFailsOnce() throws Exception {
    install("INSERT INTO pggit.branches (id, name) VALUES (1, 'main')");
    run(
        "CREATE OR REPLACE FUNCTION pggit.create_commit(p_branch_name text, p_message text,"
            + " p_sql_content text, p_parent_ids uuid[] DEFAULT NULL) RETURNS uuid LANGUAGE plpgsql"
            + " AS $$ DECLARE branch int; BEGIN"
            + " SELECT id INTO branch FROM pggit.branches WHERE name = p_branch_name;"
            + " IF branch IS NULL THEN INSERT INTO pggit.branches (name) VALUES (p_branch_name)"
            + " RETURNING id INTO branch; END IF;"
            + " INSERT INTO pggit.commits (hash, branch_id, message)"
            + " VALUES (md5(p_message), branch, p_message); RETURN gen_random_uuid(); END $$");

    var first = measured(postgres.database());

    assertThat(outcomes(first)).containsExactly(Outcome.PASS, Outcome.FAIL);
    var verdict = verdicts(first).get(1);
    assertThat(verdict.name()).isEqualTo("first commit of a new branch, one user");
    assertThat(verdict.evidence())
        .contains("23505", "branches_pkey", "the same commit went through at attempt 2");
    assertThat(verdict.cause().errors()).extracting(Cause.Kind::sqlState).containsExactly("23505");
    assertThat(first.unprivileged()).isEmpty(); // nobody concludes on privileges from a 23505
    assertThat(first.possible()).isTrue();
    assertThat(scripts).containsOnlyKeys(verdict.script());
    assertThat(shows(scripts.get("scripts/first-of-branch.sql"))).isTrue();
  }

  @Test
  void namesADatabaseWhoseFirstCommitFailsOnce() throws Exception {
    install(
        "CREATE SEQUENCE pggit.asked;"
            + " CREATE FUNCTION pggit.once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF nextval('pggit.asked') = 1 THEN RAISE EXCEPTION 'not yet' USING ERRCODE = '55000';"
            + " END IF; RETURN NEW; END $$;"
            + " CREATE TRIGGER once BEFORE INSERT ON pggit.commits FOR EACH ROW EXECUTE FUNCTION"
            + " pggit.once()");

    var first = measured(postgres.database());

    // Each in a copy of its own: what one met does not hide it from the other.
    assertThat(outcomes(first)).containsExactly(Outcome.FAIL, Outcome.FAIL);
    assertThat(verdicts(first)).allMatch(v -> v.evidence().contains("55000"));
    assertThat(scripts)
        .containsOnlyKeys("scripts/first-of-database.sql", "scripts/first-of-branch.sql");
    assertThat(shows(scripts.get("scripts/first-of-database.sql"))).isTrue();
  }

  /** The load that follows meets a pgGit that nothing has touched. */
  @Test
  void leavesTheDatabaseAsItWas() throws SQLException {
    install("CREATE SEQUENCE pggit.counter; SELECT nextval('pggit.counter')");

    measured(postgres.database());

    assertThat(
            text(
                "SELECT count(*) || ' ' || (SELECT is_called FROM pggit.commits_id_seq)"
                    + " || ' ' || (SELECT is_called FROM pggit.branches_id_seq) FROM pggit.commits"))
        .isEqualTo("0 false false");
  }

  @Test
  void whatFailsEachTimeIsNotAMatterOfBeingFirst() throws SQLException {
    install("ALTER TABLE pggit.commits ADD CHECK (message IS NULL)");

    var first = measured(postgres.database());

    assertThat(outcomes(first)).containsOnly(Outcome.UNDECIDED);
    assertThat(verdicts(first).get(0).evidence()).contains("23514").contains("each time");
    assertThat(first.possible()).isFalse();
    assertThat(first.unprivileged()).isEmpty();
    assertThat(scripts).isEmpty();
  }

  @Test
  void onlyTheCodeForPrivilegesSaysThatARoleLacksThem() throws SQLException {
    install(
        "CREATE ROLE pggit_first_commits LOGIN PASSWORD 'first';"
            + " GRANT USAGE ON SCHEMA pggit TO pggit_first_commits");
    try {
      var stranger =
          postgres.database().withLogin(new Login("pggit_first_commits", Secret.of("first")));

      var first = measured(stranger);

      assertThat(first.unprivileged())
          .hasValueSatisfying(refusal -> assertThat(refusal.state()).isEqualTo("42501"));
      assertThat(first.possible()).isFalse();
      assertThat(measured(postgres.database()).possible()).isTrue();
    } finally {
      run("DROP OWNED BY pggit_first_commits; DROP ROLE pggit_first_commits");
    }
  }

  @Test
  void withoutACopyNothingIsSaid() throws SQLException {
    install("SELECT 1");
    try (var somebody = postgres.database().connect()) {
      assertThat(somebody.isValid(1)).isTrue();

      var first = measured(postgres.database());

      assertThat(outcomes(first)).containsExactly(Outcome.UNDECIDED, Outcome.UNDECIDED);
      assertThat(verdicts(first).get(0).evidence()).contains("55006");
    }
  }

  private List<Outcome> outcomes(FreshCommits first) {
    return verdicts(first).stream().map(Verdict::outcome).toList();
  }

  private List<Verdict> verdicts(FreshCommits first) {
    return first.verdicts(scripts::put);
  }

  /** What it shows to whoever runs it in a copy of the database; psql, where there is one, too. */
  private boolean shows(String script) throws Exception {
    var rows = new AtomicInteger();
    try (var copy = ScratchDatabase.copyOf(postgres.server(), postgres.database().database());
        var driver =
            PsqlScript.in(
                copy.endpoint(), Endpoint::connect, OnError.CONTINUE, r -> failed(r, rows))) {
      driver.part("first.sql", script);
    }
    boolean shown = rows.get() > 0;
    var psql = Psql.find();
    if (psql.isPresent()) {
      try (var copy = ScratchDatabase.copyOf(postgres.server(), postgres.database().database())) {
        Files.writeString(directory.resolve("first.sql"), script);
        assertThat(
                Psql.output(psql.get(), copy.endpoint(), directory, "first.sql", OnError.CONTINUE))
            .containsPattern(" +failed +\\n-+\\n")
            .contains(shown ? "(1 row)\n" : "(0 rows)\n");
      }
    }
    return shown;
  }

  private static void failed(ResultSet row, AtomicInteger count) throws SQLException {
    boolean is = row.getMetaData().getColumnLabel(1).equals("failed");
    while (row.next()) {
      count.addAndGet(is ? 1 : 0);
    }
  }

  private static void install(String also) throws SQLException {
    PgGitSource.of(List.of(SMALL)).install(postgres.server(), postgres.database(), OnError.STOP);
    run(also);
  }

  private static FreshCommits measured(Endpoint user) throws SQLException {
    Contract contract;
    try (var connection = postgres.database().connect()) {
      contract = Contract.detect(connection);
    }
    return FreshCommits.of(
        postgres.server(), postgres.database(), user, contract, Duration.ofSeconds(10));
  }

  private static void run(String sql) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(String sql) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
