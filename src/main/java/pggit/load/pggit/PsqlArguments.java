package pggit.load.pggit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a meta-command, up to the next backslash or the line's end. */
final class PsqlArguments {

  private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r\\f]+");
  private static final Pattern NAME = Pattern.compile("[^ \\t\\n\\r\\f\\\\]*");
  private static final String END = " \t\n\r\f\\";
  private static final Pattern QUOTED = Pattern.compile("(?s)'(?:[^'\\\\]++|\\\\.|'')*+'");
  private static final Pattern SPECIAL =
      Pattern.compile("(?s)''|\\\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))");

  private final PsqlLine in;
  private final BooleanSupplier active;
  private boolean finishing;
  private boolean unended;

  /**
   * @param active whether they are of any effect
   */
  PsqlArguments(PsqlLine in, BooleanSupplier active) {
    this.in = in;
    this.active = active;
  }

  /** The command's name, which stands before them. */
  String name() {
    return in.take(NAME);
  }

  /** Whether an argument's quote had no end, which loses the argument. */
  boolean unended() {
    return unended;
  }

  /** What is left of the line, whatever it is. */
  String line() {
    in.take(SPACE);
    return in.takeRest();
  }

  /** A file or, behind a bar, a shell command that reaches to the end of the line. */
  void target() {
    in.take(SPACE);
    if (in.looksAt("|")) {
      in.takeRest();
    } else {
      next();
    }
  }

  /** All that are left. */
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (Optional<String> next = next(); next.isPresent(); next = next()) {
      rest.add(next.get());
    }
    return rest;
  }

  /** Leaves out what is left. A double backslash ends the arguments, and SQL may follow. */
  void finish() {
    finishing = true;
    rest();
    if (in.looksAt("\\\\")) {
      in.take(2);
    }
  }

  /** The next one, empty at the end. */
  Optional<String> next() {
    return next(false);
  }

  /** The next one without semicolons at its end, unless they are quoted. */
  Optional<String> nextBare() {
    return next(true);
  }

  private Optional<String> next(boolean bare) {
    in.take(SPACE);
    StringBuilder argument = new StringBuilder();
    int kept = 0;
    boolean present = false;
    while (!END.contains(String.valueOf(in.peek()))) {
      char c = in.peek();
      boolean special = "'\"`:".indexOf(c) >= 0;
      switch (c) {
        case '\'' -> argument.append(quoted());
        case '"', '`' -> verbatim(argument, c);
        case ':' -> argument.append(in.takeReference(false));
        default -> argument.append(in.take(1));
      }
      if (unended) {
        return Optional.empty();
      }
      present |= special;
      kept = special ? argument.length() : kept;
    }
    while (bare && argument.length() > kept && argument.charAt(argument.length() - 1) == ';') {
      argument.setLength(argument.length() - 1);
    }
    return present || !argument.isEmpty() ? Optional.of(argument.toString()) : Optional.empty();
  }

  /** Between single quotes psql knows C's escapes. */
  private String quoted() {
    String quoted = in.take(QUOTED);
    unended = quoted.isEmpty();
    return SPECIAL
        .matcher(unended ? in.takeRest() : quoted.substring(1, quoted.length() - 1))
        .replaceAll(special -> Matcher.quoteReplacement(meant(special)));
  }

  /** The quotes stay. */
  private void verbatim(StringBuilder argument, char quote) {
    if (quote == '`' && active.getAsBoolean() && !finishing) {
      throw new PsqlRefusal("shell commands in backquotes are not run");
    }
    argument.append(in.take(1)).append(in.takeUpTo(String.valueOf(quote)));
    unended = in.atEnd();
    argument.append(in.take(1));
  }

  private static String meant(MatchResult special) {
    if (special.group(1) != null) {
      return Character.toString(Integer.parseInt(special.group(1), 8));
    }
    if (special.group(2) != null) {
      return Character.toString(Integer.parseInt(special.group(2), 16));
    }
    return special.group(3) == null
        ? "'"
        : switch (special.group(3)) {
          case "n" -> "\n";
          case "t" -> "\t";
          case "r" -> "\r";
          case "b" -> "\b";
          case "f" -> "\f";
          default -> special.group(3);
        };
  }
}
