package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.server.ExternalServer;
import pggit.load.server.SetupException;

/** On a server whose files are not ours. */
class ExternalInstallIT extends InstallFixture {

  @Test
  void runsAnExtensionsScriptsOnAServerThatHasItNot() throws Exception {
    control("default_version = '1.1'\nschema = pggit\nrequires = 'pg_stat_statements'");
    write(
        extension + "--1.0.sql",
        "\\echo Use CREATE EXTENSION \\quit\nCREATE TABLE a (i int);\n"
            + "SELECT pg_catalog.pg_extension_config_dump('@extschema@.a', '');\n"
            + "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM later';");
    write(extension + "--1.0--1.1.sql", "CREATE TABLE @extschema@.later (i int);");

    PgGitSource.of(List.of(directory)).install(external(), postgres.database(), OnError.STOP);

    assertThat(text("SELECT to_regclass('pggit.later') || ',' || to_regprocedure('pggit.f()')"))
        .isEqualTo("pggit.later,pggit.f()");
    assertThat(text("SELECT count(*) FROM pg_extension WHERE extname LIKE 't%'")).isEqualTo("0");
  }

  @Test
  void runsTheReferenceExtensionsScriptOnAServerThatHasItNot() throws Exception {
    Path source = Path.of("src/main/resources/pggit");
    Files.copy(source.resolve("pggit--1.0.sql"), directory.resolve(extension + "--1.0.sql"));
    Files.copy(source.resolve("pggit.control"), directory.resolve(extension + ".control"));

    PgGitSource.of(List.of(directory)).install(external(), postgres.database(), OnError.STOP);

    try (Connection connection = postgres.database().connect()) {
      Contract contract = Contract.detect(connection);
      assertThat(contract.name()).isEqualTo("trinity");
      assertThat(Commits.commit(connection, contract, "a", "main", "b")).isNotBlank();
    }
  }

  @Test
  void createsTheServersOwnExtensionOnAnExternalServer() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    run("DROP EXTENSION pggit");

    PgGitSource.reference().install(external(), postgres.database(), OnError.STOP);
    assertThat(text("SELECT count(*) FROM pg_extension WHERE extname = 'pggit'")).isEqualTo("1");

    assertThat(PgGitSource.reference().install(external(), postgres.database(), OnError.STOP))
        .isEqualTo(new InstallReport(0, 0, List.of()));
  }

  @Test
  void saysThatAnExternalServerHasNoPgGit() throws Exception {
    Path shared = postgres.server().shareDirectory().resolve("extension");
    Files.deleteIfExists(shared.resolve("pggit.control"));

    assertThatThrownBy(
            () -> PgGitSource.reference().install(external(), postgres.database(), OnError.STOP))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("no schema pggit, and the server has no extension of that name")
        .hasMessageContaining("-Dpggit.source=");
  }

  /** The same server, as one that is not ours. */
  private static ExternalServer external() {
    return ExternalServer.connect(
        postgres.server().admin().jdbcUrl(), postgres.server().admin().login());
  }
}
