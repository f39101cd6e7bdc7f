package pggit.load.exhaustion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import pggit.load.measure.Direction;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** What one drill saw. For any thread. */
final class DrillLog {

  private final String title;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Estimate> metrics = new ArrayList<>();
  private final List<ErrorCount> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param title goes before the name of each verdict and metric
   */
  DrillLog(String title) {
    this.title = title;
  }

  /** A claim about pgGit, with the evidence for or against it. */
  synchronized void verdict(boolean holds, String claim, String evidence) {
    verdict(Verdict.of(holds, claim, evidence));
  }

  synchronized void verdict(Verdict verdict) {
    verdicts.add(verdict.named(title + ": " + verdict.name()));
  }

  synchronized void verdicts(List<Verdict> more) {
    more.forEach(this::verdict);
  }

  /** A number where less is better. */
  synchronized void metric(String name, String unit, double value) {
    metric(Estimate.of(name, unit, Direction.LOWER_IS_BETTER, value, 1));
  }

  synchronized void metric(String name, Duration value) {
    metric(name, "ms", value.toNanos() / 1e6);
  }

  synchronized void metric(Estimate e) {
    var name = title + ": " + e.name();
    metrics.add(
        new Estimate(
            name, e.unit(), e.direction(), e.value(), e.low(), e.high(), e.count(), e.of()));
  }

  synchronized void error(String sqlState, long count, String example) {
    errors.add(new ErrorCount(title, sqlState, count, example));
  }

  synchronized void note(String note) {
    notes.add(title + ": " + note);
  }

  synchronized List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  synchronized List<Estimate> metrics() {
    return List.copyOf(metrics);
  }

  synchronized List<ErrorCount> errors() {
    return List.copyOf(errors);
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /** Names of the failed verdicts, without the title. */
  synchronized List<String> defects() {
    return verdicts.stream()
        .filter(v -> v.outcome() == Outcome.FAIL)
        .map(v -> v.name().substring(title.length() + 2))
        .toList();
  }

  /** The failed verdicts in plain words; empty if there are none. */
  synchronized String complaint() {
    return verdicts.stream()
        .filter(v -> v.outcome() == Outcome.FAIL)
        .map(v -> "\n  NOT \"" + v.name() + "\": " + v.evidence())
        .collect(Collectors.joining());
  }
}
