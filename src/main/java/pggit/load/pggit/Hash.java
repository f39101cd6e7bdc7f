package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * 64 bits for a text, the first half of MurmurHash3 x64. Among 10 million texts some two are taken
 * for one another with probability 3 in a million; it does not guard against malice.
 */
final class Hash {

  private Hash() {}

  /** Never 0, which stands for "none". */
  static long of(byte[] utf8) {
    long hash = MurmurHash3.hash128x64(utf8, 0, utf8.length, MurmurHash3.DEFAULT_SEED)[0];
    return hash == 0 ? 1 : hash;
  }

  static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
