package pggit.load.pggit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file, its line that is being read and a place in it: pieces of SQL, or the
 * arguments of a meta-command, up to the next backslash or the line's end. The values of variables
 * become part of the line.
 */
final class PsqlText {

  private static final Pattern REFERENCE =
      Pattern.compile(
          ":(?:%1$s|'%1$s'|\"%1$s\"|\\{\\?%1$s\\})".formatted("[\\w\\x{80}-\\x{10FFFF}]+"));
  private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r\\f]+");
  private static final Pattern NAME = Pattern.compile("[^ \\t\\n\\r\\f\\\\]*");
  private static final Pattern PLAIN = Pattern.compile("[^ \\t\\n\\r\\f\\\\'\"`:]+");
  private static final Pattern QUOTED =
      Pattern.compile("(?s)'(?:[^'\\\\]++|\\\\.|'')*+'|\"[^\"]*\"|`[^`]*`");
  private static final Pattern ARGUMENTS =
      Pattern.compile("(?s)(?:[^'\"`\\\\]++|" + QUOTED.pattern().substring(4) + ")*+");
  private static final Pattern SPECIAL =
      Pattern.compile("(?s)''|\\\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3}|[ntrbf])|.)");

  /** A variable whose value is being read, until only so much of the line is left. */
  private record Expansion(String variable, int left) {}

  private final List<String> lines;
  private final PsqlVariables variables;
  private final BooleanSupplier active;
  private final Deque<Expansion> expansions = new ArrayDeque<>();
  private String text = "";
  private int at;
  private int line;
  private boolean stops;
  private boolean unended;

  /**
   * @param active whether variables have their values here, and backquotes their meaning
   */
  PsqlText(String text, PsqlVariables variables, BooleanSupplier active) {
    this.lines =
        List.of(text.replaceFirst("^\uFEFF", "").replaceFirst("\n\\z", "").split("\n", -1));
    this.variables = variables;
    this.active = active;
  }

  /** Goes to the beginning of the next line; false if there is none. */
  boolean nextLine() {
    if (line == lines.size()) {
      return false;
    }
    stops = variables.isOn(PsqlVariables.ON_ERROR_STOP);
    text = lines.get(line++);
    at = 0;
    unended = false;
    expansions.clear();
    return true;
  }

  /** How many lines have been read: what psql calls the line of an error. */
  int line() {
    return line;
  }

  /** Whether an error ends the reading; what a line changes holds from the next one on. */
  boolean stops() {
    return stops;
  }

  /** The lines that follow, up to one of {@code \.} or the end: the data of a COPY. */
  String takeData() {
    StringBuilder data = new StringBuilder();
    while (line < lines.size()) {
      String row = lines.get(line++);
      if (row.equals("\\.") || row.equals("\\.\r")) {
        break;
      }
      data.append(row).append('\n');
    }
    return data.toString();
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean looksAt(String what) {
    return text.startsWith(what, at);
  }

  /** The next characters, fewer at the end. */
  String take(int count) {
    int from = at;
    at += Math.min(count, text.length() - at);
    return text.substring(from, at);
  }

  /** What the pattern matches here, else empty. */
  String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? take(matcher.end() - at) : "";
  }

  /** Up to these characters, or the rest. */
  String takeUpTo(String what) {
    int end = text.indexOf(what, at);
    return take((end < 0 ? text.length() : end) - at);
  }

  String takeRest() {
    return take(text.length());
  }

  /**
   * A colon and the name behind it, as the variable's value; as they stand if there is none.
   *
   * @param again whether a plain value is read as if it stood in the line, as it is in SQL
   */
  String takeReference(boolean again) {
    String reference = take(REFERENCE);
    if (reference.isEmpty()) {
      return take(1);
    }
    String name = reference.replaceAll("[:'\"{?}]", "");
    Optional<String> value = active.getAsBoolean() ? variables.get(name) : Optional.empty();
    Optional<String> put =
        switch (reference.charAt(1)) {
          case '{' -> Optional.of(value.isPresent() ? "TRUE" : "FALSE");
          case '\'' -> value.map(PsqlVariables::literal);
          case '"' -> value.map(History::quoted);
          default -> again ? value.filter(v -> expand(name, v)).map(v -> "") : value;
        };
    return put.orElse(reference);
  }

  /** Puts a value here, but not into itself. */
  private boolean expand(String variable, String value) {
    int left = text.length() - at;
    expansions.removeIf(e -> e.left() > left);
    if (expansions.stream().anyMatch(e -> e.variable().equals(variable))) {
      return false;
    }
    expansions.push(new Expansion(variable, left));
    text = value + text.substring(at);
    at = 0;
    return true;
  }

  /** The name of a meta-command. */
  String takeName() {
    return take(NAME);
  }

  /** All arguments that are left. */
  List<String> arguments() {
    return arguments(false);
  }

  /** The same without semicolons at their ends, unless they are quoted. */
  List<String> bareArguments() {
    return arguments(true);
  }

  /** Takes a file or, behind a bar, a shell command that reaches to the end of the line. */
  void takeTarget() {
    take(SPACE);
    if (looksAt("|")) {
      takeRest();
    } else {
      arguments();
    }
  }

  /** Leaves out the arguments that are left. A double backslash ends them, and SQL may follow. */
  void finish() {
    take(ARGUMENTS);
    if (looksAt("\\\\")) {
      take(2);
    } else if (!atEnd() && !looksAt("\\")) {
      takeRest();
      unended = true;
    }
  }

  /** Whether an argument's quote had no end, which loses the argument. */
  boolean unended() {
    return unended;
  }

  private List<String> arguments(boolean bare) {
    List<String> arguments = new ArrayList<>();
    for (take(SPACE); !atEnd() && !looksAt("\\"); take(SPACE)) {
      StringBuilder argument = new StringBuilder();
      int kept = 0;
      for (char c = next(); c != ' ' && c != '\\'; c = next()) {
        if ("'\"`".indexOf(c) >= 0) {
          String quoted = take(QUOTED);
          if (quoted.isEmpty()) {
            takeRest();
            unended = true;
            return arguments;
          }
          if (c == '`' && active.getAsBoolean()) {
            throw new PsqlRefusal("shell commands in backquotes are not run");
          }
          argument.append(c == '\'' ? meant(quoted) : quoted);
          kept = argument.length();
        } else if (c == ':') {
          argument.append(takeReference(false));
          kept = argument.length();
        } else {
          argument.append(take(PLAIN));
        }
      }
      int length = argument.length();
      while (bare && length > kept && argument.charAt(length - 1) == ';') {
        length--;
      }
      arguments.add(argument.substring(0, length));
    }
    return arguments;
  }

  /** The next character; a space for any white space, and at the end. */
  private char next() {
    return atEnd() || "\t\n\r\f".indexOf(text.charAt(at)) >= 0 ? ' ' : text.charAt(at);
  }

  /** Between single quotes psql knows C's escapes. */
  private static String meant(String quoted) {
    return SPECIAL
        .matcher(quoted.substring(1, quoted.length() - 1))
        .replaceAll(special -> Matcher.quoteReplacement(meant(special)));
  }

  private static String meant(MatchResult special) {
    String escape = special.group();
    if (special.group(1) != null) {
      return Character.toString(Integer.parseInt(special.group(1), 16));
    }
    return special.group(2) == null ? escape.substring(1) : escape.translateEscapes();
  }
}
