package pggit.load.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps passwords out of messages and files, also those in places where they should not be. */
final class Mask {
  static final String STARS = "***";
  private static final int TYPING_ERRORS = 3;

  /** {@code ?password=x}, {@code &sslpassword=x}: parameters of a JDBC URL. */
  private static final Pattern PARAMETER = Pattern.compile("(?i)(password=)[^&]*");

  /**
   * {@code //user:x@host}: pgjdbc does not understand it, people write it all the same. A port is
   * no password.
   */
  private static final Pattern AUTHORITY = Pattern.compile("(//[^/:@\\s]*:)(?!\\d+[/?])\\S*@");

  private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(pass|pwd|secret|token).*");

  private Mask() {}

  /** The text with passwords in URLs masked. */
  static String inUrls(String text) {
    String masked = PARAMETER.matcher(text).replaceAll("$1" + STARS);
    return AUTHORITY.matcher(masked).replaceAll("$1" + STARS + "@");
  }

  /** Whether a key of this name may well hold a password: one that is known, or a mistyped one. */
  static boolean soundsSecret(String name) {
    return SECRET_NAME.matcher(name).matches()
        || Arrays.stream(name.toLowerCase(Locale.ROOT).split("\\."))
            .anyMatch(part -> Spelling.distance(part, SettingsReader.PASSWORD) <= TYPING_ERRORS);
  }
}
