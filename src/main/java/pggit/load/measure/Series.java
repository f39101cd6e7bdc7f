package pggit.load.measure;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What one histogram is about. In {@code latency.hlog} its tag is {@code operation/part/phase},
 * with names form-encoded ({@code first+commit/response/50+users}), because a tag holds neither
 * blank nor comma.
 */
public record Series(String operation, Part part, String phase) {

  /** Whether an operation is a commit, by its name: {@code "commit, 10 at once"}. */
  public static boolean isCommit(String operation) {
    return operation.equals("commit")
        || operation.startsWith("commit,")
        || operation.startsWith("commit ")
        || operation.endsWith(" commit");
  }

  String tag() {
    return encode(operation) + "/" + part.label() + "/" + encode(phase);
  }

  /**
   * The series of a tag.
   *
   * @throws IllegalArgumentException if the tag is not one that {@link #tag} writes
   */
  static Series ofTag(String tag) {
    String[] names = tag.split("/", -1);
    if (names.length != 3) {
      throw new IllegalArgumentException(
          "tag \"" + tag + "\": expected <operation>/<part>/<phase>");
    }
    return new Series(
        decode(names[0]), Part.valueOf(names[1].toUpperCase(Locale.ROOT)), decode(names[2]));
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String decode(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }
}
