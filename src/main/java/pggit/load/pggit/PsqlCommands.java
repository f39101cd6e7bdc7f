package pggit.load.pggit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pggit.load.pggit.PsqlFile.Outcome;

/** psql's meta-commands, as far as they have an effect on the database or on what is run next. */
final class PsqlCommands {

  /** They only show something, and a source has nobody to show it to. */
  private static final Set<String> SHOWN =
      names(
          "? a C conninfo copyright echo errverbose f h H help html l l+ list list+ o out p print"
              + " pset qecho s setenv sf sf+ sv sv+ t T timing warn x z");

  private static final Pattern DESCRIBE = Pattern.compile("d(?:rds|[A-Za-z]{0,2})[S+]*");
  private static final Set<String> UNSUPPORTED =
      names("e edit ef ev getenv lo_import password prompt gdesc watch");

  private final PsqlScript script;
  private Optional<String> restrictedBy = Optional.empty();

  PsqlCommands(PsqlScript script) {
    this.script = script;
  }

  /**
   * Runs the command whose name comes next, and takes it off its line.
   *
   * @return what became of it; a failure has been reported
   */
  Outcome run(PsqlFile file, PsqlArguments arguments) {
    String name = arguments.name();
    Outcome outcome = Outcome.FAILED;
    String refusal = "";
    try {
      outcome = command(name, file, arguments);
    } catch (PsqlRefusal e) {
      refusal = String.valueOf(e.getMessage());
    }
    if (outcome == Outcome.DONE) {
      arguments.finish();
    } else {
      arguments.line();
    }
    if (arguments.unended()) {
      script.fail("\\" + name, "unterminated quoted string"); // psql goes on
    }
    if (!refusal.isEmpty()) {
      script.fail("\\" + name, refusal);
    }
    return outcome;
  }

  private Outcome command(String name, PsqlFile file, PsqlArguments arguments) {
    if (restrictedBy.isPresent() && !name.equals("unrestrict")) {
      throw new PsqlRefusal("meta-commands are restricted; only \\unrestrict is allowed");
    }
    PsqlConditions conditions = file.conditions();
    switch (name) {
      case "if" -> conditions.beginIf(() -> isTrue(name, arguments));
      case "elif" -> conditions.beginElif(() -> isTrue(name, arguments));
      case "else" -> conditions.beginElse();
      case "endif" -> conditions.endIf();
      default -> {
        if (conditions.active()) {
          return active(name, file, arguments);
        }
        passOver(name, arguments);
      }
    }
    return Outcome.DONE;
  }

  private Outcome active(String name, PsqlFile file, PsqlArguments arguments) {
    switch (name) {
      case "i", "include" -> {
        return include(script.directory.resolve(path(arguments)));
      }
      case "ir", "include_relative" -> {
        return include(file.path().resolveSibling(path(arguments)));
      }
      case "g", "gx", "crosstabview" -> {
        arguments.target();
        return file.sendNow(rows -> {});
      }
      case "gset" -> {
        String prefix = arguments.next().orElse("");
        return file.sendNow(rows -> set(prefix, rows));
      }
      case "gexec" -> {
        List<String> statements = new ArrayList<>();
        Outcome asked = file.sendNow(rows -> collect(rows, statements));
        return asked == Outcome.DONE ? sendAll(statements) : asked;
      }
      case "q", "quit" -> {
        return Outcome.QUIT;
      }
      case "gdesc", "watch" -> {
        file.reset(); // the statement goes with the command
        throw refusal(name);
      }
      case "r", "reset" -> file.reset();
      case "cd" -> changeDirectory(script.directory.resolve(path(arguments)));
      case "set" ->
          arguments // psql would list all variables without a name
              .next()
              .ifPresent(v -> script.variables.set(v, String.join("", arguments.rest())));
      case "unset" -> script.variables.unset(required(arguments.next()));
      case "restrict" -> restrictedBy = Optional.of(required(arguments.nextBare()));
      case "unrestrict" -> unrestrict(required(arguments.nextBare()));
      case "encoding" -> arguments.next().ifPresent(PsqlSender::refuseOtherThanUtf8);
      default -> {
        if (!SHOWN.contains(name) && !DESCRIBE.matcher(name).matches()) {
          throw refusal(name);
        }
        passOver(name, arguments);
      }
    }
    return Outcome.DONE;
  }

  private static PsqlRefusal refusal(String name) {
    return new PsqlRefusal(
        switch (name) {
          case "c", "connect" -> "only one database is installed into, that of pggit.url";
          case "!" -> "shell commands are not run";
          case "copy" -> "files are not copied; use COPY ... FROM stdin and the data behind it";
          case "w", "write" -> "files are not written";
          default -> UNSUPPORTED.contains(name) ? "is not supported" : "invalid command";
        });
  }

  /** Takes the arguments as the command would. */
  private static void passOver(String name, PsqlArguments arguments) {
    switch (name) {
      case "h", "help", "!", "copy", "ef", "ev" -> arguments.line();
      case "o", "out", "g", "gx" -> arguments.target();
      default -> arguments.rest();
    }
  }

  private boolean isTrue(String command, PsqlArguments arguments) {
    String expression = String.join(" ", arguments.rest());
    Optional<Boolean> truth = PsqlVariables.truth(expression);
    if (truth.isEmpty()) { // psql takes it for false and goes on
      script.fail("\\" + command, "\"" + expression + "\" is neither true nor false");
    }
    return truth.orElse(false);
  }

  private Outcome include(Path included) {
    if (!Files.isRegularFile(included)) {
      throw new PsqlRefusal("there is no file " + included);
    }
    return Outcome.of(script.include(included));
  }

  private void changeDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new PsqlRefusal("there is no directory " + directory);
    }
    script.directory = directory;
  }

  private void unrestrict(String key) {
    if (restrictedBy.isEmpty()) {
      throw new PsqlRefusal("not currently in restricted mode");
    }
    if (!restrictedBy.get().equals(key)) {
      throw new PsqlRefusal("wrong key");
    }
    restrictedBy = Optional.empty();
  }

  /** NULL unsets a variable. */
  private void set(String prefix, ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new PsqlRefusal("no rows returned for \\gset");
    }
    if (!rows.isLast()) {
      throw new PsqlRefusal("more than one row returned for \\gset");
    }
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      String value = rows.getString(i);
      String name = prefix + rows.getMetaData().getColumnLabel(i);
      if (value == null) {
        script.variables.unset(name);
      } else {
        script.variables.set(name, value);
      }
    }
  }

  private static void collect(ResultSet rows, List<String> statements) throws SQLException {
    while (rows.next()) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        Optional.ofNullable(rows.getString(i)).ifPresent(statements::add);
      }
    }
  }

  private Outcome sendAll(List<String> statements) {
    for (String sql : statements) {
      if (!script.send(sql, script.rows) && script.stopsAtErrors()) {
        return Outcome.FAILED;
      }
    }
    return Outcome.DONE;
  }

  private static Path path(PsqlArguments arguments) {
    return PgGitSource.expanded(Path.of(required(arguments.nextBare())));
  }

  private static String required(Optional<String> argument) {
    return argument.orElseThrow(() -> new PsqlRefusal("missing required argument"));
  }

  private static Set<String> names(String list) {
    return Set.of(list.split(" "));
  }
}
