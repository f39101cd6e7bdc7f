package pggit.load.exhaustion;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Texts whose length in bytes and whose content are known. */
final class Texts {

  /** What escaping, encodings and regular expressions stumble over, 1 to 4 bytes each. */
  private static final String[] AWKWARD = {
    "'", "''", "\\", "\\n", "\n", "\r\n", "\t", "\"", "$1", "$$", "%s", "?", ";", "--", "/*", "{}",
    "é", "ß", "€", "漢", "\u00a0", "\u200d", "\ufeff", "🐘", "𝔘", "e\u0301", " ", "0", "a", "Z"
  };

  private Texts() {}

  /**
   * The beginning, followed by awkward characters and digits up to the length.
   *
   * @param bytes in UTF-8, not less than the beginning has
   * @param seed the same seed gives the same text
   */
  static String padded(String beginning, int bytes, long seed) {
    var text = new StringBuilder(bytes).append(beginning);
    int left = bytes - beginning.getBytes(StandardCharsets.UTF_8).length;
    if (left < 0) {
      throw new IllegalArgumentException(
          "no room for " + beginning.length() + " characters in " + bytes + " bytes");
    }
    var random = new SplittableRandom(seed);
    while (left > 0) {
      if (random.nextInt(8) == 0) {
        var piece = AWKWARD[random.nextInt(AWKWARD.length)];
        int length = piece.getBytes(StandardCharsets.UTF_8).length;
        if (length <= left) {
          text.append(piece);
          left -= length;
          continue;
        }
      }
      text.append((char) ('0' + random.nextInt(75))); // up to z
      left--;
    }
    return text.toString();
  }
}
