package pggit.load.exhaustion;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Texts whose length in bytes and whose content are known. */
final class Texts {

  private static final String PLAIN =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /**
   * Where a length in characters is not one in bytes, and what is cut is cut in two. No backslash
   * and no quote: a pgGit that refuses those would refuse them at any length and without any fault,
   * which checks of their own find.
   */
  private static final String[] LONG = {
    "é", "ß", "€", "漢", "\u00a0", "\u200d", "\ufeff", "🐘", "𝔘", "e\u0301", " "
  };

  private Texts() {}

  /**
   * The beginning, followed by letters, digits and longer characters up to the length.
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
        var piece = LONG[random.nextInt(LONG.length)];
        int length = piece.getBytes(StandardCharsets.UTF_8).length;
        if (length <= left) {
          text.append(piece);
          left -= length;
          continue;
        }
      }
      text.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
      left--;
    }
    return text.toString();
  }
}
