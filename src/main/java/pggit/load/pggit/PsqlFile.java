package pggit.load.pggit;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import pggit.load.pggit.PsqlLexer.Stop;

/**
 * One file of a script, read line by line as psql's main loop reads it. What is left at its end is
 * sent as it is; what is collected in a branch of an {@code \if} that is not taken is dropped.
 */
final class PsqlFile {

  /**
   * A branch of an {@code \if}.
   *
   * @param active whether what stands here is run
   * @param decided whether none of the branches that follow can be taken
   */
  private record Branch(boolean active, boolean decided, boolean last, PsqlLexer.Mark start) {}

  private final PsqlScript script;
  private final Path path;
  private final List<String> lines;
  private final PsqlLexer lexer = new PsqlLexer();
  private final Deque<Branch> branches = new ArrayDeque<>();
  private String previous = "";
  private int line;
  private int startLine;
  private boolean stops;
  private boolean quit;

  PsqlFile(PsqlScript script, Path path, String text) {
    this.script = script;
    this.path = path;
    String plain = text.replaceFirst("^\uFEFF", "").replaceFirst("\n\\z", "");
    this.lines = List.of(plain.split("\n", -1));
  }

  Path path() {
    return path;
  }

  /** How many lines have been read: what psql calls the line of an error. */
  int line() {
    return line;
  }

  /** Where the statement that was sent last begins. */
  int startLine() {
    return startLine;
  }

  /** Whether an error in the line that is being read ends the reading. */
  boolean stops() {
    return stops;
  }

  /** Reads it to its end. */
  void run() {
    while (line < lines.size() && !quit) {
      String text = lines.get(line++);
      if (!text.isEmpty() || lexer.inQuote()) {
        read(text);
      }
    }
    if (lexer.hasStatement() && active()) {
      send(script.rows);
    }
    if (!branches.isEmpty() && !quit) {
      script.fail("", "reached EOF without finding closing \\endif(s)");
    }
  }

  private void read(String text) {
    stops = script.stopsAtErrors(); // what a line changes holds from the next one on
    PsqlLine in = new PsqlLine(text, script.variables, this::active);
    lexer.startLine(script.sender.standardStrings());
    for (Stop stop = lexer.read(in, line); stop != Stop.LINE_END; stop = lexer.read(in, line)) {
      if (stop == Stop.BACKSLASH) {
        script.commands.run(this, in);
      } else if (active() && lexer.hasStatement()) {
        send(script.rows);
      } else if (active()) { // else it is dropped at the end of the branch
        lexer.take();
      }
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
  void sendNow(PsqlScript.Rows rows) {
    send(rows);
    reset();
  }

  /** Reading ends behind this line. */
  void quit() {
    quit = true;
  }

  /** Forgets what has been collected. */
  void reset() {
    lexer.reset();
  }

  /** The lines that follow, up to one of {@code \.} or the end: the data of a COPY. */
  String takeData() {
    StringBuilder data = new StringBuilder();
    while (line < lines.size()) {
      String text = lines.get(line++);
      if (text.equals("\\.") || text.equals("\\.\r")) {
        break;
      }
      data.append(text).append('\n');
    }
    return data.toString();
  }

  /** Whether what stands here is run. */
  boolean active() {
    return branches.isEmpty() || branches.getFirst().active();
  }

  /**
   * Ends a branch, begins one, or both.
   *
   * @param command {@code if}, {@code elif}, {@code else} or {@code endif}
   * @param condition asked only where it decides
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  void branch(String command, BooleanSupplier condition) {
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
        lexer.rewind(ended.start());
      }
    }
    PsqlLexer.Mark start = lexer.mark();
    boolean last = command.equals("else");
    if (!command.equals("endif")) {
      // It counts as taken while its condition is read, which may have variables and be refused.
      branches.push(new Branch(possible, true, last, start));
      if (possible && !last && !condition.getAsBoolean()) {
        branches.pop();
        branches.push(new Branch(false, false, false, start));
      }
    }
  }
}
