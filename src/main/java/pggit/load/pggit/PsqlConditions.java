package pggit.load.pggit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** The {@code \if}s that are open in a file. What is collected in a branch not taken is dropped. */
final class PsqlConditions {

  private enum State {
    TAKEN,
    /** Not taken, nor was one before it. */
    WAITING,
    /** Not taken, since one before it was, or since the whole {@code \if} is in one not taken. */
    PASSED,
    ELSE_TAKEN,
    ELSE_PASSED
  }

  private record Branch(State state, PsqlLexer.Mark start) {}

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
    return open.isEmpty()
        || open.getFirst().state() == State.TAKEN
        || open.getFirst().state() == State.ELSE_TAKEN;
  }

  /**
   * @param condition asked only where it decides
   */
  void beginIf(BooleanSupplier condition) {
    PsqlLexer.Mark start = lexer.mark();
    boolean decides = active();
    open.push(new Branch(decides ? State.TAKEN : State.PASSED, start));
    if (decides && !condition.getAsBoolean()) {
      become(State.WAITING, start);
    }
  }

  /**
   * @param condition asked only where it decides
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  void beginElif(BooleanSupplier condition) {
    Branch before = last("elif");
    PsqlLexer.Mark start = end(before);
    if (before.state() != State.WAITING) {
      become(State.PASSED, start);
      return;
    }
    become(State.TAKEN, start);
    if (!condition.getAsBoolean()) {
      become(State.WAITING, start);
    }
  }

  /**
   * @throws PsqlRefusal after {@code \else}, and without an {@code \if}
   */
  void beginElse() {
    Branch before = last("else");
    become(before.state() == State.WAITING ? State.ELSE_TAKEN : State.ELSE_PASSED, end(before));
  }

  /**
   * @throws PsqlRefusal without an {@code \if}
   */
  void endIf() {
    if (open.isEmpty()) {
      throw new PsqlRefusal("\\endif: no matching \\if");
    }
    end(open.getFirst());
    open.pop();
  }

  private Branch last(String command) {
    if (open.isEmpty()) {
      throw new PsqlRefusal("\\" + command + ": no matching \\if");
    }
    Branch last = open.getFirst();
    if (last.state() == State.ELSE_TAKEN || last.state() == State.ELSE_PASSED) {
      throw new PsqlRefusal("\\" + command + ": cannot occur after \\else");
    }
    return last;
  }

  /** Keeps what a branch has collected if it was taken; where the next one starts. */
  private PsqlLexer.Mark end(Branch branch) {
    if (!active()) {
      lexer.rewind(branch.start());
    }
    return lexer.mark();
  }

  private void become(State state, PsqlLexer.Mark start) {
    open.pop();
    open.push(new Branch(state, start));
  }
}
