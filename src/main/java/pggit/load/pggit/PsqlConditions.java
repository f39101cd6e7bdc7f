package pggit.load.pggit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** The {@code \if}s that are open in a file. What is collected in a branch not taken is dropped. */
final class PsqlConditions {

  /**
   * @param active whether what stands here is run
   * @param decided whether none of the branches that follow can be taken
   */
  private record Branch(boolean active, boolean decided, boolean last, PsqlLexer.Mark start) {}

  private final PsqlLexer lexer;
  private final Deque<Branch> open = new ArrayDeque<>();

  PsqlConditions(PsqlLexer lexer) {
    this.lexer = lexer;
  }

  boolean isOpen() {
    return !open.isEmpty();
  }

  /** Whether what stands here is run. */
  boolean active() {
    return open.isEmpty() || open.getFirst().active();
  }

  /**
   * @param condition asked only where it decides
   */
  void beginIf(BooleanSupplier condition) {
    begin(active(), lexer.mark(), condition);
  }

  /**
   * @param condition asked only where it decides
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  void beginElif(BooleanSupplier condition) {
    boolean decides = !open("elif").decided();
    begin(decides, end(), condition);
  }

  /**
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  void beginElse() {
    boolean taken = !open("else").decided();
    open.push(new Branch(taken, true, true, end()));
  }

  /**
   * @throws PsqlRefusal without an {@code \if}
   */
  void endIf() {
    if (open.isEmpty()) {
      throw new PsqlRefusal("\\endif: no matching \\if");
    }
    end();
  }

  /** It counts as taken while its condition is read, which may have variables and be refused. */
  private void begin(boolean decides, PsqlLexer.Mark start, BooleanSupplier condition) {
    open.push(new Branch(decides, true, false, start));
    if (decides && !condition.getAsBoolean()) {
      open.pop();
      open.push(new Branch(false, false, false, start));
    }
  }

  private Branch open(String command) {
    if (open.isEmpty()) {
      throw new PsqlRefusal("\\" + command + ": no matching \\if");
    }
    if (open.getFirst().last()) {
      throw new PsqlRefusal("\\" + command + ": cannot occur after \\else");
    }
    return open.getFirst();
  }

  /** Keeps what a branch has collected if it was taken; where the next one starts. */
  private PsqlLexer.Mark end() {
    Branch ended = open.pop();
    if (!ended.active()) {
      lexer.rewind(ended.start());
    }
    return lexer.mark();
  }
}
