package pggit.load.check;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What a script says is wrong.
 *
 * @param about what of the property it is about, empty for all of it
 * @param extent of a failure, {@code " in 12 of them"}; differs from time to time
 * @param failure of the statement that it is about, if it is about one
 */
record Told(String about, String text, String extent, Optional<Failure> failure, Signs signs) {

  static Told found(String about, String text, Signs signs) {
    return new Told(about, text, "", Optional.empty(), signs);
  }

  static Told failed(String about, String text, SQLException e) {
    return new Told(about, text, "", Optional.of(Failure.of(e)), Signs.NONE);
  }

  /** Whether the same statement about the same fails with the same SQLSTATE. */
  boolean failsAs(Told other) {
    return about.equals(other.about)
        && text.equals(other.text)
        && failure.map(Failure::state).equals(other.failure.map(Failure::state));
  }

  void addTo(Findings findings) {
    failure.ifPresentOrElse(
        f -> findings.add(text + " fails" + extent + " with " + f, f),
        () -> findings.add(text, signs));
  }
}
