package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.pggit.InstallReport.Failure;
import pggit.load.server.SetupException;

class PgGitSourceIT extends InstallFixture {

  private static final String GO_ON = ". To go on as psql does: -Dpggit.source.on-error=continue";

  @Test
  void installsTheReferenceExtension() throws Exception {
    InstallReport report =
        PgGitSource.of(List.of()).install(postgres.server(), postgres.database(), OnError.STOP);

    assertThat(report).isEqualTo(new InstallReport(1, 0, List.of()));
    assertThat(text("SELECT extversion FROM pg_extension WHERE extname = 'pggit'"))
        .isEqualTo("1.0");
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
  }

  @Test
  void installsAnExtensionWithWhatItRequiresAndItsUpdates() throws Exception {
    control("default_version = '1.2' # the newest\nrequires = 'pg_stat_statements'");
    write(extension + "--1.0.sql", "\\echo Use CREATE EXTENSION \\quit\nCREATE TABLE a ();");
    write(extension + "--1.0--1.2.sql", "CREATE TABLE b ();");

    InstallReport report = install(OnError.STOP, directory);

    assertThat(report.statements()).isEqualTo(1);
    assertThat(text("SELECT to_regclass('a') || ',' || to_regclass('b')")).isEqualTo("a,b");
    assertThat(text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"))
        .isEqualTo("1");
  }

  @Test
  void leavesNoScriptsOfAnotherSourceBehind() throws Exception {
    control("default_version = '1.0'");
    write(extension + "--1.0.sql", "CREATE TABLE a ();");
    write(extension + "--1.0--1.1.sql", "CREATE TABLE b ();");
    install(OnError.STOP, directory);

    Files.delete(directory.resolve(extension + "--1.0--1.1.sql"));
    control("default_version = '1.1'");

    run("DROP EXTENSION " + extension);
    stops(OnError.STOP, "22023");
  }

  @Test
  void tellsWhereAnExtensionsScriptFails() throws Exception {
    control("default_version = '1.0'");
    write(extension + "--1.0.sql", "CREATE TABLE a ();\n\nCREATE VIEW v AS\n SELECT * FROM gone;");

    stops(
            OnError.STOP,
            "SQLSTATE 42P01: relation \"gone\" does not exist",
            extension + "--1.0.sql:3: SQLSTATE 42P01")
        .hasMessageEndingWith("in: CREATE VIEW v AS");
    assertThat(text("SELECT to_regclass('a')")).isNull();
  }

  @Test
  void runsScriptsThatIncludeOthersAsPsqlDoes() throws Exception {
    Files.createDirectories(directory.resolve("parts/deep"));
    write("install.sql", "\\set t one\n\\i parts/one.sql\nINSERT INTO :t VALUES (:'t');\n");
    write("parts/one.sql", "CREATE TABLE one (x text);\n\\ir deep/two.sql\n\\i parts/three.sql");
    write("parts/deep/two.sql", "\uFEFFINSERT INTO one VALUES ('two')");
    write("parts/three.sql", "BEGIN; INSERT INTO one VALUES ('?'); ROLLBACK;");

    InstallReport report = install(OnError.STOP, directory);

    assertThat(report).isEqualTo(new InstallReport(6, 0, List.of()));
    assertThat(text("SELECT string_agg(x, ',') FROM one")).isEqualTo("two,one");
  }

  @Test
  void installsSeveralPathsInTheirOrder() throws Exception {
    write("1.sql", "CREATE TABLE a ();");
    write("2.sql", "DROP TABLE a;");

    assertThat(install(OnError.STOP, directory.resolve("1.sql"), directory.resolve("2.sql")))
        .isEqualTo(new InstallReport(2, 0, List.of()));
  }

  @Test
  void stopsAtTheFirstErrorAndTellsWhere() {
    write("install.sql", "SELECT 1;\n\\ir part.sql\nCREATE TABLE never ();");
    write("part.sql", "CREATE TABLE a ();\n\n-- comment\nINSERT INTO\n gone VALUES (1);");

    assertThatThrownBy(() -> install(OnError.STOP, directory))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            directory.resolve("part.sql")
                + ":4: SQLSTATE 42P01: relation \"gone\" does not exist, in: INSERT INTO"
                + GO_ON);
  }

  @Test
  void goesOnAndCountsWhatFailed() throws Exception {
    StringBuilder script = new StringBuilder("CREATE TABLE a ();\n\\i gone.sql\n");
    for (int i = 0; i < 10; i++) {
      script.append("SELECT\n gone_").append(i).append(";\n");
    }
    write("install.sql", script + "CREATE TABLE b ();");

    InstallReport report = install(OnError.CONTINUE, directory);

    assertThat(report.sentence()).isEqualTo("11 of 13 statements failed");
    assertThat(report.failures()).hasSize(11);
    Path file = directory.resolve("install.sql");
    String noFile = "there is no file " + directory.resolve("gone.sql");
    assertThat(report.failures())
        .startsWith(
            new Failure(file, 2, 2, Optional.empty(), noFile, "\\i"),
            new Failure(
                file, 3, 4, Optional.of("42703"), "column \"gone_0\" does not exist", "SELECT"));
    assertThat(report.failures().get(1))
        .hasToString(file + ":3: SQLSTATE 42703: column \"gone_0\" does not exist, in: SELECT");
    assertThat(text("SELECT to_regclass('b')")).isEqualTo("b");
  }

  @Test
  void stopsWhereTheScriptItselfAsksForIt() {
    write("install.sql", "SELECT gone;\n\\set ON_ERROR_STOP on\nSELECT gone_too;");

    stops(OnError.CONTINUE, "install.sql:3:");
  }

  @Test
  void doesNotLetATransactionEndUnnoticed() {
    write("install.sql", "BEGIN;\nCREATE TABLE a ();");

    stops(OnError.STOP, "ends inside a transaction, which was rolled back: COMMIT is missing");
    assertThat(install(OnError.CONTINUE, directory).failed()).isEqualTo(1);
  }

  @Test
  void sendsEachStatementWhole() throws Exception {
    write(
        "install.sql",
        """
        CREATE TABLE t (x text);
        CREATE RULE r AS ON DELETE TO t DO ALSO (INSERT INTO t VALUES ('r;1'); SELECT 1;);
        CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
        CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $g$ BEGIN RETURN (SELECT f()); END $g$;
        INSERT INTO t VALUES ('{d ?}' || E'\\';'), ($$'$$);
        DELETE FROM t WHERE x = '''';
        """);

    assertThat(install(OnError.STOP, directory).statements()).isEqualTo(6);
    assertThat(text("SELECT string_agg(x, ' ') || g() FROM t")).isEqualTo("{d ?}'; r;12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\connect other | only one database is installed into, that of pggit.url, in: \\connect",
        "\\c - postgres | only one database is installed into, that of pggit.url, in: \\c",
        "\\! touch x | shell commands are not run, in: \\!",
        "\\set x `id` | shell commands in backquotes are not run, in: \\set",
        "\\copy t from 'x' | use COPY ... FROM stdin and the data behind it, in: \\copy",
        "SELECT 1 \\watch 1 | is not supported, in: \\watch",
        "\\nonsense | invalid command, in: \\nonsense",
        "\\set AUTOCOMMIT off | \\set AUTOCOMMIT off is not supported; remove the line, in: \\set",
        "\\set ON_ERROR_ROLLBACK on | \\set ON_ERROR_ROLLBACK on is not supported; remove the line",
        "SET client_encoding = 'LATIN1'; | client_encoding LATIN1 is not supported: convert the script",
        "/* x */ set session NAMES latin1; | client_encoding latin1 is not supported",
        "SELECT set_config('client_encoding', 'SQL_ASCII', false); | client_encoding SQL_ASCII is not",
        "\\encoding LATIN1 | client_encoding LATIN1 is not supported",
        "SET DateStyle TO 'German, DMY'; | only ISO dates are supported, in: SET DateStyle",
      })
  void refusesALineThatItCannotDoAndCountsItAsOneFailure(String line, String message)
      throws Exception {
    write("install.sql", "CREATE TABLE a ();\n" + line + "\nCREATE TABLE b ();");

    InstallReport report = install(OnError.CONTINUE, directory);

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.failures().get(0).sqlState()).isEmpty();
    assertThat(report.failures().get(0).toString()).contains("install.sql:2: ").contains(message);
    assertThat(text("SELECT to_regclass('b')")).isEqualTo("b");
    write("install.sql", line);
    stops(OnError.STOP, "install.sql:1: ", message).hasMessageEndingWith(GO_ON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\i install.sql | is included 64 deep: does it include itself?",
        "\\echo Use CREATE EXTENSION \\quit | no statement was sent. A script that begins with \\quit",
      })
  void endsTheRunWhereGoingOnWouldBeOfNoUse(String script, String message) {
    write("install.sql", script);

    for (OnError onError : OnError.values()) {
      stops(onError, message);
    }
  }

  @Test
  void doesNotGoOnWithoutAConnection() {
    write("install.sql", "SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 1;\nSELECT 2;");

    stops(OnError.CONTINUE, "install.sql:2: SQLSTATE 08");
  }

  @Test
  void takesALeadingTildeForTheHomeOfTheUser() {
    Path home = Path.of(System.getProperty("user.home"));

    assertThat(PgGitSource.of(List.of(Path.of("~/pggit/sql"), Path.of("a/~/b"), Path.of("~x/y"))))
        .extracting(PgGitSource::describe)
        .isEqualTo(home.resolve("pggit/sql") + ", a/~/b, ~x/y");
  }

  @Test
  void refusesPathsThatHoldNoPgGitBeforeInstallingAny() throws Exception {
    Path good = write("good.sql", "CREATE TABLE a ();");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Path loose = Files.createDirectory(directory.resolve("loose"));
    Files.writeString(loose.resolve("some.sql"), "");

    assertThatThrownBy(() -> install(OnError.STOP, good, directory.resolve("gone")))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("gone\": there is nothing at ");
    assertThatThrownBy(() -> install(OnError.STOP, good, empty))
        .hasMessageContaining("empty\": the directory holds no files");
    assertThatThrownBy(() -> install(OnError.STOP, good, loose))
        .hasMessageContaining("loose\": the directory holds neither a control file (an extension)");
    assertThatThrownBy(() -> install(OnError.STOP, good, Files.createFile(directory.resolve("x"))))
        .hasMessageContaining("expected a directory or a file that ends in .sql");
    assertThat(text("SELECT to_regclass('a')")).isNull();
  }

  @Test
  void refusesAnExtensionWithoutTheScriptOfItsVersion() {
    control("default_version = '2.0'");
    write(extension + "--1.0.sql", "");

    stops(
        OnError.STOP,
        "SQLSTATE 22023",
        "beside it there is no " + extension + "--2.0.sql, nor updates");
  }

  @Test
  void refusesAScriptThatIsNotUtf8() throws Exception {
    Files.write(directory.resolve("install.sql"), "-- ü".getBytes(StandardCharsets.ISO_8859_1));

    stops(OnError.STOP, "install.sql is not UTF-8");
  }
}
