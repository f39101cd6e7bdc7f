package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Extent;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Verdict;
import pggit.load.pggit.CostProbe;

/** Growth and factor from what operations cost, and waits from what was seen. */
class CostCurveTest {

  @Test
  void passesWorkThatStaysTheSame() {
    var curve = curve(size -> 30);

    assertThat(curve.verdicts(3, 5_000, Optional.empty()))
        .allMatch(v -> v.outcome() == Outcome.PASS);
  }

  @Test
  void namesLinearGrowthAndFailsItsFactorAndWhatItComesTo() {
    var curve = curve(size -> 30 + size); // 80 at 50 commits, 530 at 500: factor 6.6

    assertThat(curve.growthVerdict(3).evidence())
        .contains("commit work grows linearly with history");
    var factor = curve.factorVerdict(3, Optional.empty());
    // 240 = 3 x 80 at 210 commits: passed at the next size
    assertThat(factor.extent().since()).isEqualTo(new Extent.Onset(250, "commits"));
    assertThat(factor.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(factor.evidence()).isEqualTo("last over first: work 6.63, limit 3");
    assertThat(curve.horizonVerdict(3, 5_000).evidence())
        .isEqualTo(
            "commit work at 50 commits: 80 pages, then 1 pages [1, 1] per commit more;"
                + " 5,000 commits: 62.9 times [62.9, 62.9], limit 3; the total grows quadratically");
  }

  @Test
  void oneSlowBatchIsNotWhereSlowBatchesBegin() {
    var curve = new CostCurve("commit", "history", "commits");
    for (int size = 50; size <= 1_000; size += 50) {
      curve.time(size, batch((10 + (size == 100 ? 400 : size) / 10) * 1_000_000L));
    }

    assertThat(curve.factorVerdict(3, Optional.empty()).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(curve.factorVerdict(3, Optional.empty()).extent().since())
        .isEqualTo(new Extent.Onset(350, "commits"));
  }

  /** Times go from 50 to 1,000 ms, pages from 50 to 1,000: 20 times. */
  @Test
  void onlyTimesThatGrowAreExcusedByABusyMachine() {
    var times = new CostCurve("commit", "history", "commits");
    var pages = new CostCurve("commit", "history", "commits");
    for (int size = 50; size <= 1_000; size += 50) {
      times.time(size, batch(size * 1_000_000L));
      pages.time(size, batch(size * 1_000_000L));
      pages.work(size, cost(size));
    }
    var busy = Optional.of("busy");

    assertThat(times.factorVerdict(3, Optional.empty()).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(times.factorVerdict(3, busy).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(pages.factorVerdict(3, busy).outcome()).isEqualTo(Outcome.FAIL);
  }

  /** Who copies each object takes each along: growing linearly is what that comes to. */
  @Test
  void holdsWhatTakesEachUnitAlongAgainstGrowingLinearly() {
    var curve = branches(size -> 30 + size);

    var forecast = curve.verdicts(3, 2_000, Optional.empty());
    curve.farWork(2_000, cost(2_030));

    assertThat(forecast).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(forecast.get(1).evidence())
        .isEqualTo("last over first: work 0.50 for each of the tables, limit 3"); // 150 / 50 / 6
    assertThat(curve.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.PASS);
    assertThat(curve.horizonVerdict(3, 2_000).evidence())
        .isEqualTo(
            "measured: 50 pages at 20 tables, 2,030 at 2,000: 1.00 times what growing linearly"
                + " comes to, limit 3");
  }

  /** From 30 + 4 at 20 tables to 30 + 144 at 120: 1.4 for each, 2,806 at 2,000; it takes 40,030. */
  @Test
  void failsWhatTakesEachUnitAlongAndGrowsFaster() {
    var curve = branches(size -> 30 + size * size / 100);

    var forecast = curve.verdicts(3, 2_000, Optional.empty());
    curve.farWork(2_000, cost(40_030));
    var measured = curve.horizonVerdict(3, 2_000);

    assertThat(forecast.get(0).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(forecast.get(2).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(measured.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(measured.evidence())
        .isEqualTo(
            "measured: 34 pages at 20 tables, 40,030 at 2,000: 14.27 times what growing linearly"
                + " comes to, limit 3");
  }

  private static CostCurve branches(DoubleUnaryOperator buffers) {
    var curve = new CostCurve("create_branch", "schema", "tables", false);
    for (int size = 20; size <= 120; size += 20) {
      curve.work(size, cost(buffers.applyAsDouble(size)));
    }
    return curve;
  }

  @Test
  void failsWorkThatGrowsFasterThanLinearly() {
    var curve = curve(size -> 30 + size * size / 100);

    assertThat(curve.growthVerdict(3).outcome()).isEqualTo(Outcome.FAIL);
  }

  /** As measured: 2 pages up to 75,000 commits, 3 from then on, which a fit takes for a power. */
  @Test
  void takesOneMoreLevelOfAnIndexForNoGrowth() {
    var curve = curve(size -> size > 350 ? 3 : 2);

    var verdict = curve.growthVerdict(3);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).contains("2 to 3 pages from 50 to 500 commits");
  }

  /** As measured: the log of ten commits goes down an index eleven times, by one page more each. */
  @Test
  void takesOneMoreLevelForEachUseOfAnIndexForNoGrowth() {
    var curve = curve(size -> size >= 300 ? 33 : 22);

    assertThat(curve.growthVerdict(3).outcome()).isEqualTo(Outcome.PASS);
  }

  /** As measured: 33 pages up to 75,000 of 105,000 commits, 44 from then on. */
  @Test
  void takesAStairThatEndsLateForNoGrowth() {
    var late = curve(size -> size >= 400 ? 44 : 33);

    assertThat(late.growthVerdict(3).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void doesNotTakeForAStairWhatRisesByAndByOrOnlyAtTheEnd() {
    var slope = curve(size -> Math.floor(33 + size * 11 / 500));
    var end = curve(size -> size >= 500 ? 44 : 33);
    var ever = curve(size -> 33 + 4 * Math.floor(size / 150));

    assertThat(slope.growthVerdict(3).evidence()).doesNotContain("stays the same");
    assertThat(end.growthVerdict(3).evidence()).doesNotContain("stays the same");
    assertThat(ever.growthVerdict(3).evidence()).doesNotContain("stays the same");
  }

  /** As a scan of the history is: 54 commits fill a page, and there are other pages to look at. */
  @Test
  void doesNotTakeAPageForEveryPageOfHistoryForALevelOfAnIndex() {
    var steep = curve(size -> 2 + size / 50);
    var gentle = curve(size -> 12 + Math.floor(size / 54));

    assertThat(steep.growthVerdict(3).evidence()).contains("grows linearly with history");
    assertThat(gentle.growthVerdict(3).evidence()).doesNotContain("stays the same");
  }

  /** Pages of released pgGits and of the reference, as measured, and what was found with 2,000. */
  static Stream<Arguments> measured() {
    return Stream.of(
        Arguments.of(
            "v0.1.4, CREATE TABLE: 3,747 pages with 2,000 tables",
            new double[] {1187, 1224, 1272, 1282, 1337, 1343, 1392, 1404, 1464, 1517},
            Outcome.FAIL),
        Arguments.of(
            "v0.1.4, ALTER TABLE: 1,259",
            new double[] {803, 815, 827, 834, 844, 847, 852, 850, 906, 915},
            Outcome.PASS),
        Arguments.of(
            "reference, CREATE TABLE: 480",
            new double[] {454, 456, 466, 464, 463, 473, 475, 468, 472, 475},
            Outcome.PASS),
        Arguments.of(
            "reference, ALTER TABLE: 124, but the interval reaches beyond 3 times",
            new double[] {104, 102, 106, 114, 116, 115, 112, 117, 115, 121},
            Outcome.UNDECIDED),
        Arguments.of(
            "reference, DROP TABLE: 235",
            new double[] {220, 220, 224, 233, 233, 234, 234, 234, 235, 235},
            Outcome.PASS),
        Arguments.of(
            "reference, commit: 18, but so few pages more may also be a scan's first",
            new double[] {12, 12, 14, 14, 14, 14, 16, 16, 16, 16},
            Outcome.UNDECIDED),
        Arguments.of(
            "a scan of what ten tables put on a page: 212",
            new double[] {14, 16, 18, 20, 22, 24, 26, 28, 30, 32},
            Outcome.FAIL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("measured")
  void tellsFromSmallSizesWhatLargeOnesCost(String what, double[] pages, Outcome expected) {
    var curve = new CostCurve("CREATE TABLE", "schema", "tables");
    for (int step = 1; step <= pages.length; step++) {
      curve.work(20.0 * step, Optional.of(new CostProbe.Cost(pages[step - 1], 100, 1)));
    }

    var verdicts = curve.verdicts(3, 2_000, Optional.empty());

    assertThat(verdicts.get(2).outcome()).as(verdicts.toString()).isEqualTo(expected);
    if (expected == Outcome.FAIL) {
      assertThat(verdicts.get(0).evidence())
          .contains("per table")
          .contains("; 2,000 tables: ")
          .doesNotContain("does not grow", "stays the same");
    }
  }

  /** Forecasts from 20 to 200 tables said 3.83 and 5.06 times; there it was 3.16 and 1.50. */
  @Test
  void whatWasMeasuredAtTheHorizonDecides() {
    var create = new CostCurve("CREATE TABLE", "schema", "tables");
    var commit = new CostCurve("commit", "schema", "tables");
    for (int step = 1; step <= 10; step++) {
      create.work(20.0 * step, cost(1187 + 36 * step));
      commit.work(20.0 * step, cost(12 + 2 * (step / 3)));
    }
    assertThat(commit.horizonVerdict(3, 2_000).outcome()).isNotEqualTo(Outcome.PASS);

    create.farWork(2_000, cost(3_747));
    commit.farWork(2_000, cost(18));

    assertThat(create.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(create.horizonVerdict(3, 2_000).evidence())
        .isEqualTo(
            "measured: 1,223 pages at 20 tables, 3,747 at 2,000: 3.06 times, limit 3; the total grows quadratically");
    assertThat(commit.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.PASS);
  }

  /** Time ran out on the way: what is within the limit so far may still come to exceed it. */
  @Test
  void whatWasMeasuredBeforeTheHorizonDoesNotPass() {
    var curve = new CostCurve("CREATE TABLE", "schema", "tables");
    curve.work(20, cost(100));

    curve.farWork(900, cost(250));
    assertThat(curve.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.UNDECIDED);

    var steep = new CostCurve("CREATE TABLE", "schema", "tables");
    steep.work(20, cost(100));
    steep.farWork(900, cost(350));
    assertThat(steep.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.FAIL);
  }

  /** As released, v0.1.4: whoever says one of both numbers can be shown the other. */
  @Test
  void whatDependsOnTheLastVacuumIsUndecided() {
    var curve = new CostCurve("CREATE TABLE", "schema", "tables");
    curve.work(20, cost(1_187));
    curve.farWork(2_000, cost(7_357));
    curve.farWork(2_000, cost(2_556));

    var verdict = curve.horizonVerdict(3, 2_000);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.evidence())
        .isEqualTo(
            "measured: 1,187 pages at 20 tables, 7,357, after VACUUM (ANALYZE) 2,556 at 2,000:"
                + " 6.20, after VACUUM (ANALYZE) 2.15 times, limit 3");
  }

  private static Optional<CostProbe.Cost> cost(double pages) {
    return Optional.of(new CostProbe.Cost(pages, 100, 1));
  }

  /** 166 rows to a page: 3 pages more after 550 commits, and 600 after 100,000. */
  @Test
  void findsTheScanBehindThreePagesMore() {
    var curve = curve(size -> 12 + Math.floor(size / 166));
    var longer = new CostCurve("commit", "history", "commits");
    for (int size = 500; size <= 5_000; size += 250) {
      longer.work(size, Optional.of(new CostProbe.Cost(12 + Math.floor(size / 166.0), 100, 1)));
    }

    var open = curve.horizonVerdict(3, 100_000);
    assertThat(open.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(open.evidence())
        .contains("stays the same but for a level of an index: 12 to 15 pages", "only a longer run")
        .doesNotContain("pages per commit");
    assertThat(curve.estimates())
        .filteredOn(e -> e.name().equals("commit work at 50,000 commits"))
        .singleElement()
        .satisfies(e -> assertThat(e.value()).isEmpty());
    assertThat(longer.horizonVerdict(3, 100_000).outcome()).isEqualTo(Outcome.FAIL);
  }

  /** As measured: a short run's times, which allow any law; days and years were foretold. */
  @Test
  void foretellsNothingFromALawThatIsOpen() {
    var curve = new CostCurve("ALTER TABLE", "schema", "tables");
    var nanos = new double[] {3.1e6, 1.2e6, 2.2e6, 1.4e6, 3.9e6, 1.9e6, 1.3e6, 2.6e6, 4.4e6, 6.2e6};
    for (int step = 1; step <= nanos.length; step++) {
      curve.time(20.0 * step, batch((long) nanos[step - 1]));
    }

    var verdict = curve.growthVerdict(3);

    assertThat(verdict.evidence()).doesNotContain("2,000 tables:", "unbounded", "days", "years");
    assertThat(curve.horizonVerdict(3, 2_000).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(curve.estimates())
        .filteredOn(e -> e.name().equals("ALTER TABLE time at 2,000 tables"))
        .allMatch(e -> e.value().isEmpty())
        .isNotEmpty();
  }

  @Test
  void isUndecidedWithoutMeasurements() {
    var curve = new CostCurve("commit", "history", "commits");

    assertThat(curve.verdicts(3, 5_000, Optional.empty()))
        .allMatch(v -> v.outcome() == Outcome.UNDECIDED);
  }

  private static Snapshot batch(long nanos) {
    try (var recorder = new Recorder()) {
      var operation = recorder.operation("any");
      recorder.record(
          operation, recorder.currentPhase(), 0, 0, 0, nanos, nanos, OptionalLong.empty());
      return recorder.snapshot("any", Part.EXECUTE);
    }
  }

  private static CostCurve curve(DoubleUnaryOperator buffers) {
    var curve = new CostCurve("commit", "history", "commits");
    for (int size = 50; size <= 500; size += 50) {
      curve.work(size, Optional.of(new CostProbe.Cost(buffers.applyAsDouble(size), 100, 1)));
    }
    return curve;
  }
}
