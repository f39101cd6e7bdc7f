package pggit.load.pggit;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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
          script.commands.run(this);
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
        ended.undo().run();
      }
    }
    Runnable undo = lexer.mark();
    boolean last = command.equals("else");
    if (!command.equals("endif")) {
      // It counts as taken while its condition is read, which may have variables and be refused.
      branches.push(new Branch(possible, true, last, undo));
      if (possible && !last && !condition.getAsBoolean()) {
        branches.pop();
        branches.push(new Branch(false, false, false, undo));
      }
    }
  }
}
