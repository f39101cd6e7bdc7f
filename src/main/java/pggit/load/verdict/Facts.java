package pggit.load.verdict;

import java.util.Collection;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.settings.Settings;

/** What verdicts on a whole load start from, whether one process made it or many. */
public record Facts(Recorder recorder, Settings settings, Admission room) {

  public Tally tally(String request) {
    return recorder.tally(request);
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
