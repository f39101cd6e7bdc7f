package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.report.MeasuredPoints.Curve;

class MeasuredPointsTest {

  @Test
  void findsTheCurvesOfCostsByWhatGrows() {
    var curves =
        MeasuredPoints.costs(
            List.of(
                metric("commit p50 at 500 commits", "ms", 1.5),
                metric("commit p50 at 1,000 commits", "ms", 2),
                metric("log of 10 commits buffers at 500 commits", "buffers", 12),
                metric("commit response p50", "ms", 3)));

    assertThat(curves)
        .containsOnlyKeys(
            new Curve("commit", "p50", "ms", "commits"),
            new Curve("log of 10 commits", "buffers", "buffers", "commits"));
    var points = curves.get(new Curve("commit", "p50", "ms", "commits"));
    assertThat(MeasuredPoints.x(points)).containsExactly(500, 1000);
    assertThat(MeasuredPoints.y(points)).containsExactly(1.5, 2);
  }

  @Test
  void findsThroughputsAndGraces() {
    var metrics =
        List.of(
            metric("throughput of 8 users, 2", "commits/s", 900),
            metric("throughput", "commits/s", 1),
            metric("grace at 1.5 x capacity", "", 0.93),
            metric("grace at ... x capacity", "", 1));

    assertThat(MeasuredPoints.x(MeasuredPoints.throughputs(metrics))).containsExactly(8);
    assertThat(MeasuredPoints.x(MeasuredPoints.graces(metrics))).containsExactly(1.5);
  }

  @Test
  void leavesOutWhatIsUnknown() {
    var unknown = Estimate.unknown("commit p50 at 500 commits", "ms", Direction.LOWER_IS_BETTER);

    assertThat(MeasuredPoints.costs(List.of(unknown))).isEmpty();
  }

  private static Estimate metric(String name, String unit, double value) {
    return Estimate.of(name, unit, Direction.LOWER_IS_BETTER, value, 10);
  }
}
