package pggit.load.pggit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pggit.load.pggit.PsqlLexer.Stop;

/**
 * One file of a script, read line by line as psql's main loop reads it: statements are sent, and
 * meta-commands done as far as they have an effect on the database or on what is run next. What is
 * left at its end is sent as it is; what is collected in a branch of an {@code \if} that is not
 * taken is dropped.
 */
final class PsqlFile {

  private static final Set<String> CONDITIONS = names("if elif else endif");

  /** They only show something, and a source has nobody to show it to. */
  private static final Set<String> SHOWN =
      names(
          "? a C conninfo copyright echo errverbose f h H help html l l+ list list+ o out p print"
              + " pset qecho s setenv sf sf+ sv sv+ t T timing warn x z");

  private static final Pattern DESCRIBE = Pattern.compile("d(?:rds|[A-Za-z]{0,2})[S+]*");
  private static final Set<String> UNSUPPORTED =
      names("e edit ef ev getenv lo_import password prompt gdesc watch");

  /**
   * A branch of an {@code \if}.
   *
   * @param active whether what stands here is run
   * @param decided whether none of the branches that follow can be taken
   * @param undo forgets what has been read in it
   */
  private record Branch(boolean active, boolean decided, boolean last, Runnable undo) {}

  private final PsqlScript script;
  private final Path path;
  private final PsqlText in;
  private final PsqlLexer lexer;
  private final Deque<Branch> branches = new ArrayDeque<>();
  private String previous = "";
  private int startLine;
  private boolean quit;

  PsqlFile(PsqlScript script, Path path, String text) {
    this.script = script;
    this.path = path;
    this.in = new PsqlText(text, script.variables, this::active);
    this.lexer = new PsqlLexer(in, script.sender::standardStrings);
  }

  Path path() {
    return path;
  }

  /** What is being read. */
  PsqlText in() {
    return in;
  }

  /** Where the statement that was sent last begins. */
  int startLine() {
    return startLine;
  }

  /** Reads it to its end. */
  void run() {
    while (!quit && lexer.nextLine()) {
      for (Stop stop = lexer.read(); stop != Stop.LINE_END; stop = lexer.read()) {
        if (stop == Stop.BACKSLASH) {
          command();
        } else if (active() && lexer.hasStatement()) {
          send(script.rows);
        } else if (active()) { // else it is dropped at the end of the branch
          lexer.take();
        }
      }
    }
    if (lexer.hasStatement() && active()) {
      send(script.rows);
    }
    if (!branches.isEmpty() && !quit) {
      script.fail("", "reached EOF without finding closing \\endif(s)");
    }
  }

  /** Sends what has been collected, whether or not it is complete, else what was sent before. */
  private void send(PsqlScript.Rows rows) {
    if (lexer.hasStatement()) {
      startLine = lexer.startLine();
      previous = lexer.take();
    }
    if (!previous.isEmpty()) {
      script.send(previous, rows);
    }
  }

  /** The same for a meta-command, whatever parentheses are open. */
  private void sendNow(PsqlScript.Rows rows) {
    send(rows);
    lexer.reset();
  }

  private boolean active() {
    return branches.isEmpty() || branches.getFirst().active();
  }

  /** Runs the command whose name comes next, and takes it off its line. */
  private void command() {
    String name = in.takeName();
    String refusal = "";
    try {
      command(name);
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

  private void command(String name) {
    if (script.restrictedBy.isPresent() && !name.equals("unrestrict")) {
      throw new PsqlRefusal("meta-commands are restricted; only \\unrestrict is allowed");
    }
    if (CONDITIONS.contains(name)) {
      branch(name);
    } else if (active()) {
      active(name);
    } else {
      passOver(name);
    }
  }

  private void active(String name) {
    switch (name) {
      case "i", "include" -> include(script.directory.resolve(namedPath()));
      case "ir", "include_relative" -> include(path.resolveSibling(namedPath()));
      case "g", "gx", "crosstabview" -> {
        in.takeTarget();
        sendNow(rows -> {});
      }
      case "gset" -> {
        List<String> prefix = in.arguments();
        sendNow(rows -> set(prefix.isEmpty() ? "" : prefix.get(0), rows));
      }
      case "gexec" -> {
        List<String> statements = new ArrayList<>();
        sendNow(rows -> collect(rows, statements));
        statements.forEach(sql -> script.send(sql, script.rows));
      }
      case "q", "quit" -> {
        in.takeRest();
        quit = true;
      }
      case "gdesc", "watch" -> {
        lexer.reset(); // the statement goes with the command
        throw refusal(name);
      }
      case "r", "reset" -> lexer.reset();
      case "cd" -> changeDirectory(script.directory.resolve(namedPath()));
      case "set" -> {
        List<String> words = in.arguments();
        if (!words.isEmpty()) { // psql would list all variables
          script.variables.set(words.get(0), String.join("", words.subList(1, words.size())));
        }
      }
      case "unset" -> script.variables.unset(required(in.arguments()));
      case "restrict" -> script.restrictedBy = Optional.of(required(in.bareArguments()));
      case "unrestrict" -> unrestrict(required(in.bareArguments()));
      case "encoding" -> in.arguments().stream().limit(1).forEach(PsqlSender::refuseOtherThanUtf8);
      default -> {
        if (!SHOWN.contains(name) && !DESCRIBE.matcher(name).matches()) {
          throw refusal(name);
        }
        passOver(name);
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
  private void passOver(String name) {
    switch (name) {
      case "h", "help", "!", "copy", "ef", "ev" -> in.takeRest();
      case "o", "out", "g", "gx" -> in.takeTarget();
      default -> in.arguments();
    }
  }

  /**
   * Ends a branch, begins one, or both.
   *
   * @param command {@code if}, {@code elif}, {@code else} or {@code endif}
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  private void branch(String command) {
    boolean possible = active();
    if (!command.equals("if")) {
      Branch ended = branches.peek();
      if (ended == null) {
        throw new PsqlRefusal("\\" + command + ": no matching \\if");
      }
      if (ended.last() && !command.equals("endif")) {
        throw new PsqlRefusal("\\" + command + ": cannot occur after \\else");
      }
      possible = !ended.decided();
      branches.pop();
      if (!ended.active()) {
        ended.undo().run();
      }
    }
    Runnable undo = lexer.mark();
    boolean last = command.equals("else");
    if (!command.equals("endif")) {
      // It counts as taken while its condition is read, which may have variables and be refused.
      branches.push(new Branch(possible, true, last, undo));
      if (possible && !last && !isTrue(command)) {
        branches.pop();
        branches.push(new Branch(false, false, false, undo));
      }
    }
  }

  /** Asked only where it decides. */
  private boolean isTrue(String command) {
    String expression = String.join(" ", in.arguments());
    Optional<Boolean> truth = PsqlVariables.truth(expression);
    if (truth.isEmpty()) { // psql takes it for false and goes on
      script.note("\\" + command, "\"" + expression + "\" is neither true nor false");
    }
    return truth.orElse(false);
  }

  private void include(Path included) {
    if (!Files.isRegularFile(included)) {
      throw new PsqlRefusal("there is no file " + included);
    }
    if (!script.include(included)) {
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
    if (script.restrictedBy.isEmpty()) {
      throw new PsqlRefusal("not currently in restricted mode");
    }
    if (!script.restrictedBy.get().equals(key)) {
      throw new PsqlRefusal("wrong key");
    }
    script.restrictedBy = Optional.empty();
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

  private Path namedPath() {
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
