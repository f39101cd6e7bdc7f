package pggit.load.target;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pggit.load.server.SetupException;

/**
 * Takes a psql script apart: statements end at a {@code ;} outside of quotes, comments, parentheses
 * and {@code BEGIN ATOMIC} bodies, meta-commands start with a backslash outside of quotes.
 * Variables are put in while reading, so that a {@code \set} between two calls has its effect.
 *
 * @see <a href="https://www.postgresql.org/docs/17/app-psql.html">psql</a>, and its psqlscan.l,
 *     whose rules these are
 */
final class PsqlLexer {

  /** A piece of a script. */
  sealed interface Item {
    /** Where it starts, counted from 1. */
    int line();
  }

  /** Without the semicolon, and without comments before it. */
  record Statement(String sql, int line) implements Item {}

  /**
   * @param name without the backslash
   */
  record Command(String name, List<String> arguments, int line) implements Item {
    Command {
      arguments = List.copyOf(arguments);
    }
  }

  private final String file;
  private final PsqlCursor in;
  private final PsqlVariables variables;
  private final StringBuilder sql = new StringBuilder();
  private final Body body = new Body();
  private int startLine;

  /**
   * @param file for messages
   */
  PsqlLexer(String file, String text, PsqlVariables variables) {
    this.file = file;
    this.in = new PsqlCursor(text);
    this.variables = variables;
  }

  /**
   * The next piece, empty at the end. The last statement needs no semicolon.
   *
   * @throws SetupException for a quote, comment or meta-command that is not well-formed
   */
  Optional<Item> next() {
    while (!in.atEnd()) {
      char c = in.peek();
      if (c == ';' && body.depth() == 0) {
        in.skip(1);
        if (sql.length() > 0) {
          return Optional.of(statement());
        }
        body.reset();
      } else if (c == '\\') {
        return Optional.of(new PsqlCommandLine(file, in, variables).read());
      } else {
        token(c);
      }
    }
    return sql.length() > 0 ? Optional.of(statement()) : Optional.empty();
  }

  private Statement statement() {
    Statement statement = new Statement(sql.toString().strip(), startLine);
    sql.setLength(0);
    body.reset();
    return statement;
  }

  private void token(char c) {
    if (Character.isWhitespace(c)) {
      String space = in.take(1);
      if (sql.length() > 0) {
        sql.append(space);
      }
    } else if (in.looksAt("--")) {
      comment(in.takeLine());
    } else if (in.looksAt("/*")) {
      blockComment();
    } else if (c == '\'') {
      append(quoted('\'', false));
    } else if (c == '"') {
      append(quoted('"', false));
    } else if (c == '$') {
      dollar();
    } else if (c == ':') {
      colon();
    } else if (PsqlCursor.startsWord(c)) {
      word();
    } else {
      body.bracket(c);
      append(in.take(1));
    }
  }

  private void append(String text) {
    if (sql.length() == 0) {
      startLine = in.line() - (int) text.chars().filter(ch -> ch == '\n').count();
    }
    sql.append(text);
  }

  private void comment(String text) {
    if (sql.length() > 0) {
      sql.append(text);
    }
  }

  private void blockComment() {
    int line = in.line();
    StringBuilder text = new StringBuilder(in.take(2));
    for (int depth = 1; depth > 0; ) {
      if (in.atEnd()) {
        throw unterminated("comment", line);
      }
      if (in.looksAt("/*")) {
        depth++;
        text.append(in.take(2));
      } else if (in.looksAt("*/")) {
        depth--;
        text.append(in.take(2));
      } else {
        text.append(in.take(1));
      }
    }
    comment(text.toString());
  }

  /** From the opening to the closing quote; a doubled one closes and opens again. */
  private String quoted(char quote, boolean escapes) {
    int line = in.line();
    StringBuilder text = new StringBuilder(in.take(1));
    while (!in.atEnd()) {
      char c = in.peek();
      if (escapes && c == '\\') {
        text.append(in.take(2));
        continue;
      }
      text.append(in.take(1));
      if (c == quote) {
        // An E string goes on after a line break: E'a\'' <newline> 'b\''.
        String gap = escapes ? in.gapBeforeContinuation() : "";
        if (gap.isEmpty()) {
          return text.toString();
        }
        text.append(in.take(gap.length() + 1));
      }
    }
    throw unterminated(quote == '"' ? "quoted identifier" : "string", line);
  }

  private void dollar() {
    String tag = in.dollarTag();
    if (tag.isEmpty()) {
      append(in.take(1)); // a parameter such as $1
      return;
    }
    int line = in.line();
    String rest = in.takeThrough(tag);
    if (rest.isEmpty()) {
      throw unterminated("string " + tag, line);
    }
    append(rest);
  }

  private void word() {
    String word = in.takeWord();
    append(word);
    if (word.equalsIgnoreCase("e") && !in.atEnd() && in.peek() == '\'') {
      append(quoted('\'', true));
      return;
    }
    body.word(word.toLowerCase(Locale.ROOT));
  }

  private void colon() {
    if (in.looksAt("::") || in.looksAt(":=")) {
      append(in.take(2));
      return;
    }
    append(new PsqlReference(in, variables).takeOr(() -> in.take(1)));
  }

  private SetupException unterminated(String what, int line) {
    return new SetupException(file + ":" + line + ": this " + what + " has no end");
  }

  /** Whether a semicolon is inside parentheses or an SQL body, as psql keeps track of it. */
  private static final class Body {
    private static final int LEADING = 4;
    private final StringBuilder leading = new StringBuilder();
    private int words;
    private int parentheses;
    private int begins;

    int depth() {
      return parentheses + begins;
    }

    void reset() {
      leading.setLength(0);
      words = 0;
      parentheses = 0;
      begins = 0;
    }

    void bracket(char c) {
      if (c == '(') {
        parentheses++;
      } else if (c == ')' && parentheses > 0) {
        parentheses--;
      }
    }

    void word(String word) {
      if (words++ < LEADING) {
        leading.append(word).append(' ');
      }
      if (parentheses > 0 || !definesRoutine()) {
        return;
      }
      if (word.equals("begin") || (word.equals("case") && begins > 0)) {
        begins++;
      } else if (word.equals("end") && begins > 0) {
        begins--;
      }
    }

    private boolean definesRoutine() {
      String start = leading.toString().replaceFirst("^create or replace ", "create ");
      return start.startsWith("create function ") || start.startsWith("create procedure ");
    }
  }
}
