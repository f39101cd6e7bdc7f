package pggit.load.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What users saw of a fault, or of several at a time.
 *
 * @param fault what was done, in a few words
 * @param lasted until all of it was undone
 * @param gap longest time without a commit, from the beginning on
 * @param first from the end to the first commit; empty if there was none
 * @param all from the end until each user had made a commit that it began after it; empty if one
 *     had not when nobody waited any longer
 * @param failures by SQLSTATE, from the beginning until then
 */
public record Aftermath(
    Instant began,
    String fault,
    Duration lasted,
    Duration gap,
    Optional<Duration> first,
    Optional<Duration> all,
    Map<String, Long> failures) {
  public Aftermath {
    failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    if (Stream.concat(Stream.of(lasted, gap), Stream.concat(first.stream(), all.stream()))
            .anyMatch(Duration::isNegative)
        || failures.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "durations must be >= 0 and counts >= 1: %s, %s, %s, %s, %s"
              .formatted(lasted, gap, first, all, failures));
    }
  }
}
