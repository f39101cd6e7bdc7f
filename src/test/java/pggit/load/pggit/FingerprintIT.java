package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.PostgresExtension;

class FingerprintIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void isThatOfTheSamePgGitWhateverItHasDone() throws Exception {
    try (var connection = installed()) {
      var fresh = Fingerprint.of(connection);

      run(
          connection,
          "CREATE TABLE t (id int);"
              + " SELECT pggit.commit_changes('first', 'main', 'the first commit')");

      assertThat(Fingerprint.of(connection)).isEqualTo(fresh).matches("[0-9a-f]{8}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER FUNCTION pggit.commit_changes(text, text, text) SECURITY INVOKER SET work_mem = '5MB'",
        "CREATE INDEX ON pggit.recorded_commits (message, branch)",
        "ALTER TABLE pggit.recorded_commits ADD mended boolean",
        "ALTER TABLE pggit.recorded_commits ADD CHECK (message <> 'x')",
        "CREATE VIEW pggit.messages AS SELECT message FROM pggit.commits"
      })
  void isAnotherWhereAnythingIs(String change) throws Exception {
    try (var connection = installed()) {
      var before = Fingerprint.of(connection);

      run(connection, change);

      assertThat(Fingerprint.of(connection)).isNotEqualTo(before);
    }
  }

  private static Connection installed() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    return postgres.database().connect();
  }

  private static void run(Connection connection, String sql) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
