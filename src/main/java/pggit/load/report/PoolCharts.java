package pggit.load.report;

import static pggit.load.report.Samples.max;
import static pggit.load.report.Samples.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Connections of each pool: at work, waiting for work, and users waiting for them. */
final class PoolCharts {
  /** Pools with a picture of their own. */
  private static final int MOST = 8;

  private PoolCharts() {}

  static Section section(Map<String, Samples> pools) {
    List<Chart> charts = new ArrayList<>();
    pools.entrySet().stream()
        .limit(MOST)
        .forEach(pool -> charts.add(chart(pool.getValue(), pool.getKey(), charts.size())));
    return Section.of("pool", "Connection pools", charts);
  }

  private static Chart chart(Samples pool, String name, int number) {
    double[] active = pool.max("active");
    double[] pending = pool.max("pending");
    double[] timeouts = pool.growth("timeouts");
    double[] total = pool.max("total");
    double[] idle = new double[total.length]; // beside those at work: the stack shows the size
    Arrays.setAll(idle, i -> Math.max(0, total[i] - active[i]));
    List<ChartSeries> series = new ArrayList<>();
    series.add(ChartSeries.stacked("at work", "c0", "pool", active));
    series.add(ChartSeries.stacked("idle", "idle", "pool", idle));
    series.add(ChartSeries.line("users waiting", "c1", pending));
    if (sum(timeouts) > 0) {
      series.add(ChartSeries.bars("time-outs", "bad", "timeouts", timeouts));
    }
    return Chart.overTime(
        "pool-" + number,
        title(name, active, pending, timeouts, max(total)),
        "Connections by what they do, and users who wait for one; the most seen in each %s."
            .formatted(Numbers.time(pool.axis().stepMillis())),
        pool.axis(),
        Axis.fromZero("connections, users", "count"),
        series);
  }

  private static String title(
      String name, double[] active, double[] pending, double[] timeouts, double size) {
    long seen = Arrays.stream(active).filter(Double::isFinite).count();
    long full = Arrays.stream(active).filter(a -> a >= size).count();
    if (size == 0) {
      return name + ": no connection was ever open";
    }
    String use =
        full == 0
            ? "never full, at most %s of %s connections at work"
                .formatted(Numbers.digits(max(active)), Numbers.digits(size))
            : "all %s connections at work for %s of the time"
                .formatted(
                    Numbers.digits(size), Numbers.percent((double) full / Math.max(1, seen)));
    String waited =
        max(pending) == 0
            ? ", nobody waited"
            : ", up to %s users waited".formatted(Numbers.digits(max(pending)));
    String gaveUp =
        sum(timeouts) > 0 ? ", %s gave up".formatted(Numbers.digits(sum(timeouts))) : "";
    return name + ": " + use + waited + gaveUp;
  }
}
