package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.server.Endpoint;

/** The machine's own psql. */
public final class Psql {

  /** Why something is skipped without it. */
  public static final String NONE = "no psql here, neither on the PATH nor where Debian has it";

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** {@code psql:part.sql:3: ERROR: 42P01: …}, or of its own {@code psql:part.sql:3: error: …}. */
  private static final Pattern ERROR =
      Pattern.compile("psql:(.+?):(\\d+): (?:ERROR:  (\\w{5}):|error:) .*");

  /**
   * @param line where the statement ends, which is what psql says
   * @param sqlState empty for an error of psql itself
   */
  record Failed(Path file, int line, Optional<String> sqlState) {}

  private Psql() {}

  public static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> onPath = Stream.of(path.split(":", -1)).map(directory -> Path.of(directory));
    try (Stream<Path> debian =
        Files.isDirectory(DEBIAN) ? Files.list(DEBIAN).sorted() : Stream.empty()) {
      return Stream.concat(onPath, debian.map(version -> version.resolve("bin")))
          .map(directory -> directory.resolve("psql"))
          .filter(Files::isExecutable)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Runs a script from within its directory, and tells what failed. */
  static List<Failed> run(
      Path psql, Endpoint database, Path directory, String script, OnError onError)
      throws IOException, InterruptedException {
    String output = output(psql, database, directory, script, onError);
    List<Failed> failed = new ArrayList<>();
    for (Matcher error = ERROR.matcher(output); error.find(); ) {
      failed.add(
          new Failed(
              Path.of(error.group(1)),
              Integer.parseInt(error.group(2)),
              Optional.ofNullable(error.group(3))));
    }
    return failed;
  }

  /** Runs a script from within its directory, and returns what psql said. */
  public static String output(
      Path psql, Endpoint database, Path directory, String script, OnError onError)
      throws IOException, InterruptedException {
    String stop = "ON_ERROR_STOP=" + (onError == OnError.STOP ? "on" : "off");
    ProcessBuilder builder =
        new ProcessBuilder(
                psql.toString(), "-qX", "-v", "VERBOSITY=verbose", "-v", stop, "-f", script)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PGHOST", database.host());
    builder.environment().put("PGPORT", Integer.toString(database.port()));
    builder.environment().put("PGDATABASE", database.database());
    builder.environment().put("PGUSER", database.login().user());
    builder.environment().put("PGPASSWORD", database.login().password().reveal());
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s", output).isIn(0, 3);
    return output;
  }
}
