package pggit.load.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.server.PostgresExtension;

/** A pgGit that is broken in one way must fail the verdict that names it, and no other. */
class AuditIT {

  /** With every table that a check can be made on, and no constraint that would hinder a fault. */
  private static final String PGGIT =
      """
      CREATE SCHEMA pggit;
      CREATE SEQUENCE pggit.numbers;
      CREATE TABLE pggit.branches (id serial PRIMARY KEY, name text NOT NULL);
      CREATE UNIQUE INDEX branch_names ON pggit.branches (name);
      CREATE TABLE pggit.trinity_ids (trinity_id text);
      CREATE TABLE pggit.commits (
        trinity_id text, branch_id integer, parent_trinity_id text, message text);
      CREATE FUNCTION pggit.branch(wanted text) RETURNS integer LANGUAGE sql AS $$
        INSERT INTO pggit.branches (name) VALUES (wanted)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
      $$;
      CREATE FUNCTION pggit.store(id text, branch text, message text) RETURNS text
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO pggit.trinity_ids VALUES (id);
        INSERT INTO pggit.commits VALUES (id, pggit.branch(branch), NULL, message);
        RETURN id;
      END $$;
      """;

  private static final String GOOD = "RETURN pggit.store('T-' || n, branch_name, message);";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private final Ledger ledger = new Ledger("audit");
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = postgres.database().connect();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  @Test
  void passesAPgGitThatIsRight() throws Exception {
    install(GOOD);
    commits(100, "message");

    AuditReport report = audit(Baseline.none());

    assertThat(report.stored()).isEqualTo(100);
    assertThat(report.passed()).isTrue();
    assertThat(report.verdicts())
        .extracting(Verdict::name)
        .containsExactly(
            "unique Trinity IDs",
            "valid Trinity IDs",
            "nothing lost",
            "stored once",
            "messages intact",
            "branch kept",
            "nothing invented",
            "IDs registered",
            "one row per branch",
            "parents stored");
    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void findsAnIdThatIsGivenOutTwice() throws Exception {
    install(
        """
        IF n = 50 THEN -- the ID of 17 again, and nothing else wrong
          INSERT INTO pggit.commits VALUES ('T-17', pggit.branch(branch_name), NULL, message);
          RETURN 'T-17';
        END IF;
        """
            + GOOD);
    commits(100, "message");

    onlyFails(
        audit(Baseline.none()),
        "unique Trinity IDs",
        "1 ID was given out again, e.g. 'T-17' for commits 17 and 50");
  }

  @Test
  void findsCommitsThatAreLost() throws Exception {
    install("IF n % 40 = 7 THEN RETURN 'T-' || n; END IF;" + GOOD);
    commits(100, "message");

    onlyFails(
        audit(Baseline.none()),
        "nothing lost",
        "3 of 100 acknowledged commits are not stored, e.g. commit 7 on 'b-1' (17 bytes); commit 47"
            + " on 'b-2' (18 bytes); commit 87 on 'b-0' (18 bytes)");
  }

  @Test
  void findsAnErrorThatIsSwallowed() throws Exception {
    install(
        """
        BEGIN
          PERFORM pggit.store('T-' || n, branch_name, message);
          IF n = 5 THEN
            RAISE disk_full;
          END IF;
        EXCEPTION WHEN disk_full THEN
          NULL;
        END;
        RETURN 'T-' || n;
        """);
    commits(20, "message");

    onlyFails(
        audit(Baseline.none()),
        "nothing lost",
        "1 of 20 acknowledged commits is not stored, e.g. commit 5 on 'b-2' (17 bytes)");
  }

  @Test
  void findsMessagesThatAreNull() throws Exception {
    install(GOOD.replace("message)", "nullif(message, '[audit-5] message'))"));
    commits(20, "message");

    onlyFails(
        audit(Baseline.none()),
        "messages intact",
        "1 commit's message not as sent, e.g. commit 5: sent 17 bytes, stored NULL");
  }

  @Test
  void findsMessagesThatAreCutOff() throws Exception {
    install(GOOD.replace("message)", "left(message, 65536))"));
    commits(3, "short");
    commits(2, "x".repeat(70_000 - "[audit-3] ".length()));

    onlyFails(
        audit(Baseline.none()),
        "messages intact",
        "2 commits' messages not as sent, e.g. commit 4: sent 70,000 bytes, stored 65,536 (cut off"
            + " after byte 65,536); commit 3: sent 70,000 bytes, stored 65,536 (cut off after byte"
            + " 65,536)");
  }

  @Test
  void findsMessagesThatAreAltered() throws Exception {
    install(GOOD.replace("message)", "replace(message, 'ü', 'u'))"));
    commits(1, "grün");

    onlyFails(
        audit(Baseline.none()),
        "messages intact",
        "1 commit's message not as sent, e.g. commit 0: sent 15 bytes, stored 14 (other from byte 13"
            + " on)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'T-' || n", "'T-' || n || '-again'"})
  void findsCommitsThatAreStoredTwice(String second) throws Exception {
    install(
        """
        IF n = 9 THEN
          INSERT INTO pggit.commits VALUES (%s, pggit.branch(branch_name), NULL, message);
        END IF;
        """
                .formatted(second)
            + GOOD);
    commits(20, "message");

    AuditReport report = audit(Baseline.none());

    onlyFails(report, "stored once", null);
    assertThat(evidence(report, "stored once"))
        .startsWith("1 row too many: the same commit stored again, e.g. commit 9 on 'b-0'");
  }

  @Test
  void findsCommitsOnAnotherBranch() throws Exception {
    install(
        """
        PERFORM pggit.branch(branch_name);
        IF n = 4 THEN
          RETURN pggit.store('T-' || n, 'b-0', message);
        END IF;
        """
            + GOOD);
    commits(20, "message");

    onlyFails(
        audit(Baseline.none()),
        "branch kept",
        "1 commit on another branch than asked for, e.g. commit 4 was made on 'b-1' and is stored on"
            + " 'b-0'");
  }

  @Test
  void findsCommitsThatNobodySent() throws Exception {
    install(
        "IF n = 9 THEN PERFORM pggit.store('T-x', branch_name, 'merged ' || n); END IF;" + GOOD);
    commits(20, "message");

    onlyFails(
        audit(Baseline.none()),
        "nothing invented",
        "1 commit is stored that nobody sent, e.g. a commit on 'b-0' of 8 bytes as 'T-x'");
  }

  @Test
  void findsWhatAFailedCommitLeftBehind() throws Exception {
    install(GOOD);
    commits(5, "message");
    for (String message : List.of("stays", "goes")) {
      ledger.failed(ledger.intend("b-0", message), "53100");
    }
    Commits.run(connection, "SELECT pggit.store('T-left', 'b-0', 'stays')");

    onlyFails(
        audit(Baseline.none()),
        "failed commits undone",
        "1 of 2 failed commits (53100: 2) left something behind, e.g. commit 5 on 'b-0' failed and is"
            + " stored as 'T-left'");
  }

  @Test
  void takesCommitsInDoubtAsTheyAre() throws Exception {
    install(GOOD);
    commits(5, "message");
    for (String message : List.of("arrived", "lost")) {
      ledger.inDoubt(ledger.intend("b-0", message), "08006");
    }
    ledger.intend("b-1", "never told");
    Commits.run(connection, "SELECT pggit.store('T-a', 'b-0', 'arrived')");

    AuditReport report = audit(Baseline.none());

    assertThat(failed(report)).isEmpty();
    assertThat(report.inDoubtStored()).isEqualTo(1);
    assertThat(evidence(report, "nothing lost"))
        .isEqualTo("all of 5 acknowledged commits are stored; of 3 in doubt 1 are");
  }

  @Test
  void findsMissingIds() throws Exception {
    install(
        "PERFORM pggit.store('T-' || n, branch_name, message); RETURN nullif('T-' || n, 'T-3');");
    commits(5, "message");

    onlyFails(
        audit(Baseline.none()),
        "valid Trinity IDs",
        "1 acknowledged without an ID, e.g. commit 3 got NULL; 0 stored without an ID; 0 stored under"
            + " another ID than the one returned");
  }

  @Test
  void findsAnotherIdThanTheOneReturned() throws Exception {
    install("PERFORM pggit.store('T-' || n, branch_name, message); RETURN 'X-' || n;");
    Commits.run(connection, "DROP TABLE pggit.trinity_ids; CREATE TABLE pggit.trinity_ids (i int)");
    Commits.run(
        connection,
        "CREATE OR REPLACE FUNCTION pggit.store(id text, branch text, message text) RETURNS text"
            + " LANGUAGE sql AS $$ INSERT INTO pggit.commits VALUES (id, pggit.branch(branch), NULL,"
            + " message) RETURNING trinity_id $$");
    commits(2, "message");

    onlyFails(
        audit(Baseline.none()),
        "valid Trinity IDs",
        "0 acknowledged without an ID; 0 stored without an ID; 2 stored under another ID than the one"
            + " returned, e.g. commit 0 on 'b-0' is stored under another ID: 'T-0'; commit 1 on 'b-1'"
            + " is stored under another ID: 'T-1'");
  }

  @Test
  void findsIdsThatAreNotRegisteredOrTwiceOrForNothing() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "DELETE FROM pggit.trinity_ids WHERE trinity_id = 'T-2';"
            + "INSERT INTO pggit.trinity_ids VALUES ('T-3'), ('T-nobody')");

    onlyFails(
        audit(Baseline.none()),
        "IDs registered",
        "in pggit.trinity_ids 1 acknowledged ID missing, e.g. that of commit 2; 1 registered twice,"
            + " e.g. 'T-3'; 1 without a commit, e.g. 'T-nobody'");
  }

  @Test
  void findsBranchesThatAreThereTwiceOrNotAtAll() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "DROP INDEX pggit.branch_names; INSERT INTO pggit.branches (name) VALUES ('b-1')");

    onlyFails(
        audit(Baseline.none()),
        "one row per branch",
        "in pggit.branches 1 branch more than once, e.g. 'b-1'; 0 with stored commits missing");
  }

  @Test
  void findsParentsThatAreNotThere() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "UPDATE pggit.commits SET parent_trinity_id = CASE trinity_id WHEN 'T-1' THEN 'T-0' ELSE"
            + " 'T-gone' END WHERE trinity_id IN ('T-1', 'T-2')");

    onlyFails(audit(Baseline.none()), "parents stored", "1 commit has a parent that is not stored");
  }

  @Test
  void keepsWhatWasThereBeforeApart() throws Exception {
    install(GOOD);
    Commits.run(
        connection, "SELECT pggit.store('old-' || i, 'b-0', 'x') FROM generate_series(1, 7) i");
    Baseline before = Baseline.of(connection, Contract.detect(connection));
    commits(20, "message");

    AuditReport report = audit(before);
    assertThat(before.commits()).isEqualTo(7);
    assertThat(failed(report)).isEmpty();
    assertThat(evidence(report, "history kept"))
        .isEqualTo("7 commits from before the run, all there");

    Commits.run(
        connection,
        "UPDATE pggit.commits SET trinity_id = 'new-1' WHERE trinity_id = 'old-1';"
            + "UPDATE pggit.trinity_ids SET trinity_id = 'new-1' WHERE trinity_id = 'old-1'");
    onlyFails(
        audit(before), "history kept", "7 commits from before the run, no longer the same ones");

    Commits.run(
        connection,
        "DELETE FROM pggit.commits WHERE trinity_id = 'new-1';"
            + "DELETE FROM pggit.trinity_ids WHERE trinity_id = 'new-1'");
    onlyFails(audit(before), "history kept", "7 commits from before the run, 6 of them left");
  }

  @Test
  void neverPassesWithoutHavingLooked() throws Exception {
    install(GOOD);
    Contract contract = Contract.detect(connection);
    commits(1, "message");
    Commits.run(connection, "DROP TABLE pggit.commits");

    AuditReport report = Audit.of(connection, contract, ledger, Baseline.none());

    assertThat(report.passed()).isFalse();
    assertThat(evidence(report, "audit")).contains("SQLSTATE 42P01");
    assertThat(report.verdicts().get(1).outcome()).isEqualTo(Outcome.UNDECIDED);

    connection.close();
    assertThat(Audit.of(connection, contract, ledger, Baseline.none()).passed()).isFalse();
  }

  @Test
  void decidesNothingAboutCommitsThatWereNotMade() throws Exception {
    install(GOOD);

    AuditReport report = audit(Baseline.none());

    assertThat(report.verdicts())
        .filteredOn(v -> v.name().equals("nothing lost") || v.name().equals("unique Trinity IDs"))
        .extracting(Verdict::outcome, Verdict::evidence)
        .containsOnly(tuple(Outcome.UNDECIDED, "no commit was acknowledged"));
  }

  @Test
  void matchesByTheMessageWhereNoIdIsStored() throws Exception {
    installScript("create-commit.sql");
    commits(50, "message");
    commits(1, "x".repeat(70_000));
    assertThat(failed(audit(Baseline.none()))).isEmpty();

    Commits.run(connection, "UPDATE pggit.commits SET message = left(message, 65536)");
    onlyFails(
        audit(Baseline.none()),
        "messages intact",
        "1 commit's message not as sent, e.g. the one stamped [audit-50] is not as it was sent:"
            + " stored 65,536 bytes");

    Commits.run(connection, "DELETE FROM pggit.commits WHERE message LIKE '[audit-7]%'");
    assertThat(failed(audit(Baseline.none()))).containsExactly("nothing lost", "messages intact");
  }

  @Test
  void findsCopiesWhereNoIdIsStored() throws Exception {
    installScript("create-commit.sql");
    commits(50, "message");
    Commits.run(
        connection,
        "INSERT INTO pggit.commits (hash, branch_id, message) SELECT hash, branch_id, message FROM"
            + " pggit.commits WHERE message LIKE '[audit-7]%'");

    onlyFails(
        audit(Baseline.none()),
        "stored once",
        "1 row too many: the same commit stored again, e.g. commit 7 on 'b-1'");
  }

  @Test
  void passesTheOtherContracts() throws Exception {
    installScript("branch-first.sql");
    commits(50, "message");

    AuditReport report = audit(Baseline.none());

    assertThat(failed(report)).isEmpty();
    assertThat(report.verdicts()).extracting(Verdict::name).doesNotContain("IDs registered");
  }

  @Test
  void passesTheReferenceExtension() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    commits(50, "message");
    commits(3, "ü".repeat(600_000)); // fetched singly
    commits(0, "");

    AuditReport report = audit(Baseline.none());

    assertThat(report.stored()).isEqualTo(53);
    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(report.verdicts())
        .extracting(Verdict::name)
        .contains("branch kept", "IDs registered");
  }

  /** Installs the trinity contract with this body; n counts the calls from 0. */
  private void install(String body) throws Exception {
    Commits.run(connection, PGGIT);
    Commits.run(
        connection,
        """
        CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
        RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
          n bigint := nextval('pggit.numbers') - 1;
        BEGIN
          %s
        END $$
        """
            .formatted(body));
  }

  private void installScript(String script) {
    PgGitSource.of(List.of(ContractIT.SCHEMAS.resolve(script)))
        .install(postgres.server(), postgres.database(), OnError.STOP);
  }

  private void commits(int count, String message) throws Exception {
    Contract contract = Contract.detect(connection);
    Commits commits = new Commits(connection, contract, ledger);
    commits.make(count, message);
    assertThat(ledger.failures()).isEmpty();
  }

  private AuditReport audit(Baseline before) {
    return Audit.of(connection, Contract.detect(connection), ledger, before);
  }

  private static void onlyFails(AuditReport report, String name, @Nullable String evidence) {
    assertThat(failed(report)).as(report.verdicts().toString()).containsExactly(name);
    if (evidence != null) {
      fails(report, name, evidence);
    }
  }

  private static void fails(AuditReport report, String name, String evidence) {
    assertThat(report.verdicts()).contains(Verdict.fail(name, evidence));
  }

  private static List<String> failed(AuditReport report) {
    return report.verdicts().stream()
        .filter(v -> v.outcome() == Outcome.FAIL)
        .map(Verdict::name)
        .toList();
  }

  private static String evidence(AuditReport report, String name) {
    return report.verdicts().stream()
        .filter(v -> v.name().equals(name))
        .map(Verdict::evidence)
        .findFirst()
        .orElseThrow();
  }
}
