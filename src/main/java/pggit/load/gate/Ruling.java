package pggit.load.gate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Locale;

/** What the gate says, of one metric or of all together. */
public enum Ruling {
  /** Surely not worse than allowed. */
  PASS(0),
  /** Surely better, and by more than what would be a regression the other way round. */
  IMPROVEMENT(0),
  /** Surely worse, and by more than allowed. */
  REGRESSION(1),
  /** Neither is sure: the interval is too wide, or something is missing. */
  UNDECIDED(2);

  private final int exitCode;

  Ruling(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** {@code pass}, {@code regression}: as it stands in files and on the console. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One regression decides; without one, one doubt. Nothing at all is no pass. */
  static Ruling of(Collection<Ruling> parts) {
    if (parts.contains(REGRESSION)) {
      return REGRESSION;
    }
    return parts.isEmpty() || parts.contains(UNDECIDED) ? UNDECIDED : PASS;
  }
}
