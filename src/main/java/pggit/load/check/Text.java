package pggit.load.check;

import java.util.regex.Pattern;

/** Texts for people. */
final class Text {

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

  private Text() {}

  /** For a message: line ends and control characters escaped, cut off if too long. */
  static String shown(String text, int longest) {
    boolean cut = text.codePointCount(0, text.length()) > longest;
    var shown = cut ? text.substring(0, text.offsetByCodePoints(0, longest)) + "…" : text;
    return CONTROL
        .matcher(shown)
        .replaceAll(
            found ->
                switch (found.group()) {
                  case "\n" -> "\\\\n";
                  case "\r" -> "\\\\r";
                  case "\t" -> "\\\\t";
                  default -> String.format("\\\\x%02x", (int) found.group().charAt(0));
                });
  }
}
