package pggit.load.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import pggit.load.analysis.Blocks;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Plain;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Gauge;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/**
 * What is left of the throughput of fewer users when many work, from turns of the same rounds. Each
 * level below the highest is one that the highest can be compared with; their 99 % intervals, from
 * Wilcoxon's signed ranks, are widened until all of them together are that sure (Bonferroni).
 *
 * @param many the highest level
 * @param rounds operations per second of each level
 */
public record KeptThroughput(int many, List<Map<Integer, Double>> rounds) {

  public static final String NAME = "throughput holds with connections";

  /** Of its estimate. */
  public static final String KIND = "throughput kept";

  /** Throughput that falls with more users has them in each other's way. */
  private static final double LEAST_LEFT = 0.8;

  private static final double ERROR = 0.01;

  public KeptThroughput {
    rounds = List.copyOf(rounds);
  }

  private record Share(int few, Interval left) {}

  /** Of the level of which least is left; empty where nothing is known. */
  private Optional<Share> least() {
    boolean allDone =
        rounds.stream().flatMap(r -> r.values().stream()).allMatch(perSecond -> perSecond > 0);
    var lower = rounds.stream().flatMap(r -> r.keySet().stream()).filter(n -> n < many).distinct();
    return (allDone ? lower.map(this::share) : Stream.<Share>empty())
        .filter(share -> Double.isFinite(share.left().high()))
        .min(Comparator.comparingDouble(share -> share.left().high()));
  }

  private Share share(int few) {
    var blocks = Blocks.paired(Direction.HIGHER_IS_BETTER, all(few), all(many));
    int compared = rounds.get(0).size() - 1;
    return new Share(few, blocks.compare(1 - ERROR / compared).ratio());
  }

  private List<Double> all(int level) {
    return rounds.stream().map(r -> r.get(level)).toList();
  }

  /** Whether it surely falls, whosever fault that is. */
  public boolean falls() {
    return least().filter(share -> falls(share.left().high())).isPresent();
  }

  /** The same, by the upper end of the interval of what is left. */
  public static boolean falls(double most) {
    return most < LEAST_LEFT;
  }

  /**
   * Fails where it surely falls, and INSERTs of the same weight without pgGit, by as many users in
   * the same turns, hold; or where even measured by what is left of those it falls.
   *
   * @param plain those; without rounds where there are none
   * @param waits what many users were seen waiting for
   */
  public Verdict verdict(KeptThroughput plain, String waits) {
    var least = least();
    if (least.isEmpty()) {
      return Verdict.undecided(
              NAME,
              "%,d rounds of turns, too few for an interval, or a turn in which nothing was done"
                  .formatted(rounds.size()))
          .as(Severity.LOAD);
    }
    var left = least.get().left();
    int few = least.get().few();
    var evidence =
        "with %s users %s of the throughput with %s is left, %s against %s commits/s, %s turns of each; at least %s wanted"
            .formatted(
                Plain.count(many),
                Plain.interval(left),
                Plain.count(few),
                Plain.number(median(many)),
                Plain.number(median(few)),
                Plain.count(rounds.size()),
                Plain.number(LEAST_LEFT));
    return judged(left, plain.least(), evidence, waits)
        .with(Gauge.atLeast(left.value(), LEAST_LEFT, ""))
        .as(Severity.LOAD);
  }

  private static Verdict judged(
      Interval left, Optional<Share> plain, String evidence, String waits) {
    if (left.low() >= LEAST_LEFT) {
      return Verdict.pass(NAME, evidence);
    }
    if (left.high() >= LEAST_LEFT) {
      return Verdict.undecided(NAME, evidence + "; " + waits);
    }
    if (plain.isEmpty()) {
      return Verdict.undecided(
          NAME, evidence + ": it falls, and there is nothing to compare it with; " + waits);
    }
    var without = plain.get().left();
    var control =
        ": it falls; of INSERTs that take as long without pgGit %s is left"
            .formatted(Plain.interval(without));
    boolean own =
        without.low() >= LEAST_LEFT || left.high() < LEAST_LEFT * Math.min(1, without.low());
    return own
        ? Verdict.fail(NAME, evidence + control + "; " + waits)
        : Verdict.undecided(NAME, evidence + control + ", so it may be the machine; " + waits)
            .of(Whose.SERVER);
  }

  public List<Estimate> estimates(String operation) {
    return least().stream()
        .map(
            share ->
                share
                    .left()
                    .estimate(
                        "%s, %d users over %d".formatted(operation, many, share.few()),
                        "",
                        Direction.HIGHER_IS_BETTER,
                        rounds.size())
                    .of(new Estimate.Of(operation, KIND).at(many, "users")))
        .toList();
  }

  private double median(int level) {
    return all(level).stream().sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
  }
}
