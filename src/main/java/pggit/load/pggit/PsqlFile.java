package pggit.load.pggit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a script, read line by line as psql's main loop reads it. What is left at its end is
 * sent as it is.
 */
final class PsqlFile {

  /** What became of a statement, a meta-command, a line. */
  enum Outcome {
    DONE,
    FAILED,
    /** Reading this file ends here. */
    QUIT;

    static Outcome of(boolean done) {
      return done ? DONE : FAILED;
    }
  }

  private final PsqlScript script;
  private final Path path;
  private final List<String> lines;
  private final PsqlLexer lexer = new PsqlLexer();
  private final PsqlConditions conditions = new PsqlConditions(lexer);
  private String previous = "";
  private int line;
  private int startLine;

  PsqlFile(PsqlScript script, Path path, String text) {
    this.script = script;
    this.path = path;
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> split = List.of(plain.split("\n", -1));
    this.lines = split.get(split.size() - 1).isEmpty() ? split.subList(0, split.size() - 1) : split;
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

  PsqlConditions conditions() {
    return conditions;
  }

  /**
   * Reads it to its end.
   *
   * @return false if an error ended it before
   */
  boolean run() {
    boolean stops = false;
    Outcome outcome = Outcome.DONE;
    while (outcome != Outcome.QUIT && line < lines.size()) {
      String text = lines.get(line++);
      if (text.isEmpty() && !lexer.inQuote()) {
        continue;
      }
      stops = script.stopsAtErrors(); // what a line changes holds from the next one on
      outcome = read(text, stops);
      if (outcome == Outcome.FAILED && stops) {
        return false;
      }
    }
    if (lexer.hasStatement() && conditions.active() && !send(script.rows) && stops) {
      return false;
    }
    if (conditions.isOpen() && outcome != Outcome.QUIT) {
      script.fail("", "reached EOF without finding closing \\endif(s)");
      return !stops;
    }
    return true;
  }

  private Outcome read(String text, boolean stops) {
    PsqlLine in =
        new PsqlLine(
            text, name -> conditions.active() ? script.variables.get(name) : Optional.empty());
    lexer.startLine(script.sender.standardStrings());
    Outcome outcome = Outcome.DONE;
    while (outcome == Outcome.DONE || (outcome == Outcome.FAILED && !stops)) {
      switch (lexer.read(in, line)) {
        case LINE_END -> {
          return outcome;
        }
        case BACKSLASH ->
            outcome = script.commands.run(this, new PsqlArguments(in, conditions::active));
        case SEMICOLON -> outcome = semicolon();
      }
    }
    return outcome;
  }

  private Outcome semicolon() {
    if (!conditions.active()) {
      return Outcome.DONE; // dropped at the end of the branch
    }
    if (!lexer.hasStatement()) {
      lexer.take();
      return Outcome.DONE;
    }
    return Outcome.of(send(script.rows));
  }

  /** Sends what has been collected, whether or not it is complete, else what was sent before. */
  boolean send(PsqlScript.Rows rows) {
    if (lexer.hasStatement()) {
      startLine = lexer.startLine();
      previous = lexer.take();
    }
    return previous.isEmpty() || script.send(previous, rows);
  }

  /** The same for a meta-command, whatever parentheses are open. */
  Outcome sendNow(PsqlScript.Rows rows) {
    boolean done = send(rows);
    reset();
    return Outcome.of(done);
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
}
