package pggit.load.check;

/** Texts for people. */
final class Text {

  private Text() {}

  /** For a message: line ends and control characters escaped, cut off if too long. */
  static String shown(String text, int longest) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    shown.append(String.format("\\x%02x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return text.codePointCount(0, text.length()) > longest
        ? shown.append("…").toString()
        : shown + "";
  }
}
