package pggit.load.verdict;

import java.time.Duration;
import java.util.Optional;
import pggit.load.measure.Verdict;

/**
 * A control for limits on the clock: the least of what is judged, done again and again beside it.
 * Where that is slow too, the machine was, and a limit that was passed says nothing.
 *
 * @param what was done: {@code "a bare connect"}
 * @param slowest the longest that it took
 * @param slowFrom what it never takes while the machine has time for us
 */
public record ClockControl(String what, Duration slowest, Duration slowFrom) {

  /** In words, that it was slow; empty if it was not. */
  private Optional<String> slow() {
    return slowest.compareTo(slowFrom) > 0
        ? Optional.of(
            "the machine was slow for everybody: %s beside it took up to %d ms, where %d ms are slow"
                .formatted(what, slowest.toMillis(), slowFrom.toMillis()))
        : Optional.empty();
  }

  /** Pass if all is right and in time; if only the time was passed, the control must be quick. */
  Verdict judge(boolean right, boolean inTime, String name, String evidence) {
    return slow()
        .filter(why -> right && !inTime)
        .map(why -> Verdict.undecided(name, evidence + "; " + why))
        .orElseGet(() -> Verdict.of(right && inTime, name, evidence));
  }
}
