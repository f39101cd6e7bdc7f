package pggit.load.pggit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a script and a place in it. The values of variables become part of the line. */
final class PsqlLine {

  private static final String NAME = "[\\w\\x{80}-\\x{10FFFF}]+";
  private static final Pattern REFERENCE =
      Pattern.compile(
          ":(?:(?<plain>%1$s)|'(?<literal>%1$s)'|\"(?<quoted>%1$s)\"|\\{\\?(?<test>%1$s)\\})"
              .formatted(NAME));

  /** A variable whose value is being read, until only so much of the line is left. */
  private record Expansion(String variable, int left) {}

  private final Function<String, Optional<String>> variables;
  private final Deque<Expansion> expansions = new ArrayDeque<>();
  private String text;
  private int at;

  PsqlLine(String text, Function<String, Optional<String>> variables) {
    this.text = text;
    this.variables = variables;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The next character, a space at the end. */
  char peek() {
    return atEnd() ? ' ' : text.charAt(at);
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

  String takeRest() {
    return take(text.length());
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

  /**
   * A colon and the name behind it, as the variable's value; as they stand if there is none.
   *
   * @param again whether a plain value is read as if it stood in the line, as it is in SQL
   */
  String takeReference(boolean again) {
    Matcher reference = REFERENCE.matcher(text).region(at, text.length());
    if (!reference.lookingAt()) {
      return take(1);
    }
    String asItStands = take(reference.end() - at);
    if (reference.group("test") != null) {
      return variables.apply(reference.group("test")).isPresent() ? "TRUE" : "FALSE";
    }
    if (reference.group("literal") != null) {
      return variables
          .apply(reference.group("literal"))
          .map(PsqlVariables::literal)
          .orElse(asItStands);
    }
    if (reference.group("quoted") != null) {
      return variables.apply(reference.group("quoted")).map(History::quoted).orElse(asItStands);
    }
    String name = reference.group("plain");
    Optional<String> value = variables.apply(name);
    if (value.isEmpty() || !again) {
      return value.orElse(asItStands);
    }
    return expand(name, value.get()) ? "" : asItStands;
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
}
