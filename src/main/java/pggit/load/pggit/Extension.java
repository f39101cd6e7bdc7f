package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;

/**
 * An extension's control file and the scripts beside it. On the embedded server it is installed as
 * an extension. On an external server, whose files are not ours, it is one if the server has the
 * same version of it; otherwise its scripts are run as CREATE EXTENSION would run them, in one
 * transaction, and the objects belong to no extension.
 */
final class Extension {

  private static final String SUFFIX = ".control";
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*=?\\s*(?:'((?:[^']|'')*)'|([^\\s#']+))\\s*(?:#.*)?");

  // Lines that keep psql from running the script; CREATE EXTENSION skips them too.
  private static final Pattern GUARD = Pattern.compile("(?m)^\\\\echo.*$");
  // Allowed only inside CREATE EXTENSION, and of no meaning without an extension.
  private static final Pattern CONFIG_DUMP =
      Pattern.compile(
          "(?i)\\b(SELECT|PERFORM)\\s+(?:pg_catalog\\s*\\.\\s*)?pg_extension_config_dump\\s*\\(");

  // Not CREATE SCHEMA IF NOT EXISTS, which refuses pg_catalog although it exists.
  private static final String BEGIN =
      """
      BEGIN;
      SELECT format('CREATE SCHEMA %I', :'schema')
       WHERE to_regnamespace(quote_ident(:'schema')) IS NULL \\gexec
      """;

  private static final String SETTINGS =
      """
      SET LOCAL check_function_bodies = off;
      SELECT set_config('search_path', concat_ws(', ', quote_ident(:'schema'),
               (SELECT string_agg(DISTINCT quote_ident(n.nspname), ', ')
                  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                 WHERE e.extname = ANY (string_to_array(:'required', ','))), 'pg_temp'), true);
      """;

  /** A version from which some scripts lead to the wanted one. */
  private record Way(String from, List<Path> scripts) {}

  private final Path control;
  private final String name;
  private final Map<String, String> parameters = new HashMap<>();
  private final List<Path> scripts;

  private Extension(Path control, List<Path> beside) {
    this.control = control;
    this.name = String.valueOf(control.getFileName()).replaceFirst("\\.control$", "");
    this.scripts = beside.stream().filter(this::owns).toList();
    for (String line : text(control).lines().toList()) {
      Matcher matcher = PARAMETER.matcher(line);
      if (matcher.matches()) {
        String quoted = matcher.group(2);
        parameters.put(
            matcher.group(1), quoted == null ? matcher.group(3) : quoted.replace("''", "'"));
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        throw new SetupException(control + ": cannot read the line: " + line);
      }
    }
  }

  /** Those whose control files are in a directory. */
  static List<Extension> in(Path directory) {
    List<Path> files = files(directory);
    return files.stream()
        .filter(file -> file.toString().endsWith(SUFFIX))
        .map(file -> new Extension(file, files))
        .toList();
  }

  /** Files of a directory by name, not of those below. */
  static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new SetupException("cannot read directory " + directory + ": " + e, e);
    }
  }

  /** Installs all or nothing of each, so that there is nothing to go on with. */
  static InstallReport install(
      List<Extension> extensions, PostgresServer server, Endpoint database) {
    int statements = 0;
    if (server instanceof EmbeddedServer embedded) {
      synchronized (Extension.class) { // others in this JVM may bring files there, too
        Path target = embedded.shareDirectory().resolve("extension");
        extensions.forEach(extension -> extension.copyTo(target));
        extensions.forEach(extension -> extension.createOurs(database));
      }
      statements = extensions.size();
    } else {
      for (Extension extension : extensions) {
        statements +=
            extension.isAvailable(database)
                ? extension.create(database)
                : extension.runScripts(database, "COMMIT");
      }
    }
    return new InstallReport(statements, 0, List.of());
  }

  /** The version that CREATE EXTENSION installs. */
  String defaultVersion() {
    String version = parameters.get("default_version");
    if (version == null) {
      throw new SetupException(control + ": default_version is missing");
    }
    return version;
  }

  /** Whether a file is named like a script of this extension. */
  private boolean owns(Path script) {
    String fileName = String.valueOf(script.getFileName());
    return fileName.startsWith(name + "--") && fileName.endsWith(".sql");
  }

  /** In place of an earlier one of that name; no other process writes there. */
  private void copyTo(Path target) {
    try {
      for (Path old : files(target)) {
        boolean bundled = !Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS);
        if (!bundled && owns(old)) {
          Files.delete(old); // an update script of another source would be taken as well
        }
      }
      for (Path file : Stream.concat(Stream.of(control), scripts.stream()).toList()) {
        Files.copy(
            file,
            target.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new SetupException("cannot put the extension's files into " + target + ": " + e, e);
    }
  }

  /** Before PostgreSQL 18, CREATE EXTENSION does not tell which statement of a script failed. */
  private void createOurs(Endpoint database) {
    try {
      create(database);
    } catch (SetupException e) {
      try {
        runScripts(database, "ROLLBACK");
      } catch (SetupException located) {
        throw new SetupException(e.getMessage() + "\n  at " + located.getMessage(), e);
      }
      throw e;
    }
  }

  private int create(Endpoint database) {
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      session.run(control.toString(), creation(name));
      return session.report().statements();
    }
  }

  private static String creation(String extension) {
    return "CREATE EXTENSION IF NOT EXISTS " + History.quoted(extension) + " CASCADE";
  }

  private boolean isAvailable(Endpoint database) {
    try {
      return database.ask(
          "SELECT count(*) FROM pg_available_extensions WHERE name = %s AND default_version = %s"
              .formatted(PsqlVariables.literal(name), PsqlVariables.literal(defaultVersion())),
          row -> row.getInt(1) > 0);
    } catch (SQLException e) {
      throw new SetupException("cannot read which extensions there are: " + e.getMessage(), e);
    }
  }

  private int runScripts(Endpoint database, String end) {
    String schema = parameters.getOrDefault("schema", "public");
    List<String> requires =
        Stream.of(parameters.getOrDefault("requires", "").split(","))
            .map(String::strip)
            .filter(required -> !required.isEmpty())
            .toList();
    List<Path> way = wayToDefaultVersion();
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      session.variables.set("schema", schema);
      session.variables.set("required", String.join(",", requires));
      String origin = control.toString();
      session.run(origin, BEGIN);
      requires.forEach(required -> session.run(origin, creation(required)));
      session.run(origin, SETTINGS);
      session.run(origin, "\\unset schema\n\\unset required");
      for (Path script : way) {
        session.run(script.toString(), asScript(text(script), schema, database));
      }
      session.run(origin, end);
      return session.report().statements();
    }
  }

  /**
   * Which scripts make the default version, as CREATE EXTENSION finds them: that of the version
   * itself, or the shortest chain of one that installs an earlier version and the updates from
   * there. Sought backwards, breadth first, in names like {@code name--version.sql} and {@code
   * name--from--to.sql}.
   *
   * @throws SetupException if there is no way
   */
  private List<Path> wayToDefaultVersion() {
    Deque<Way> open = new ArrayDeque<>(List.of(new Way(defaultVersion(), List.of())));
    Set<String> seen = new HashSet<>();
    for (Way way = open.poll(); way != null; way = open.poll()) {
      for (Path script : seen.add(way.from()) ? scripts : List.<Path>of()) {
        String fileName = String.valueOf(script.getFileName());
        String[] versions =
            fileName.substring(name.length() + 2, fileName.length() - 4).split("--", 2);
        if (versions[versions.length - 1].equals(way.from())) {
          List<Path> all = Stream.concat(Stream.of(script), way.scripts().stream()).toList();
          if (versions.length == 1) {
            return all;
          }
          open.add(new Way(versions[0], all));
        }
      }
    }
    throw new SetupException(
        "%s: default_version = %s, but beside it there is no %s--%2$s.sql, nor updates that lead there"
            .formatted(control, defaultVersion(), name));
  }

  private String asScript(String text, String schema, Endpoint database) {
    String plain =
        GUARD
            .matcher(text)
            .replaceAll("")
            .replace("@extschema@", History.quoted(schema))
            .replace("@extowner@", History.quoted(database.login().user()))
            .replace("MODULE_PATHNAME", parameters.getOrDefault("module_pathname", ""));
    // concat takes the same arguments and does nothing, so that lines and statements stay.
    return CONFIG_DUMP.matcher(plain).replaceAll("$1 pg_catalog.concat(");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SetupException("cannot read " + file + " as UTF-8: " + e, e);
    }
  }
}
