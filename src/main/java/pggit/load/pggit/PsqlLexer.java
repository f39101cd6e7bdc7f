package pggit.load.pggit;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Collects statements from the lines of a file: they end at a {@code ;} outside of quotes,
 * comments, parentheses and {@code BEGIN ATOMIC} bodies. What a line leaves open stays open in the
 * next one.
 *
 * @see <a href="https://www.postgresql.org/docs/17/app-psql.html">psql</a>, and its psqlscan.l,
 *     whose rules these are
 */
final class PsqlLexer {

  /** Why reading stopped. */
  enum Stop {
    SEMICOLON,
    /** A meta-command follows. */
    BACKSLASH,
    LINE_END
  }

  /** A place in the statement, to come back to. */
  record Mark(int length, int parentheses, boolean begun) {}

  private enum State {
    SQL(""),
    COMMENT("(?:[^*/]++|\\*(?!/)|/(?!\\*))*+"),
    STRING("(?:[^']++|'')*+"),
    ESCAPES("(?:[^'\\\\]++|''|\\\\.?)*+"),
    IDENTIFIER("(?:[^\"]++|\"\")*+"),
    DOLLARS("");

    private final Pattern inside;

    State(String inside) {
      this.inside = Pattern.compile(inside, Pattern.DOTALL);
    }
  }

  /** Words at the beginning of a statement that may tell that it makes a routine. */
  private static final int LEADING = 4;

  private static final Pattern ROUTINE =
      Pattern.compile("create (?:or replace )?(?:function|procedure) .*");
  private static final String LETTER = "[A-Za-z_\\x{80}-\\x{10FFFF}]";
  private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r\\f]+|--[^\\n\\r]*");
  private static final Pattern WORD = Pattern.compile(LETTER + "[\\w$\\x{80}-\\x{10FFFF}]*");
  private static final Pattern QUOTE = Pattern.compile("(?:[eEbBxX]|[uU]&)?'");
  private static final Pattern DOLLAR_TAG =
      Pattern.compile("\\$(?:" + LETTER + "[\\w\\x{80}-\\x{10FFFF}]*)?\\$");

  private final StringBuilder sql = new StringBuilder();
  private final StringBuilder leading = new StringBuilder();
  private int words;
  private int begins;
  private int parentheses;
  private State state = State.SQL;
  private String dollarTag = "";
  private int comments;
  private boolean begun;
  private int startLine;
  private int lineBreak;
  private boolean standardStrings;

  /** Whether a quote or a comment is open. */
  boolean inQuote() {
    return state != State.SQL;
  }

  /** Whether there is more than comments that are complete. */
  boolean hasStatement() {
    return begun || state == State.COMMENT;
  }

  /** Where the statement begins, comments before it not counted. */
  int startLine() {
    return startLine;
  }

  /**
   * A new line follows.
   *
   * @param standard whether a backslash is nothing special in a plain string
   */
  void startLine(boolean standard) {
    standardStrings = standard;
    if (!sql.isEmpty()) {
      sql.append('\n');
    }
    lineBreak = sql.length();
  }

  /** Hands the statement over, its semicolon included. */
  String take() {
    String taken = sql.toString();
    sql.setLength(0);
    begun = false;
    return taken;
  }

  /** Forgets the statement and what it left open. */
  void reset() {
    take();
    restart();
    begins = 0;
    parentheses = 0;
    state = State.SQL;
  }

  Mark mark() {
    return new Mark(sql.length(), parentheses, begun);
  }

  void rewind(Mark mark) {
    sql.setLength(Math.min(sql.length(), mark.length()));
    parentheses = mark.parentheses();
    begun = mark.begun();
  }

  /**
   * Reads on.
   *
   * @param line its number, counted from 1
   */
  Stop read(PsqlLine in, int line) {
    while (!in.atEnd()) {
      if (state == State.COMMENT) {
        comment(in);
      } else if (state != State.SQL) {
        quoted(in);
      } else if (in.looksAt("/*")) {
        startAt(line);
        comments = 0;
        state = State.COMMENT;
      } else if (!space(in)) {
        if (in.looksAt(";") && parentheses + begins == 0) {
          sql.append(in.take(1));
          restart();
          return Stop.SEMICOLON;
        }
        if (in.looksAt("\\") && !in.looksAt("\\;") && !in.looksAt("\\:")) {
          in.take(1);
          if (sql.length() == lineBreak && lineBreak > 0) {
            sql.setLength(lineBreak - 1); // a line of nothing but a meta-command adds nothing
          }
          lineBreak = 0;
          return Stop.BACKSLASH;
        }
        startAt(line);
        begun = true;
        token(in);
      }
    }
    return Stop.LINE_END;
  }

  /** Another statement begins. */
  private void restart() {
    leading.setLength(0);
    words = 0;
  }

  /** Between BEGIN ATOMIC and END a semicolon ends nothing, as psql keeps track of it. */
  private void word(String word) {
    if (words++ < LEADING) {
      leading.append(word).append(' ');
    }
    if (parentheses > 0 || !ROUTINE.matcher(leading).matches()) {
      return;
    }
    if (word.equals("begin") || (word.equals("case") && begins > 0)) {
      begins++;
    } else if (word.equals("end") && begins > 0) {
      begins--;
    }
  }

  private void startAt(int line) {
    if (!begun) {
      startLine = line;
    }
  }

  private boolean space(PsqlLine in) {
    String space = in.take(SPACE);
    sql.append(sql.isEmpty() ? "" : space);
    return !space.isEmpty();
  }

  private void token(PsqlLine in) {
    String quote = in.take(QUOTE);
    if (!quote.isEmpty()) {
      sql.append(quote);
      state = escapes(quote) ? State.ESCAPES : State.STRING;
      return;
    }
    String word = in.take(WORD);
    if (!word.isEmpty()) {
      sql.append(word);
      word(word.toLowerCase(Locale.ROOT));
      return;
    }
    dollarTag = in.take(DOLLAR_TAG);
    sql.append(dollarTag);
    if (dollarTag.isEmpty()) {
      symbol(in);
    } else {
      state = State.DOLLARS;
    }
  }

  private boolean escapes(String quote) {
    return quote.equals("'") ? !standardStrings : quote.equalsIgnoreCase("e'");
  }

  private void symbol(PsqlLine in) {
    switch (in.peek()) {
      case ':' -> {
        boolean operator = in.looksAt("::") || in.looksAt(":=");
        sql.append(operator ? in.take(2) : in.takeReference(true));
      }
      case '\\' -> { // stands for the semicolon or colon behind it
        in.take(1);
        if (in.peek() == ';') {
          restart();
        }
        sql.append(in.take(1));
      }
      case '"' -> {
        sql.append(in.take(1));
        state = State.IDENTIFIER;
      }
      default -> {
        parentheses += in.peek() == '(' ? 1 : in.peek() == ')' && parentheses > 0 ? -1 : 0;
        sql.append(in.take(1));
      }
    }
  }

  /** Comments nest. */
  private void comment(PsqlLine in) {
    sql.append(in.take(State.COMMENT.inside));
    if (in.atEnd()) {
      return;
    }
    comments += in.looksAt("/*") ? 1 : -1;
    sql.append(in.take(2));
    if (comments == 0) {
      state = State.SQL;
    }
  }

  /** A doubled quote is part of the string. */
  private void quoted(PsqlLine in) {
    boolean dollars = state == State.DOLLARS;
    sql.append(dollars ? in.takeUpTo(dollarTag) : in.take(state.inside));
    if (!in.atEnd()) {
      sql.append(in.take(dollars ? dollarTag.length() : 1));
      state = State.SQL;
    }
  }
}
