package pggit.load.check;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What a script says is wrong.
 *
 * @param about what of the property it is about, empty for all of it
 * @param failure of the statement that it is about, if it is about one
 */
record Told(String about, String text, Optional<Failure> failure, Signs signs) {

  static Told failed(String about, String text, SQLException e) {
    return new Told(about, text, Optional.of(Failure.of(e)), Signs.NONE);
  }

  /** Whether the same statement fails with the same SQLSTATE. */
  boolean failsAs(Told other) {
    return text.equals(other.text)
        && failure.map(Failure::state).equals(other.failure.map(Failure::state));
  }

  void addTo(Findings findings) {
    failure.ifPresentOrElse(
        f -> findings.add(text + " fails with " + f, f), () -> findings.add(text, signs));
  }
}
