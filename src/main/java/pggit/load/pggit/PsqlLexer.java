package pggit.load.pggit;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Collects statements from the lines of a file: they end at a {@code ;} outside of quotes,
 * comments, parentheses and {@code BEGIN ATOMIC} bodies.
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
          "(?s)(?:[eEbBxX]|[uU]&)?'|%1$s[%2$s$]*|\\$(?:%1$s[%2$s]*)?\\$|::|:=|\\\\[;:]|."
              .formatted("[A-Za-z_\\x{80}-\\x{10FFFF}]", "\\w\\x{80}-\\x{10FFFF}"));

  private final PsqlText in;
  private final BooleanSupplier standardStrings;
  private final StringBuilder sql = new StringBuilder();
  private final StringBuilder leading = new StringBuilder();
  private int tokens;
  private int begins;
  private int parentheses;
  private boolean begun;
  private int startLine;
  private boolean standard;

  /**
   * @param standardStrings whether a backslash is nothing special in a plain string; asked at the
   *     beginning of a line
   */
  PsqlLexer(PsqlText in, BooleanSupplier standardStrings) {
    this.in = in;
    this.standardStrings = standardStrings;
  }

  /** Goes on with the next line that is not empty, as psql does; false if there is none. */
  boolean nextLine() {
    do {
      if (!in.nextLine()) {
        return false;
      }
    } while (in.atEnd());
    begin();
    return true;
  }

  /** Within quotes and comments an empty line is one as well. */
  private boolean anyLine() {
    boolean there = in.nextLine();
    if (there) {
      begin();
    }
    return there;
  }

  private void begin() {
    standard = standardStrings.getAsBoolean();
    sql.append(sql.isEmpty() ? "" : "\n");
  }

  /** Whether there is more than comments that are complete. */
  boolean hasStatement() {
    return begun;
  }

  /** Where the statement begins, comments before it not counted. */
  int startLine() {
    return startLine;
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
  }

  /** What forgets whatever has been read from now on. */
  Runnable mark() {
    int length = sql.length();
    int open = parentheses;
    boolean before = begun;
    return () -> {
      sql.setLength(Math.min(sql.length(), length));
      parentheses = open;
      begun = before;
    };
  }

  /** Reads on, in quotes and comments beyond the end of the line. */
  Stop read() {
    while (!in.atEnd()) {
      startLine = begun ? startLine : in.line();
      if (in.looksAt("/*")) {
        comment();
      } else if (!space()) {
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
        token();
      }
    }
    return Stop.LINE_END;
  }

  private boolean space() {
    String space = in.take(SPACE);
    sql.append(sql.isEmpty() ? "" : space);
    return !space.isEmpty();
  }

  /** Comments nest; one without an end counts as a statement. */
  private void comment() {
    int open = 0;
    do {
      sql.append(in.take(IN_COMMENT));
      if (!in.atEnd()) {
        open += in.looksAt("/*") ? 1 : -1;
        sql.append(in.take(2));
      } else if (!anyLine()) {
        begun = true;
        return;
      }
    } while (open > 0);
  }

  /** A doubled quote counts as two strings side by side, unless there are escapes. */
  private void quoted(String end, boolean escapes) {
    do {
      sql.append(escapes ? in.take(IN_ESCAPES) : in.takeUpTo(end));
    } while (in.atEnd() && anyLine());
    sql.append(in.take(end.length()));
  }

  private void token() {
    if (in.looksAt(":") && !in.looksAt("::") && !in.looksAt(":=")) {
      sql.append(in.takeReference(true));
      return;
    }
    String token = in.take(TOKEN);
    // A backslash stands for the semicolon or colon behind it.
    sql.append(token.startsWith("\\") ? token.substring(1) : token);
    if (token.endsWith("'")) {
      quoted("'", token.equals("'") ? !standard : token.equalsIgnoreCase("e'"));
    } else if (token.equals("\"") || (token.startsWith("$") && token.length() > 1)) {
      quoted(token, false);
    } else if (token.equals("(")) {
      parentheses++;
    } else if (token.equals(")")) {
      parentheses = Math.max(0, parentheses - 1);
    } else if (token.equals("\\;")) {
      restart();
    } else {
      word(token.toLowerCase(Locale.ROOT));
    }
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
