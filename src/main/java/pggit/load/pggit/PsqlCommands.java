package pggit.load.pggit;

import static java.util.Map.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pggit.load.pggit.PsqlFile.Outcome;

/** psql's meta-commands, as far as they have an effect on the database or on what is run next. */
final class PsqlCommands {

  /** They only show something, and a source has nobody to show it to. */
  private static final Set<String> SHOWN =
      Set.of(
          ("? a C conninfo copyright echo errverbose f h H help html l l+ list list+ o out p print"
                  + " pset qecho s setenv sf sf+ sv sv+ t T timing warn x z")
              .split(" "));

  private static final Pattern DESCRIBE = Pattern.compile("d(?:rds|[A-Za-z]{0,2})[S+]*");

  private static final String UNSUPPORTED = "is not supported";
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("c", "only one database is installed into, that of pggit.url"),
          entry("connect", "only one database is installed into, that of pggit.url"),
          entry("!", "shell commands are not run"),
          entry("copy", "files are not copied; use COPY ... FROM stdin and the data behind it"),
          entry("e", UNSUPPORTED),
          entry("edit", UNSUPPORTED),
          entry("ef", UNSUPPORTED),
          entry("ev", UNSUPPORTED),
          entry("getenv", UNSUPPORTED),
          entry("lo_import", UNSUPPORTED),
          entry("password", UNSUPPORTED),
          entry("prompt", UNSUPPORTED),
          entry("w", "files are not written"),
          entry("write", "files are not written"));

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
      refusal = e.why();
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
        return conditions.active() ? active(name, file, arguments) : passedOver(name, arguments);
      }
    }
    return Outcome.DONE;
  }

  private Outcome active(String name, PsqlFile file, PsqlArguments arguments) {
    return switch (name) {
      case "i", "include" -> include(script.directory().resolve(path(arguments)));
      case "ir", "include_relative" -> include(file.path().resolveSibling(path(arguments)));
      case "cd" -> changeDirectory(path(arguments));
      case "set" -> set(arguments);
      case "unset" -> unset(required(arguments.next()));
      case "g", "gx", "crosstabview" -> {
        arguments.target();
        yield file.sendNow(PsqlRows.IGNORED);
      }
      case "gset" -> {
        String prefix = arguments.next().orElse("");
        yield file.sendNow(rows -> set(prefix, rows));
      }
      case "gexec" -> file.sendNow(this::runEach);
      case "gdesc", "watch" -> {
        file.reset(); // the statement goes with the command
        throw new PsqlRefusal(UNSUPPORTED);
      }
      case "r", "reset" -> {
        file.reset();
        yield Outcome.DONE;
      }
      case "q", "quit" -> Outcome.QUIT;
      case "restrict" -> restrict(required(arguments.nextBare()));
      case "unrestrict" -> unrestrict(required(arguments.nextBare()));
      case "encoding" -> {
        arguments.next().ifPresent(PsqlSender::refuseOtherThanUtf8);
        yield Outcome.DONE;
      }
      default -> {
        if (!SHOWN.contains(name) && !DESCRIBE.matcher(name).matches()) {
          throw new PsqlRefusal(REFUSED.getOrDefault(name, "invalid command"));
        }
        yield passedOver(name, arguments);
      }
    };
  }

  /** Takes the arguments as the command would. */
  private static Outcome passedOver(String name, PsqlArguments arguments) {
    switch (name) {
      case "h", "help", "!", "copy", "ef", "ev" -> arguments.line();
      case "o", "out", "g", "gx" -> arguments.target();
      default -> arguments.rest();
    }
    return Outcome.DONE;
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

  private Outcome changeDirectory(Path named) {
    Path directory = script.directory().resolve(named);
    if (!Files.isDirectory(directory)) {
      throw new PsqlRefusal("there is no directory " + directory);
    }
    script.changeDirectory(directory);
    return Outcome.DONE;
  }

  private Outcome set(PsqlArguments arguments) {
    Optional<String> name = arguments.next();
    if (name.isPresent()) { // psql would list all variables otherwise
      script.variables().set(name.get(), String.join("", arguments.rest()));
    }
    return Outcome.DONE;
  }

  private Outcome unset(String name) {
    script.variables().unset(name);
    return Outcome.DONE;
  }

  private Outcome restrict(String key) {
    restrictedBy = Optional.of(key);
    return Outcome.DONE;
  }

  private Outcome unrestrict(String key) {
    if (restrictedBy.isEmpty()) {
      throw new PsqlRefusal("not currently in restricted mode");
    }
    if (!restrictedBy.get().equals(key)) {
      throw new PsqlRefusal("wrong key");
    }
    restrictedBy = Optional.empty();
    return Outcome.DONE;
  }

  /** NULL unsets a variable. */
  private boolean set(String prefix, ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new PsqlRefusal("no rows returned for \\gset");
    }
    if (!rows.isLast()) {
      throw new PsqlRefusal("more than one row returned for \\gset");
    }
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String value = rows.getString(i);
      String name = prefix + columns.getColumnLabel(i);
      if (value == null) {
        script.variables().unset(name);
      } else {
        script.variables().set(name, value);
      }
    }
    return true;
  }

  private boolean runEach(ResultSet rows) throws SQLException {
    List<String> statements = new ArrayList<>();
    while (rows.next()) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        Optional.ofNullable(rows.getString(i)).ifPresent(statements::add);
      }
    }
    for (String sql : statements) {
      if (!script.send(sql, script.rows()) && script.stopsAtErrors()) {
        return false;
      }
    }
    return true;
  }

  private static Path path(PsqlArguments arguments) {
    return PgGitSource.expanded(Path.of(required(arguments.nextBare())));
  }

  private static String required(Optional<String> argument) {
    return argument.orElseThrow(() -> new PsqlRefusal("missing required argument"));
  }
}
