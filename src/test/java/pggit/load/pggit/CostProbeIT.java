package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;

/** What an operation costs is weighed whatever else a pgGit refuses. */
class CostProbeIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  /** As v0.2.1 does, by mistake. */
  private static final String REFUSES =
      """
      CREATE FUNCTION pggit.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity ~ '^(%s)[.]') THEN
          RAISE EXCEPTION 'cross-database references are not implemented' USING ERRCODE = '0A000';
        END IF;
      END $$;
      CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE FUNCTION')
      EXECUTE FUNCTION pggit.refuse()""";

  @Test
  void weighsDdlWhereTemporaryFunctionsAreRefused() throws SQLException {
    try (var database = ScratchDatabase.create(postgres.server())) {
      PgGitSource.reference().install(postgres.server(), database.endpoint(), OnError.STOP);
      run(database, REFUSES.formatted("pg_temp[_0-9]*"));

      try (var probe = CostProbe.open(database.endpoint(), contract(database))) {
        var cost = probe.utility("", "CREATE TABLE weighed (id int)");

        assertThat(cost).hasValueSatisfying(c -> assertThat(c.buffers()).isGreaterThan(50));
        assertThat(probe.refused()).isEmpty();
      }
    }
  }

  @Test
  void saysWhyWhereAllFunctionsAreRefused() throws SQLException {
    try (var database = ScratchDatabase.create(postgres.server())) {
      PgGitSource.reference().install(postgres.server(), database.endpoint(), OnError.STOP);
      run(database, REFUSES.formatted("pg_temp[_0-9]*|public"));

      try (var probe = CostProbe.open(database.endpoint(), contract(database))) {
        var cost = probe.utility("", "CREATE TABLE weighed (id int)");

        assertThat(cost).isEmpty();
        assertThat(probe.refused()).hasSize(1).containsKey("CREATE TABLE weighed (id int)");
      }
    }
  }

  private static void run(ScratchDatabase database, String sql) throws SQLException {
    try (var connection = database.endpoint().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Contract contract(ScratchDatabase database) throws SQLException {
    try (var connection = database.endpoint().connect()) {
      return Contract.detect(connection);
    }
  }
}
