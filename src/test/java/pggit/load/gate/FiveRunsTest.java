package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.RunResult;

/**
 * Both errors of five runs against five, with the scatter of real runs on two cores: none of pages,
 * hardly any of WAL, 3 % of the work of a commit, 20 % of times even in yardsticks.
 */
class FiveRunsTest {
  private static final int CASES = 200;
  private static final Map<String, String> HOST = Map.of("cpu", "Fast", "cores", "2");

  @TempDir Path directory;

  @Test
  void unchangedPassesAndSaysWhatSoFewRunsCannotTell() {
    Map<Ruling, Long> verdicts = verdicts(1, 1, 1);

    assertThat(verdicts.getOrDefault(Ruling.REGRESSION, 0L)).isLessThanOrEqualTo(2); // 1 %
    assertThat(verdicts).doesNotContainKey(Ruling.UNDECIDED);
    assertThat(one(1, 1, 1).leftOut())
        .anyMatch(
            what ->
                what.startsWith(
                        "too few runs for their noise: RapidCommitSimulation: commit execute p50")
                    && what.endsWith("allowed +25.0 %, 5 runs"));
  }

  @Test
  void threePercentMoreWalIsFoundAlways() {
    assertThat(verdicts(1.03, 1, 1)).containsOnlyKeys(Ruling.REGRESSION);
  }

  @Test
  void fifteenPercentMoreWorkIsFoundNearlyAlways() {
    assertThat(verdicts(1, 1.15, 1).get(Ruling.REGRESSION)).isGreaterThan(CASES * 9 / 10);
  }

  @Test
  void aCommitThatSleepsThreeTimesItsTimeIsFoundNearlyAlways() {
    assertThat(verdicts(1, 1, 4).get(Ruling.REGRESSION)).isGreaterThan(CASES * 9 / 10);
  }

  @Test
  void aMachineThatIsSlowerIsNotHeldAgainstPgGit() {
    List<RunResult> runs = new ArrayList<>();
    Random random = new Random(4);
    for (int n = 0; n < 10; n++) {
      runs.add(run(n, random, n < 5 ? 1 : 3, 1, 1, 1));
    }

    assertThat(check(runs).verdict()).isEqualTo(Ruling.PASS);
  }

  private Map<Ruling, Long> verdicts(double wal, double work, double time) {
    Random random = new Random(9);
    return IntStream.range(0, CASES)
        .mapToObj(i -> check(runs(random, wal, work, time)).verdict())
        .collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
  }

  private GateResult one(double wal, double work, double time) {
    return check(runs(new Random(2), wal, work, time));
  }

  private GateResult check(List<RunResult> runs) {
    var store = new BaselineStore(directory.resolve("baselines-" + System.nanoTime()));
    store.accept(runs.subList(0, 5));
    return Check.of(
        store, new BaselineStore.Results(runs, List.of()), new Limits(0.05, 0.02, 0.02), 5);
  }

  private static List<RunResult> runs(Random random, double wal, double work, double time) {
    List<RunResult> runs = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      boolean later = n >= 5;
      runs.add(run(n, random, 1, later ? wal : 1, later ? work : 1, later ? time : 1));
    }
    return runs;
  }

  private static RunResult run(
      int n, Random random, double machine, double wal, double work, double time) {
    double walBytes = random.nextInt(3) == 0 ? 573.211 : 572.224;
    return Example.run(
        n,
        List.of(
            estimate("WAL per commit", "bytes", wal * walBytes),
            estimate("buffers touched per commit", "buffers", 18.205),
            estimate(Estimate.WORK, "yardsticks", work * 1.44 * scatter(random, 0.03)),
            estimate(Estimate.YARDSTICK, "ms", machine * 0.3 * scatter(random, 0.1)),
            estimate("commit execute p50", "ms", machine * time * 0.35 * scatter(random, 0.15)),
            estimate("commit execute p95", "ms", machine * time * scatter(random, 0.5))),
        HOST);
  }

  private static double scatter(Random random, double by) {
    return Math.exp(by * random.nextGaussian());
  }

  private static Estimate estimate(String name, String unit, double value) {
    Direction direction =
        name.equals(Estimate.YARDSTICK) ? Direction.NEITHER : Direction.LOWER_IS_BETTER;
    return Estimate.of(name, unit, direction, value, 1_000);
  }
}
