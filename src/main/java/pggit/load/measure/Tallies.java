package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a recorder's requests: the content of {@code tallies.json}, a {@link JsonFile}.
 *
 * @param schema version of the file format, {@link #SCHEMA} for new ones
 * @param straddled see {@link Recorder#straddled}
 * @param operations in the order of their first appearance
 */
record Tallies(int schema, long straddled, List<Counts> operations) {

  /** Name of the file in the recorder's directory. */
  static final String NAME = "tallies.json";

  static final int SCHEMA = 1;

  /**
   * A {@link Tally}.
   *
   * @param span empty where nothing was counted
   * @param longestFailure zero if there was none
   */
  record Counts(
      String operation,
      long successes,
      List<Failures> failures,
      Optional<Span> span,
      Duration longestFailure) {
    Counts {
      Objects.requireNonNull(operation, "operation");
      failures = List.copyOf(failures);
      Objects.requireNonNull(span, "span");
      if (successes < 0 || longestFailure.isNegative()) {
        throw new IllegalArgumentException(
            "successes and longestFailure must be >= 0, were %d and %s"
                .formatted(successes, longestFailure));
      }
    }
  }

  /** Failures of one kind, with one of them. */
  record Failures(Cause.Kind kind, long count, String example) {
    Failures {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(example, "example");
      if (count < 1) {
        throw new IllegalArgumentException("count must be >= 1, was " + count);
      }
    }
  }

  /** From the start of the first request to the end of the last one. */
  record Span(Instant firstStarted, Instant lastEnded) {
    Span {
      if (lastEnded.isBefore(firstStarted)) {
        throw new IllegalArgumentException(
            "lastEnded must not be before firstStarted, were %s and %s"
                .formatted(lastEnded, firstStarted));
      }
    }
  }

  Tallies {
    operations = List.copyOf(operations);
    if (straddled < 0) {
      throw new IllegalArgumentException("straddled must be >= 0, was " + straddled);
    }
  }

  void write(Path directory) {
    JsonFile.write(directory.resolve(NAME), this);
  }

  static Tallies read(Path directory) {
    return JsonFile.read(directory.resolve(NAME), Tallies.class, SCHEMA);
  }
}
