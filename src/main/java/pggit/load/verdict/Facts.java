package pggit.load.verdict;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.settings.Settings;

/** What verdicts on a whole load start from, whether one process made it or many. */
public record Facts(Recorder recorder, Settings settings, Admission room, Machine machine) {

  /** What is known of the machine that the load and the server are on. */
  public interface Machine {

    /** Nothing, since they are on several or on unknown ones. */
    Machine UNKNOWN = (fromNanos, toNanos) -> Optional.empty();

    /** Whether other programs were in the way between two instants, in words. */
    Optional<String> disturbed(long fromNanos, long toNanos);
  }

  public Tally tally(String request) {
    return recorder.tally(request);
  }

  /**
   * Why a limit on the clock may have been passed between the first of these requests and the last
   * without a fault of pgGit's, in words.
   */
  public Optional<String> disturbed(Tally tally) {
    return tally.attempts() == 0
        ? Optional.empty()
        : machine.disturbed(tally.firstStartedNanos(), tally.lastEndedNanos());
  }

  /** Whether all requests of a name succeeded, within a time that the machine had for them. */
  public Verdict allWithin(String name, long expected, String request, Duration limit) {
    var tally = tally(request);
    return Judge.allWithin(name, expected, tally, limit, disturbed(tally));
  }

  /**
   * Whether enough of these requests succeeded, by the settings.
   *
   * @param what they are: {@code "commits"}
   * @param begun how many there should have been at least
   */
  public Verdict successRate(String what, long begun, Collection<String> requests) {
    var counts = requests.stream().map(this::tally).toList();
    return Judge.successRate(what, begun, counts, settings.successRate());
  }
}
