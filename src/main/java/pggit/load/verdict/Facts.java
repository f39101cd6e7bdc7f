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

    /** Whether other programs were in the way between two instants. */
    Optional<OtherPrograms.Disturbance> disturbed(long fromNanos, long toNanos);
  }

  public Tally tally(String request) {
    return recorder.tally(request);
  }

  /**
   * Why a limit on the clock may have been passed between the first of these requests and the last
   * without a fault of pgGit's, in words.
   */
  public Optional<String> disturbed(Tally tally) {
    return between(tally).map(OtherPrograms.Disturbance::words);
  }

  private Optional<OtherPrograms.Disturbance> between(Tally tally) {
    return tally.attempts() == 0
        ? Optional.empty()
        : machine.disturbed(tally.firstStartedNanos(), tally.lastEndedNanos());
  }

  /** Whether all requests of a name succeeded, within a time that the machine had for them. */
  public Verdict allWithin(String name, long expected, String request, Duration limit) {
    return allWithin(name, expected, tally(request), limit);
  }

  /**
   * The same. What took longer than the limit without the seconds in which others were in the way
   * would have been late without them, too.
   */
  public Verdict allWithin(String name, long expected, Tally tally, Duration limit) {
    var excuse =
        between(tally)
            .filter(d -> tally.span().toNanos() - 1e9 * d.taken() <= limit.toNanos())
            .map(OtherPrograms.Disturbance::words);
    return Judge.allWithin(name, expected, tally, limit, excuse);
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
