package pggit.load.check;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Random;

/** Texts to be stored, and how they came back. */
final class Text {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

  private Text() {}

  /** A text that does not compress to less than three quarters: index and TOAST see its size. */
  static String random(int length, long seed) {
    var random = new Random(seed);
    var text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) LETTERS.charAt(random.nextInt(64));
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

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

  static String shown(String text) {
    return "“" + shown(text, 40) + "”";
  }

  /** How a text was changed on its way, in words. */
  static String change(String sent, String stored) {
    if (stored.isEmpty()) {
      return "stored as an empty text";
    }
    if (sent.startsWith(stored)) {
      int bytes = bytes(stored);
      boolean blanks = sent.substring(stored.length()).isBlank();
      return blanks
          ? "blanks at its end are gone"
          : "cut off after " + bytes + " of " + bytes(sent) + " bytes";
    }
    if (sent.strip().equals(stored)) {
      return "blanks at its ends are gone";
    }
    if (sent.stripLeading().equals(stored)) {
      return "blanks at its start are gone";
    }
    if (stored.equals(sent.replace("'", "''"))) {
      return "quotes doubled";
    }
    if (stored.equals(sent.replace("\\", "\\\\"))) {
      return "backslashes doubled";
    }
    if (stored.equals(sent.replace("\\", ""))) {
      return "backslashes gone";
    }
    if (stored.equals(sent.replace("\r\n", "\n"))) {
      return "CR LF became LF";
    }
    if (stored.equals(sent.replaceAll("\\s+", " ")) || stored.equals(sent.replaceAll("\\s", " "))) {
      return "line ends and tabs became blanks";
    }
    for (var form : Normalizer.Form.values()) {
      if (stored.equals(Normalizer.normalize(sent, form))) {
        return "characters replaced by their Unicode normal form (" + form + ")";
      }
    }
    if (stored.equalsIgnoreCase(sent)) {
      return "upper and lower case changed";
    }
    int at = 0;
    while (at < Math.min(sent.length(), stored.length()) && sent.charAt(at) == stored.charAt(at)) {
      at++;
    }
    if (bytes(stored) < bytes(sent) && stored.startsWith(sent.substring(0, stored.length() / 2))) {
      return "%d of %d bytes are left, the first difference after byte %d"
          .formatted(bytes(stored), bytes(sent), bytes(sent.substring(0, at)));
    }
    return "stored as " + shown(stored) + " (" + bytes(stored) + " bytes)";
  }
}
