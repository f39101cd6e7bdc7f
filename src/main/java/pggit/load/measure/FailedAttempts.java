package pggit.load.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The attempts of an arrival that have failed. Immutable.
 *
 * @param whose error ended the attempt that got furthest: {@link Whose#POOL} if none got a
 *     connection, so that pgGit was never asked; {@link Whose#INJECTOR} if no request was made
 * @param waitedNanos how long they waited for a connection, in all
 * @param pgGitNanos how long those that failed with an error of pgGit's took once they had a
 *     connection, in all
 */
public record FailedAttempts(Whose whose, long waitedNanos, long pgGitNanos) {

  /** No request has failed. */
  public static final FailedAttempts NONE = new FailedAttempts(Whose.INJECTOR, 0, 0);

  private static final List<Whose> FURTHEST_LAST =
      List.of(Whose.INJECTOR, Whose.POOL, Whose.WAY_IN, Whose.SERVER, Whose.PGGIT);

  public FailedAttempts {
    Objects.requireNonNull(whose, "whose");
    if (waitedNanos < 0 || pgGitNanos < 0) {
      throw new IllegalArgumentException(
          "times must be >= 0, were %d and %d ns".formatted(waitedNanos, pgGitNanos));
    }
  }

  /**
   * With one more.
   *
   * @param by whose error ended it
   * @param waited nanoseconds for which it waited for a connection
   * @param connected nanoseconds that it took from then on
   */
  public FailedAttempts and(Whose by, long waited, long connected) {
    var furthest =
        Stream.of(whose, by).max(Comparator.comparing(FURTHEST_LAST::indexOf)).orElseThrow();
    return new FailedAttempts(
        furthest, waitedNanos + waited, pgGitNanos + (by == Whose.PGGIT ? connected : 0));
  }
}
