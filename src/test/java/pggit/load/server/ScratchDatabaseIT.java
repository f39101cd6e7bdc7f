package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScratchDatabaseIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void isDroppedWithItsConnectionsEvenWhenClosedTwice() throws Exception {
    ScratchDatabase database = ScratchDatabase.create(postgres.server());
    assertThat(database.endpoint().database()).matches("pggit_load_[0-9a-f]{12}");
    assertThat(count(database.endpoint().database())).isEqualTo("1");
    try (Connection open = database.endpoint().connect()) {
      assertThat(open.isValid(1)).isTrue();

      database.close();
      database.close();

      assertThat(open.isValid(1)).isFalse();
    }
    assertThat(count(database.endpoint().database())).isEqualTo("0");
  }

  @Test
  void worksOnAnExternalServer() throws Exception {
    Endpoint admin = postgres.server().admin();
    try (ExternalServer external = ExternalServer.connect(admin.jdbcUrl(), admin.login());
        ScratchDatabase database = ScratchDatabase.create(external)) {
      assertThat(Sql.text(database.endpoint(), "SELECT current_database()"))
          .isEqualTo(database.endpoint().database());
    }
  }

  @Test
  void isMadeInUtf8WhileSomebodyIsInTheDefaultTemplate() throws Exception {
    try (Connection busy = postgres.server().admin().withDatabase("template1").connect();
        ScratchDatabase database = ScratchDatabase.create(postgres.server())) {
      assertThat(busy.isValid(1)).isTrue();
      assertThat(Sql.text(database.endpoint(), "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void isMadeInUtf8WhereTheLocaleOfTheTemplateDoesNotServe() throws Exception {
    Endpoint admin = postgres.server().admin();
    String locale =
        "UPDATE pg_database SET datcollate = '%1$s', datctype = '%1$s' WHERE datname = 'template0'";
    Sql.run(admin, locale.formatted("de_DE.ISO-8859-1"));
    try (ScratchDatabase database = ScratchDatabase.create(postgres.server())) {
      assertThat(Sql.text(database.endpoint(), "SHOW server_encoding")).isEqualTo("UTF8");
    } finally {
      Sql.run(admin, locale.formatted("C"));
    }
  }

  @Test
  void isDroppedFromAnExternalServerWhenTheJvmEnds() throws Exception {
    Endpoint admin = postgres.server().admin();
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CreatesAndReturns.class.getName(),
            admin.jdbcUrl());
    java.environment().put("PGPASSWORD", admin.login().password().reveal());

    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    String name = output.lines().filter(line -> line.startsWith("pggit_load_")).findFirst().get();
    assertThat(count(name)).isEqualTo("0");
  }

  /** Leaves its database to the end of the JVM. */
  static final class CreatesAndReturns {

    public static void main(String[] arguments) {
      Login login = new Login("postgres", Secret.of(System.getenv("PGPASSWORD")));
      ScratchDatabase database =
          ScratchDatabase.create(ExternalServer.connect(arguments[0], login));
      System.out.println(database.endpoint().database());
    }
  }

  @Test
  void saysWhichRoleLacksWhichRight() throws Exception {
    Sql.run(postgres.database(), "CREATE ROLE modest LOGIN PASSWORD 'secret-7'");
    Login modest = new Login("modest", Secret.of("secret-7"));
    try (ExternalServer external = ExternalServer.connect(postgres.database().jdbcUrl(), modest)) {

      assertThatExceptionOfType(SetupException.class)
          .isThrownBy(() -> ScratchDatabase.create(external))
          .withMessageContaining("role modest may not create databases")
          .withMessageContaining("ALTER ROLE modest CREATEDB")
          .withMessageContaining("-Dpggit.database");
    } finally {
      Sql.run(postgres.database(), "DROP ROLE modest");
    }
  }

  private static String count(String database) throws Exception {
    return Sql.text(
        postgres.database(), "SELECT count(*) FROM pg_database WHERE datname = '" + database + "'");
  }
}
