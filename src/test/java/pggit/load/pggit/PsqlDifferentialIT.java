package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Psql.Failed;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/** Each script of {@code src/test/resources/psql} must end as it ends by the machine's own psql. */
class PsqlDifferentialIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Logger LOG = LoggerFactory.getLogger(PsqlDifferentialIT.class);
  private static final String NO_PSQL =
      "no psql here to compare with, neither on the PATH nor where Debian has it";
  private static final Path SCRIPTS = Path.of("src/test/resources/psql");

  /** What there is in a database, and what is in its tables, a line each. */
  private static final String CATALOG =
      """
      SELECT 'relation ' || c.oid::regclass || ' ' || c.relkind::text || coalesce(' ' || a.attname || ' '
               || format_type(a.atttypid, a.atttypmod), '')
        FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0
        WHERE relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
      UNION ALL
      SELECT 'rule ' || definition FROM pg_rules WHERE schemaname = 'public'
      UNION ALL
      SELECT 'row of ' || relname || ': '
               || query_to_xml('SELECT * FROM ' || oid::regclass, true, false, '')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      ORDER BY 1
      """;

  private static Path psql = Path.of("");
  private static ScratchDatabase theirs;
  private static ScratchDatabase ours;

  @BeforeAll
  static void begin() {
    Optional<Path> found = Psql.find();
    if (found.isEmpty()) {
      LOG.warn("{} is skipped: {}", PsqlDifferentialIT.class.getSimpleName(), NO_PSQL);
    }
    assumeTrue(found.isPresent(), NO_PSQL);
    psql = found.get();
    theirs = ScratchDatabase.create(postgres.server());
    ours = ScratchDatabase.create(postgres.server());
  }

  @AfterAll
  static void end() {
    Stream.of(theirs, ours).filter(Objects::nonNull).forEach(ScratchDatabase::close);
  }

  static Stream<Arguments> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<String> names =
          files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".sql")).toList();
      return names.stream()
          .sorted()
          .flatMap(name -> Stream.of(OnError.values()).map(o -> Arguments.of(name, o)));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void endsAsByPsql(String script, OnError onError) throws Exception {
    compare(SCRIPTS, script, onError);
  }

  @Test
  void readsLinesThatEndAsOnWindows(@TempDir Path directory) throws Exception {
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      for (Path file : files.toList()) {
        Path copy = directory.resolve(SCRIPTS.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.writeString(copy, Files.readString(file).replace("\n", "\r\n"));
        }
      }
    }

    for (String script : List.of("copy.sql", "includes.sql", "strings.sql", "conditions.sql")) {
      compare(directory, script, OnError.CONTINUE);
    }
  }

  @Test
  void readsFilesThatBeginWithAByteOrderMark(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("bom.sql"), "\uFEFFCREATE TABLE a ();\n\\i part.sql\n");
    Files.writeString(directory.resolve("part.sql"), "\uFEFF\\echo x\n\uFEFFSELECT 1;");

    compare(directory, "bom.sql", OnError.CONTINUE);
  }

  private static void compare(Path directory, String script, OnError onError) throws Exception {
    for (ScratchDatabase database : List.of(theirs, ours)) {
      try (Connection connection = database.endpoint().connect()) {
        Commits.run(connection, "DROP SCHEMA public CASCADE");
        Commits.run(connection, "CREATE SCHEMA public");
      }
    }

    List<Failed> expected = Psql.run(psql, theirs.endpoint(), directory, script, onError);
    List<Failed> actual = run(ours.endpoint(), directory.resolve(script), onError);

    assertThat(actual).isEqualTo(expected);
    assertThat(catalog(ours.endpoint())).isEqualTo(catalog(theirs.endpoint()));
  }

  private static List<Failed> run(Endpoint database, Path script, OnError onError) {
    try (PsqlScript session = PsqlScript.in(database, onError)) {
      try {
        session.run(script);
      } catch (SetupException stopped) {
        assertThat(session.report().failed()).as("%s", stopped).isPositive();
      }
      Path directory = script.resolveSibling("");
      return session.report().failures().stream()
          .map(f -> new Failed(directory.relativize(f.file()), f.lastLine(), f.sqlState()))
          .toList();
    }
  }

  private static List<String> catalog(Endpoint database) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(CATALOG)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }
}
