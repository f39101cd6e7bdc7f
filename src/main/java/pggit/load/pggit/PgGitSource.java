package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;

/**
 * Where pgGit comes from: the paths of {@code pggit.source}, or else the reference extension of the
 * class path. A path is a directory with a control file (an extension), a directory with {@code
 * install.sql}, or a script, which are run as psql would. A directory that has both a control file
 * and {@code install.sql} is an extension.
 */
public final class PgGitSource {

  private static final String REFERENCE = "pggit/";
  private static final String INSTALL = "install.sql";

  private final List<Path> paths;

  private PgGitSource(List<Path> paths) {
    this.paths = paths.stream().map(PgGitSource::expanded).toList();
  }

  /** The paths, installed in this order; none means the {@link #reference}. */
  public static PgGitSource of(List<Path> paths) {
    return new PgGitSource(paths);
  }

  /** The reference extension. */
  public static PgGitSource reference() {
    return new PgGitSource(List.of());
  }

  /**
   * Installs pgGit. The reference extension is not brought to an external server: what is installed
   * in the database stays, or the server's own extension pggit is created.
   *
   * @param database as a role that may install it
   * @param onError for scripts; an extension is installed as a whole or not at all
   * @throws SetupException for a path that holds no pgGit and for an SQL error that is to stop it,
   *     with file, line, SQLSTATE and the statement's first line
   */
  public InstallReport install(PostgresServer server, Endpoint database, OnError onError) {
    if (paths.isEmpty()) {
      return server.embedded() ? installReference(server, database) : useInstalled(database);
    }
    List<Path> scripts = new ArrayList<>();
    for (Path path : paths) {
      scripts.add(checked(path)); // all before the first is installed
    }
    int statements = 0;
    int failed = 0;
    List<InstallReport.Failure> failures = new ArrayList<>();
    for (Path script : scripts) {
      InstallReport report;
      if (Files.isDirectory(script)) {
        report = Extension.install(Extension.in(script), server, database);
      } else {
        try (PsqlScript session = PsqlScript.in(database, onError)) {
          report = session.run(script);
        }
      }
      statements += report.statements();
      failed += report.failed();
      failures.addAll(report.failures());
    }
    if (statements == 0) {
      throw new SetupException(
          "pggit.source = \""
              + describe()
              + "\": no statement was sent. A script that begins with \\quit is part of an"
              + " extension: name the directory with its .control file.");
    }
    return new InstallReport(statements, failed, failures);
  }

  /** For the log and the report. */
  public String describe() {
    return paths.isEmpty()
        ? "reference extension"
        : paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** A leading {@code ~/} is the user's home, as shells and psql have it. */
  static Path expanded(Path path) {
    return path.startsWith("~")
        ? Path.of(System.getProperty("user.home")).resolve(Path.of("~").relativize(path))
        : path;
  }

  /** The directory of an extension, or the script to run. */
  private static Path checked(Path path) {
    Path install = path.resolve(INSTALL);
    String wrong = "";
    if (!Files.exists(path)) {
      wrong =
          "there is nothing at %s; expected a directory or .sql".formatted(path.toAbsolutePath());
    } else if (!Files.isDirectory(path)) {
      wrong =
          path.toString().endsWith(".sql")
              ? ""
              : "expected a directory or a file that ends in .sql";
    } else if (Extension.in(path).isEmpty() && !Files.isRegularFile(install)) {
      wrong =
          (Extension.files(path).isEmpty()
                  ? "the directory holds no files"
                  : "the directory holds neither a control file (an extension) nor " + INSTALL)
              + "; name the one that does, or a script";
    }
    if (!wrong.isEmpty()) {
      throw new SetupException("pggit.source = \"" + path + "\": " + wrong);
    }
    return !Files.isDirectory(path) || !Extension.in(path).isEmpty() ? path : install;
  }

  private static InstallReport installReference(PostgresServer server, Endpoint database) {
    try {
      Path directory = Files.createTempDirectory("pggit-reference");
      try {
        resource(directory, "pggit.control");
        String version = Extension.in(directory).get(0).defaultVersion();
        resource(directory, "pggit--" + version + ".sql");
        return Extension.install(Extension.in(directory), server, database);
      } finally {
        for (Path file : Extension.files(directory)) {
          Files.delete(file);
        }
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new SetupException("cannot unpack the reference extension: " + e, e);
    }
  }

  private static void resource(Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name), ClassPath.text(REFERENCE + name));
  }

  private static InstallReport useInstalled(Endpoint database) {
    try {
      if (yes(database, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pggit')")) {
        return InstallReport.NOTHING;
      }
      String available = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pggit')";
      if (!yes(database, available)) {
        throw new SetupException(
            "there is no pgGit in %s: no schema pggit, and the server has no extension of that name. Name one with -Dpggit.source=<extension directory, install.sql>; the reference extension is src/main/resources/pggit."
                .formatted(database.libpqUrl()));
      }
      database.execute("CREATE EXTENSION pggit CASCADE");
      return new InstallReport(1, 0, List.of());
    } catch (SQLException e) {
      throw new SetupException(
          "cannot create extension pggit in %s: SQLSTATE %s, %s"
              .formatted(database.libpqUrl(), e.getSQLState(), e.getMessage()),
          e);
    }
  }

  private static boolean yes(Endpoint database, String question) throws SQLException {
    return database.ask(question, row -> row.getBoolean(1));
  }
}
