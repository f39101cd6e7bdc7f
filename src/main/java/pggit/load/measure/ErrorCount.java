package pggit.load.measure;

import java.util.Objects;

/**
 * How often one operation failed in one way, whatever the phase.
 *
 * @param operation the operation's name
 * @param sqlState the SQLSTATE, or a word in its place where there is none: {@code "timeout"}
 * @param count how often, 1 or more
 * @param example the message of the first one, without parameter values
 */
public record ErrorCount(String operation, String sqlState, long count, String example) {
  public ErrorCount {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(sqlState, "sqlState");
    Objects.requireNonNull(example, "example");
    if (count < 1) {
      throw new IllegalArgumentException("count must be >= 1, was " + count);
    }
  }
}
