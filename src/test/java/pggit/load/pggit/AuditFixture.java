package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.server.PostgresExtension;

/** A pgGit with the trinity contract whose faults a test chooses, and an audit of it. */
abstract class AuditFixture {

  /** Of a pgGit that has just been installed. */
  static final StoredBefore NOTHING = new StoredBefore(0, 0, 0, 0, 0);

  /** With every table that a check can be made on, and no constraint that would hinder a fault. */
  static final String PGGIT =
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

  static final String GOOD = "RETURN pggit.store('T-' || n, branch_name, message);";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  final Ledger ledger = new Ledger("audit");
  Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = postgres.database().connect();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  /** Installs the trinity contract with this body; n counts the calls from 0. */
  void install(String body) throws Exception {
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

  void installScript(String script) {
    PgGitSource.of(List.of(ContractIT.SCHEMAS.resolve(script)))
        .install(postgres.server(), postgres.database(), OnError.STOP);
  }

  void commits(int count, String message) throws Exception {
    Contract contract = Contract.detect(connection);
    Commits commits = new Commits(connection, contract, ledger);
    commits.make(count, message);
    assertThat(ledger.failures()).isEmpty();
  }

  AuditReport audit(StoredBefore before) {
    return Audit.of(connection, Contract.detect(connection), ledger, before);
  }

  static void onlyFails(AuditReport report, String name, @Nullable String evidence) {
    assertThat(failed(report)).as(report.verdicts().toString()).containsExactly(name);
    if (evidence != null) {
      fails(report, name, evidence);
    }
  }

  static void fails(AuditReport report, String name, String evidence) {
    assertThat(report.verdicts())
        .extracting(Verdict::name, Verdict::outcome, Verdict::evidence)
        .contains(tuple(name, Outcome.FAIL, evidence));
  }

  static List<String> failed(AuditReport report) {
    return report.verdicts().stream()
        .filter(v -> v.outcome() == Outcome.FAIL)
        .map(Verdict::name)
        .toList();
  }

  static String evidence(AuditReport report, String name) {
    return report.verdicts().stream()
        .filter(v -> v.name().equals(name))
        .map(Verdict::evidence)
        .findFirst()
        .orElseThrow();
  }
}
