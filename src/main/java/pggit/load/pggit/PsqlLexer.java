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

  /** Tokens at the beginning of a statement that may tell that it makes a routine. */
  private static final int LEADING = 4;

  private static final Pattern ROUTINE =
      Pattern.compile("create (?:or replace )?(?:function|procedure) .*");
  private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r\\f]+|--[^\\n\\r]*");
  private static final Pattern IN_COMMENT = Pattern.compile("(?s)(?:[^*/]++|\\*(?!/)|/(?!\\*))*+");
  private static final Pattern IN_ESCAPES = Pattern.compile("(?s)(?:[^'\\\\]++|''|\\\\.?)*+");

  /** The beginning of a string, a word, a dollar quote, an escaped character, or any other. */
  private static final Pattern TOKEN =
      Pattern.compile(
          ("(?s)(?:[eEbBxX]|[uU]&)?'|%1$s[%2$s$]*|\\$(?:%1$s[%2$s]*)?\\$|::|:=|\\\\[;:]|.")
              .formatted("[A-Za-z_\\x{80}-\\x{10FFFF}]", "\\w\\x{80}-\\x{10FFFF}"));

  private final StringBuilder sql = new StringBuilder();
  private final StringBuilder leading = new StringBuilder();
  private int tokens;
  private int begins;
  private int parentheses;

  /** What ends the quote that is open; empty outside of quotes. */
  private String quoteEnd = "";

  /** Whether a backslash is special in the string that is open. */
  private boolean escapes;

  private int comments;
  private boolean begun;
  private int startLine;
  private boolean standardStrings;

  /** Whether a quote or a comment is open. */
  boolean inQuote() {
    return comments > 0 || !quoteEnd.isEmpty();
  }

  /** Whether there is more than comments that are complete. */
  boolean hasStatement() {
    return begun || comments > 0;
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
    sql.append(sql.isEmpty() ? "" : "\n");
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
    comments = 0;
    quoteEnd = "";
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
      startLine = hasStatement() ? startLine : line;
      if (!quoteEnd.isEmpty()) {
        quoted(in);
      } else if (comments > 0 || in.looksAt("/*")) {
        comment(in);
      } else if (!space(in)) {
        if (in.looksAt(";") && parentheses + begins == 0) {
          sql.append(in.take(1));
          restart();
          return Stop.SEMICOLON;
        }
        if (in.looksAt("\\") && !in.looksAt("\\;") && !in.looksAt("\\:")) {
          in.take(1);
          return Stop.BACKSLASH;
        }
        begun = true;
        token(in);
      }
    }
    return Stop.LINE_END;
  }

  private boolean space(PsqlLine in) {
    String space = in.take(SPACE);
    sql.append(sql.isEmpty() ? "" : space);
    return !space.isEmpty();
  }

  /** A doubled quote counts as two strings side by side, unless there are escapes. */
  private void quoted(PsqlLine in) {
    sql.append(escapes ? in.take(IN_ESCAPES) : in.takeUpTo(quoteEnd));
    if (!in.atEnd()) {
      sql.append(in.take(quoteEnd.length()));
      quoteEnd = "";
    }
  }

  /** Comments nest. */
  private void comment(PsqlLine in) {
    sql.append(in.take(IN_COMMENT));
    if (!in.atEnd()) {
      comments += in.looksAt("/*") ? 1 : -1;
      sql.append(in.take(2));
    }
  }

  private void token(PsqlLine in) {
    if (in.looksAt(":") && !in.looksAt("::") && !in.looksAt(":=")) {
      sql.append(in.takeReference(true));
      return;
    }
    String token = in.take(TOKEN);
    if (token.endsWith("'")) {
      quote("'", token.equals("'") ? !standardStrings : token.equalsIgnoreCase("e'"));
    } else if (token.equals("\"") || (token.startsWith("$") && token.length() > 1)) {
      quote(token, false);
    } else if (token.equals("(")) {
      parentheses++;
    } else if (token.equals(")")) {
      parentheses = Math.max(0, parentheses - 1);
    } else if (token.equals("\\;")) {
      restart();
    } else {
      word(token.toLowerCase(Locale.ROOT));
    }
    // A backslash stands for the semicolon or colon behind it.
    sql.append(token.startsWith("\\") ? token.substring(1) : token);
  }

  private void quote(String end, boolean withEscapes) {
    quoteEnd = end;
    escapes = withEscapes;
  }

  /** Between BEGIN ATOMIC and END a semicolon ends nothing, as psql keeps track of it. */
  private void word(String word) {
    if (tokens++ < LEADING) {
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

  /** Another statement begins. */
  private void restart() {
    leading.setLength(0);
    tokens = 0;
  }
}
