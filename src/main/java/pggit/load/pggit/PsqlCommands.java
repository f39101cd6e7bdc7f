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

/** psql's meta-commands, as far as they have an effect on the database or on what is run next. */
final class PsqlCommands {

  private static final Set<String> CONDITIONS = names("if elif else endif");

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

  /** Runs the command whose name comes next, and takes it off its line. */
  void run(PsqlFile file) {
    PsqlText in = file.in();
    String name = in.takeName();
    String refusal = "";
    try {
      command(name, file, in);
      in.finish();
    } catch (PsqlRefusal e) {
      refusal = String.valueOf(e.getMessage());
      in.takeRest();
    }
    if (in.unended()) {
      script.note("\\" + name, "unterminated quoted string"); // psql goes on
    }
    if (!refusal.isEmpty()) {
      script.fail("\\" + name, refusal);
    }
  }

  private void command(String name, PsqlFile file, PsqlText in) {
    if (restrictedBy.isPresent() && !name.equals("unrestrict")) {
      throw new PsqlRefusal("meta-commands are restricted; only \\unrestrict is allowed");
    }
    if (CONDITIONS.contains(name)) {
      file.branch(name, () -> isTrue(name, in));
    } else if (file.active()) {
      active(name, file, in);
    } else {
      passOver(name, in);
    }
  }

  private void active(String name, PsqlFile file, PsqlText in) {
    switch (name) {
      case "i", "include" -> include(script.directory.resolve(path(in)), file, in);
      case "ir", "include_relative" -> include(file.path().resolveSibling(path(in)), file, in);
      case "g", "gx", "crosstabview" -> {
        in.takeTarget();
        file.sendNow(rows -> {});
      }
      case "gset" -> {
        List<String> prefix = in.arguments();
        file.sendNow(rows -> set(prefix.isEmpty() ? "" : prefix.get(0), rows));
      }
      case "gexec" -> {
        List<String> statements = new ArrayList<>();
        file.sendNow(rows -> collect(rows, statements));
        statements.forEach(sql -> script.send(sql, script.rows));
      }
      case "q", "quit" -> {
        in.takeRest();
        file.quit();
      }
      case "gdesc", "watch" -> {
        file.reset(); // the statement goes with the command
        throw refusal(name);
      }
      case "r", "reset" -> file.reset();
      case "cd" -> changeDirectory(script.directory.resolve(path(in)));
      case "set" -> {
        List<String> words = in.arguments();
        if (!words.isEmpty()) { // psql would list all variables
          script.variables.set(words.get(0), String.join("", words.subList(1, words.size())));
        }
      }
      case "unset" -> script.variables.unset(required(in.arguments()));
      case "restrict" -> restrictedBy = Optional.of(required(in.bareArguments()));
      case "unrestrict" -> unrestrict(required(in.bareArguments()));
      case "encoding" -> in.arguments().stream().limit(1).forEach(PsqlSender::refuseOtherThanUtf8);
      default -> {
        if (!SHOWN.contains(name) && !DESCRIBE.matcher(name).matches()) {
          throw refusal(name);
        }
        passOver(name, in);
      }
    }
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
  private static void passOver(String name, PsqlText in) {
    switch (name) {
      case "h", "help", "!", "copy", "ef", "ev" -> in.takeRest();
      case "o", "out", "g", "gx" -> in.takeTarget();
      default -> in.arguments();
    }
  }

  private boolean isTrue(String command, PsqlText in) {
    String expression = String.join(" ", in.arguments());
    Optional<Boolean> truth = PsqlVariables.truth(expression);
    if (truth.isEmpty()) { // psql takes it for false and goes on
      script.note("\\" + command, "\"" + expression + "\" is neither true nor false");
    }
    return truth.orElse(false);
  }

  private void include(Path included, PsqlFile from, PsqlText in) {
    if (!Files.isRegularFile(included)) {
      throw new PsqlRefusal("there is no file " + included);
    }
    if (!script.include(included, from)) {
      in.takeRest();
    }
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

  private static Path path(PsqlText in) {
    return PgGitSource.expanded(Path.of(required(in.bareArguments())));
  }

  private static String required(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new PsqlRefusal("missing required argument");
    }
    return arguments.get(0);
  }

  private static Set<String> names(String list) {
    return Set.of(list.split(" "));
  }
}
