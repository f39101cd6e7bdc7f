package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.PostgresExtension;
import pggit.load.server.SetupException;

class ContractIT {

  static final Path SCHEMAS = Path.of("src/test/resources/pggit");

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

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
  void findsTheReferenceExtension() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    Contract contract = Contract.detect(connection);

    assertThat(contract.name()).isEqualTo("trinity");
    assertThat(contract.describe())
        .isEqualTo(
            "trinity: pggit.commit_changes(commit_name text, branch_name text, message text)"
                + " returns text");
    assertThat(contract.commitSql()).isEqualTo("SELECT pggit.commit_changes(?, ?, ?)");
    assertThat(contract.idColumn()).contains("trinity_id");
    assertThat(contract.history().branch()).isPresent();
    assertThat(contract.history().trinityIds()).contains("trinity_id");
    assertThat(contract.history().branchNames()).contains("name");
    readsBack(contract);
    readsVersion(contract, "1.0.0");
  }

  @Test
  void findsBranchFirst() throws Exception {
    install("branch-first.sql");

    Contract contract = Contract.detect(connection);

    assertThat(contract.name()).isEqualTo("branch-first");
    assertThat(contract.commitSql()).isEqualTo("SELECT pggit.commit_changes(?, ?)");
    assertThat(contract.history().id()).contains("hash");
    assertThat(contract.history().parent())
        .contains(new History.Parent("parent_commit_hash", "hash"));
    readsBack(contract);
    readsVersion(contract, "1.0.0");
  }

  @Test
  void findsIdsOfFixedLength() throws Exception {
    install("branch-first.sql");
    Commits.run(connection, "ALTER TABLE pggit.commits ALTER COLUMN hash TYPE char(64)");

    readsBack(Contract.detect(connection));
  }

  @Test
  void findsCreateCommit() throws Exception {
    install("create-commit.sql");

    Contract contract = Contract.detect(connection);

    assertThat(contract.name()).isEqualTo("create-commit");
    assertThat(contract.commitSql()).isEqualTo("SELECT pggit.create_commit(?, ?, ?)");
    assertThat(contract.idColumn()).isEmpty();
    Commits.commit(connection, contract, "two\nlines", "main", "[run-1] it's \\ 😀");
    assertThat(Commits.messages(connection, contract, null)).containsExactly("[run-1] it's \\ 😀");
    readsVersion(contract, "1.2.0");
  }

  @Test
  void passesArgumentsByNameWhereAnOptionalOneStandsBetween() throws Exception {
    install("branch-first.sql");
    Commits.run(
        connection,
        "DROP FUNCTION pggit.commit_changes;"
            + "CREATE FUNCTION pggit.commit_changes(p_author text DEFAULT 'me',"
            + " p_message text DEFAULT '', p_branch_name text DEFAULT 'main',"
            + " p_tags text[] DEFAULT NULL) RETURNS text LANGUAGE sql AS $$ SELECT p_author || '/' ||"
            + " p_branch_name || '/' || p_message $$");

    Contract contract = Contract.detect(connection);

    assertThat(contract.commitSql())
        .isEqualTo("SELECT pggit.commit_changes(\"p_message\" => ?, \"p_branch_name\" => ?)");
    assertThat(Commits.commit(connection, contract, "n", "the branch", "the message"))
        .isEqualTo("me/the branch/the message");
  }

  @Test
  void saysWhatIsThereWhenThereIsNothingToCommitWith() {
    install("no-commit.sql");

    assertThatThrownBy(() -> Contract.detect(connection))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(
            "Looked for trinity = pggit.commit_changes(commit_name, branch_name, message);"
                + " branch-first = pggit.commit_changes(branch_name, message);"
                + " create-commit = pggit.create_commit(branch_name, message, sql_content)")
        .hasMessageContaining(
            "schema pggit has begin_commit_review(), get_version(p_object_name text)")
        .hasMessageContaining("-Dpggit.source=");
  }

  @Test
  void refusesAFunctionThatWantsMoreThanIsKnown() throws Exception {
    Commits.run(
        connection,
        "CREATE SCHEMA pggit;"
            + "CREATE TABLE pggit.commits (hash text, message text);"
            + "CREATE FUNCTION pggit.commit_changes(p_trinity_id text, p_branch_name text,"
            + " p_message text DEFAULT '') RETURNS text LANGUAGE sql AS 'SELECT p_trinity_id'");

    assertThatThrownBy(() -> Contract.detect(connection))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("commit_changes(p_trinity_id text, p_branch_name text, p_message");
  }

  @Test
  void refusesCommitsThatCannotBeFoundAgain() throws Exception {
    install("branch-first.sql");
    Commits.run(connection, "ALTER TABLE pggit.commits RENAME hash TO fingerprint");

    assertThatThrownBy(() -> Contract.detect(connection))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("pggit.commits has no column to find its commits by (columns: id,")
        .hasMessageContaining("expected message and, unless create-commit, one of trinity_id");
  }

  @Test
  void saysThatThereIsNoPgGitAtAll() {
    assertThatThrownBy(() -> Contract.detect(connection))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("schema pggit has no functions, or does not exist");
  }

  private void install(String script) {
    PgGitSource.of(List.of(SCHEMAS.resolve(script)))
        .install(postgres.server(), postgres.database(), OnError.STOP);
  }

  private void readsBack(Contract contract) throws Exception {
    String message = "it's \\ \"quoted\"\n😀";
    String id = Commits.commit(connection, contract, "first", "main", message);
    assertThat(Commits.messages(connection, contract, id)).containsExactly(message);
    assertThat(Commits.messages(connection, contract, "no such ID")).isEmpty();
  }

  private void readsVersion(Contract contract, String version) throws Exception {
    Commits.run(connection, "CREATE TABLE versioned (a integer)");
    assertThat(contract.version(connection, "versioned")).contains(version);
    assertThat(contract.version(connection, "no_such_table")).isEmpty();
  }
}
