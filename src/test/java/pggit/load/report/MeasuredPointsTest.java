package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;
import pggit.load.report.MeasuredPoints.Curve;

class MeasuredPointsTest {

  private static final Of COMMIT = new Of("commit", "p50");

  @Test
  void findsTheCurvesOfCostsByWhatGrows() {
    var curves =
        MeasuredPoints.costs(
            List.of(
                metric(COMMIT.at(500, "commits"), "ms", 1.5),
                metric(COMMIT.at(1_500, "commits"), "ms", 2),
                metric(new Of("log of 10 commits", "buffers").at(500, "commits"), "buffers", 12),
                metric(new Of("commit", "response p50"), "ms", 3)));

    assertThat(curves)
        .containsOnlyKeys(
            new Curve("commit", "p50", "ms", "commits"),
            new Curve("log of 10 commits", "buffers", "buffers", "commits"));
    var points = curves.get(new Curve("commit", "p50", "ms", "commits"));
    assertThat(MeasuredPoints.x(points)).containsExactly(500, 1_500);
    assertThat(MeasuredPoints.y(points)).containsExactly(1.5, 2);
  }

  @Test
  void findsThroughputsAndGraces() {
    var metrics =
        List.of(
            metric(new Of("commit", "throughput").at(8, "users").in("repeat 2"), "commits/s", 900),
            metric(new Of("commit", "throughput"), "commits/s", 1),
            metric(new Of("", "grace").at(1.5, "x capacity"), "", 0.93),
            metric(new Of("", "grace").at(2, "x capacity").in("with retries"), "", 0.5));

    assertThat(MeasuredPoints.x(MeasuredPoints.throughputs(metrics))).containsExactly(8);
    assertThat(MeasuredPoints.x(MeasuredPoints.graces(metrics))).containsExactly(1.5);
  }

  /** A name is for people: whatever it looks like, nothing is read from it. */
  @Test
  void readsNothingFromAName() {
    var named = Estimate.of("commit p50 at 500 commits", "ms", Direction.LOWER_IS_BETTER, 1.5, 10);
    var none = OptionalDouble.empty();
    var of = COMMIT.at(1_500, "tables");
    var x = new Estimate("x", "ms", named.direction(), named.value(), none, none, 10, of);

    assertThat(MeasuredPoints.costs(List.of(named))).isEmpty();
    assertThat(MeasuredPoints.costs(List.of(x)))
        .containsOnlyKeys(new Curve("commit", "p50", "ms", "tables"));
  }

  @Test
  void leavesOutWhatIsUnknown() {
    var unknown =
        Estimate.unknown("p50", "ms", Direction.LOWER_IS_BETTER).of(COMMIT.at(500, "commits"));

    assertThat(MeasuredPoints.costs(List.of(unknown))).isEmpty();
  }

  private static Estimate metric(Of of, String unit, double value) {
    return Estimate.of(of.name(), unit, Direction.LOWER_IS_BETTER, value, 10).of(of);
  }
}
