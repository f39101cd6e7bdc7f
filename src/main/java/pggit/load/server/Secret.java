package pggit.load.server;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A password that cannot be printed by accident: {@link #toString} shows three stars, whatever it
 * holds.
 */
public final class Secret {

  private static final Secret NONE = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A secret holding {@code value}; empty for servers that do not ask for one. */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    return value.isEmpty() ? NONE : new Secret(value);
  }

  /** Letters and digits that nobody can guess, two for each byte. */
  static String randomText(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The value itself; for the call that hands it over, never for a text. */
  public String reveal() {
    return value;
  }

  public boolean isNone() {
    return value.isEmpty();
  }

  /** The text with every occurrence of this secret replaced by stars. */
  public String redact(String text) {
    return isNone() ? text : text.replace(value, "***");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
