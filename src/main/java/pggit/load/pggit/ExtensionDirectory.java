package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Name and version of what is in it. */
  String describe() {
    return String.join(
        ", ", controls.stream().map(c -> c.name() + " " + c.defaultVersion()).toList());
  }

  /** Installs all or nothing of each extension, so that there is nothing to go on with. */
  InstallReport install(PostgresServer server, Endpoint database) {
    int statements = 0;
    if (server instanceof EmbeddedServer embedded) {
      Path target = embedded.shareDirectory().resolve("extension");
      statements = ExtensionFiles.with(target, copied(), controls, () -> createAll(database));
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

  private List<Path> copied() {
    return files(directory).stream()
        .filter(f -> ControlFile.isOne(f) || controls.stream().anyMatch(c -> c.owns(f)))
        .toList();
  }

  private int createAll(Endpoint database) {
    for (ControlFile control : controls) {
      try {
        create(database, control);
      } catch (SetupException e) {
        throw new SetupException(e.getMessage() + located(database, control), e);
      }
    }
    return controls.size();
  }

  private static int create(Endpoint database, ControlFile control) {
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      session.run(
          control.file().toString(),
          "CREATE EXTENSION IF NOT EXISTS " + History.quoted(control.name()) + " CASCADE");
      return session.report().statements();
    }
  }

  /** Before PostgreSQL 18, CREATE EXTENSION does not tell which statement of a script failed. */
  private String located(Endpoint database, ControlFile control) {
    try {
      runScripts(database, control, "ROLLBACK");
      return "";
    } catch (SetupException e) {
      return "\n  at " + e.getMessage();
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
    List<Path> scripts =
        ExtensionScripts.of(control, files(directory).stream().filter(control::owns).toList());
    try (PsqlScript session = PsqlScript.in(database, OnError.STOP)) {
      String origin = control.file().toString();
      session.run(
          origin,
          // Not CREATE SCHEMA IF NOT EXISTS, which refuses pg_catalog although it exists.
          "BEGIN; DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = "
              + PsqlVariables.literal(schema)
              + ") THEN CREATE SCHEMA "
              + History.quoted(schema)
              + "; END IF; END $$");
      for (String required : control.requires()) {
        session.run(
            origin, "CREATE EXTENSION IF NOT EXISTS " + History.quoted(required) + " CASCADE");
      }
      session.run(
          origin,
          "SET LOCAL check_function_bodies = off; SELECT set_config('search_path',"
              + " concat_ws(', ', "
              + PsqlVariables.literal(History.quoted(schema))
              + ", (SELECT string_agg(DISTINCT quote_ident(n.nspname), ', ') FROM pg_extension e"
              + " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = ANY (string_to_array("
              + PsqlVariables.literal(String.join(",", control.requires()))
              + ", ','))), 'pg_temp'), true)");
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
