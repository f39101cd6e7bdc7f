package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;

/**
 * A directory with an extension's control file and scripts. On the embedded server it is installed
 * as an extension. On an external server, whose files are not ours, it is one if the server has the
 * same version of it; otherwise its scripts are run as CREATE EXTENSION would run them, in one
 * transaction, and the objects belong to no extension.
 */
final class ExtensionDirectory {

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

  private final Path directory;
  private final List<ControlFile> controls;

  private ExtensionDirectory(Path directory, List<ControlFile> controls) {
    this.directory = directory;
    this.controls = controls;
  }

  /** Whether there is a control file in the directory. */
  static boolean isOne(Path directory) {
    return files(directory).stream().anyMatch(ControlFile::isOne);
  }

  static ExtensionDirectory read(Path directory) {
    return new ExtensionDirectory(
        directory,
        files(directory).stream().filter(ControlFile::isOne).map(ControlFile::read).toList());
  }

  /** Files of a directory by name, not of those below. */
  static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new SetupException("cannot read directory " + directory + ": " + e, e);
    }
  }

  /** Installs all or nothing of each extension, so that there is nothing to go on with. */
  InstallReport install(PostgresServer server, Endpoint database) {
    int statements = 0;
    if (server instanceof EmbeddedServer embedded) {
      synchronized (ExtensionDirectory.class) { // others in this JVM may bring files there, too
        copyTo(embedded.shareDirectory().resolve("extension"));
        controls.forEach(control -> createOurs(database, control));
      }
      statements = controls.size();
    } else {
      for (ControlFile control : controls) {
        statements +=
            isAvailable(database, control)
                ? create(database, control)
                : runScripts(database, control, "COMMIT");
      }
    }
    return new InstallReport(statements, 0, List.of());
  }

  /** In place of earlier ones of the same extensions; no other process writes there. */
  private void copyTo(Path target) {
    try {
      for (Path old : files(target)) {
        boolean bundled = !Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS);
        if (!bundled && controls.stream().anyMatch(c -> c.owns(old))) {
          Files.delete(old); // an update script of another source would be taken as well
        }
      }
      for (Path file : files(directory)) {
        if (ControlFile.isOne(file) || controls.stream().anyMatch(c -> c.owns(file))) {
          Files.copy(
              file,
              target.resolve(String.valueOf(file.getFileName())),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new SetupException("cannot put the extension's files into " + target + ": " + e, e);
    }
  }

  /** Before PostgreSQL 18, CREATE EXTENSION does not tell which statement of a script failed. */
  private void createOurs(Endpoint database, ControlFile control) {
    try {
      create(database, control);
    } catch (SetupException e) {
      try {
        runScripts(database, control, "ROLLBACK");
      } catch (SetupException located) {
        throw new SetupException(e.getMessage() + "\n  at " + located.getMessage(), e);
      }
      throw e;
    }
  }

  private static int create(Endpoint database, ControlFile control) {
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      session.run(
          control.file().toString(),
          "CREATE EXTENSION IF NOT EXISTS " + History.quoted(control.name()) + " CASCADE");
      return session.report().statements();
    }
  }

  private static boolean isAvailable(Endpoint database, ControlFile control) {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT FROM pg_available_extensions WHERE name = ? AND default_version = ?")) {
      statement.setString(1, control.name());
      statement.setString(2, control.defaultVersion());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new SetupException("cannot read which extensions there are: " + e.getMessage(), e);
    }
  }

  private int runScripts(Endpoint database, ControlFile control, String end) {
    String schema = control.schema().orElse("public");
    List<Path> scripts = control.scripts(files(directory).stream().filter(control::owns).toList());
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      session.variables.set("schema", schema);
      session.variables.set("required", String.join(",", control.requires()));
      String origin = control.file().toString();
      session.run(origin, BEGIN);
      for (String required : control.requires()) {
        session.run(
            origin, "CREATE EXTENSION IF NOT EXISTS " + History.quoted(required) + " CASCADE");
      }
      session.run(origin, SETTINGS);
      session.run(origin, "\\unset schema\n\\unset required");
      for (Path script : scripts) {
        session.run(script.toString(), asScript(script, control, schema, database));
      }
      session.run(origin, end);
      return session.report().statements();
    }
  }

  private static String asScript(
      Path script, ControlFile control, String schema, Endpoint database) {
    String text;
    try {
      text = Files.readString(script);
    } catch (IOException e) {
      throw new SetupException("cannot read " + script + " as UTF-8: " + e, e);
    }
    String plain =
        GUARD
            .matcher(text)
            .replaceAll("")
            .replace("@extschema@", History.quoted(schema))
            .replace("@extowner@", History.quoted(database.login().user()))
            .replace("MODULE_PATHNAME", control.values().getOrDefault("module_pathname", ""));
    // concat takes the same arguments and does nothing, so that lines and statements stay.
    return CONFIG_DUMP.matcher(plain).replaceAll("$1 pg_catalog.concat(");
  }
}
