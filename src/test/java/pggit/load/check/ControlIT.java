package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pggit.load.check.LabIT.examined;
import static pggit.load.check.LabIT.outcome;
import static pggit.load.check.LabIT.verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Outcome;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.Secret;

/** An error accuses pgGit only where the same script goes through without it. */
@Tag("alone")
class ControlIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  /**
   * The column is there; of a table DROP VIEW fails with 42809 without pgGit, with 42501 with it.
   */
  @Test
  @Timeout(60)
  void accusesPgGitOnlyOfWhatWorksWithoutIt() throws Exception {
    inLab(
        "",
        lab -> {
          lab.open("admin")
              .run(
                  """
                  CREATE FUNCTION pggit.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
                  BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '42501'; END $$;
                  CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('DROP TABLE', 'DROP VIEW')
                  EXECUTE FUNCTION pggit.refuse()""");
          var script =
              """
              -- fits
              -- errors: are findings
              -- session admin
              \\set ON_ERROR_STOP off
              CREATE TABLE plain (id int);
              ALTER TABLE plain ADD COLUMN id int;
              DROP VIEW plain;
              DROP TABLE plain;
              """;

          assertThat(verdict(script, lab).evidence())
              .isEqualTo("\"DROP VIEW plain\" fails with 42501 no (and 1 more like it). ");
        });
  }

  @Test
  @Timeout(60)
  void accusesPgGitOfNoWaitThatIsThereWithoutItToo() throws Exception {
    inLab(
        "",
        lab -> {
          var script =
              """
              -- fits
              -- errors: are findings
              CREATE TABLE held (id int);
              -- session holder
              BEGIN;
              LOCK TABLE held;
              -- session user
              SET statement_timeout = '300ms';
              \\set ON_ERROR_STOP off
              TABLE held;
              """;

          assertThat(outcome(script, lab)).isEqualTo(Outcome.PASS);
        });
  }

  /** An extension of the user's database need not be there to be created in another one. */
  @Test
  @Timeout(60)
  void accusesPgGitOfNoErrorWhereThereCanBeNoDatabaseWithoutIt() throws Exception {
    var nowhere =
        """
        SET allow_system_table_mods = on;
        INSERT INTO pg_extension
        SELECT 9999, 'nowhere', extowner, extnamespace, false, '1', NULL, NULL
          FROM pg_extension WHERE extname = 'plpgsql'""";
    var found =
        """
        -- fits
        SELECT 'lost' AS finding;
        \\set ON_ERROR_STOP off
        SELECT 1/0;
        SELECT 'it' AS failed WHERE :ERROR;
        """;
    inLab(
        nowhere,
        lab -> {
          assertThatThrownBy(() -> examined("-- fits\nSELECT 1/0;\n", lab))
              .isInstanceOf(CannotTell.class)
              .hasMessageContaining("no control without pgGit");
          assertThat(verdict(found, lab).evidence()).isEqualTo("lost. ");
        });
  }

  @Test
  @Timeout(60)
  void accusesPgGitOfNoErrorWhereTheControlGetsNoConnection() throws Exception {
    try (var admin = postgres.server().admin().connect();
        var statement = admin.createStatement()) {
      statement.execute("CREATE ROLE soon_shut_out LOGIN PASSWORD 'secret'");
    }
    var script =
        """
        -- fits
        SELECT 1;
        -- session admin
        ALTER ROLE soon_shut_out CONNECTION LIMIT 0;
        -- session user
        SELECT 1/0;
        """;
    LabIT.inLab(
        postgres.server(),
        new Login("soon_shut_out", Secret.of("secret")),
        "",
        lab ->
            assertThatThrownBy(() -> examined(script, lab))
                .isInstanceOf(CannotTell.class)
                .hasMessageContaining("no connection left"));
  }

  /** Where the server is nearly full fewer are at it than a moment later. */
  @Test
  @Timeout(60)
  void accusesPgGitOfNothingThatFailsInAnotherNumberOfSessionsWithoutIt() throws Exception {
    var script =
        """
        -- fits
        -- session crowd of 8
        SELECT 1/0;
        -- session admin
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT 42';
        SELECT pg_sleep(1);
        """;
    inLab(
        "",
        lab -> {
          for (long more = lab.room() - 3; more > 0; more--) {
            lab.open("admin").number("SELECT 42");
          }

          assertThat(outcome(script, lab)).isEqualTo(Outcome.PASS);
          assertThat(lab.room()).isGreaterThan(8);
        });
  }

  private static void inLab(String sql, LabIT.Check check) throws Exception {
    LabIT.inLab(postgres.server(), postgres.server().admin().login(), sql, check);
  }
}
