package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connections of each pool: at work, waiting for work, and users waiting for them. */
final class PoolCharts {
  /** Pools with a picture of their own. */
  private static final int MOST = 8;

  private PoolCharts() {}

  static Section section(SampledTable pools) {
    List<Chart> charts = new ArrayList<>();
    for (String name : pools.names().subList(0, Math.min(MOST, pools.names().size()))) {
      charts.add(chart(pools, name, charts.size()));
    }
    return Section.of("pool", "Connection pools", charts);
  }

  private static Chart chart(SampledTable pools, String name, int number) {
    double[] active = pools.max(name, "active");
    double[] pending = pools.max(name, "pending");
    double[] timeouts = pools.growth(name, "timeouts");
    double size = max(pools.max(name, "total"));
    List<ChartSeries> series = new ArrayList<>();
    series.add(ChartSeries.stacked("at work", "c0", "pool", active));
    series.add(ChartSeries.stacked("idle", "idle", "pool", idle(pools, name, active)));
    series.add(ChartSeries.line("users waiting", "c1", pending));
    if (sum(timeouts) > 0) {
      series.add(ChartSeries.bars("time-outs", "bad", "timeouts", timeouts));
    }
    return Chart.overTime(
        "pool-" + number,
        title(name, active, pending, timeouts, size),
        "Connections by what they do, and users who wait for one; the most seen in each %s."
            .formatted(Numbers.time(pools.axis().stepMillis())),
        pools.axis(),
        Axis.fromZero("connections, users", "count"),
        series);
  }

  /** What the pool has beside those at work; so that the stack shows its size. */
  private static double[] idle(SampledTable pools, String name, double[] active) {
    double[] idle = pools.max(name, "total");
    for (int i = 0; i < idle.length; i++) {
      idle[i] = Math.max(0, idle[i] - active[i]);
    }
    return idle;
  }

  private static String title(
      String name, double[] active, double[] pending, double[] timeouts, double size) {
    long seen = Arrays.stream(active).filter(Double::isFinite).count();
    long full = Arrays.stream(active).filter(a -> a >= size).count();
    StringBuilder title = new StringBuilder(name).append(": ");
    if (size == 0) {
      return title.append("no connection was ever open").toString();
    }
    title.append(
        full == 0
            ? "never full, at most %s of %s connections at work"
                .formatted(Numbers.digits(max(active)), Numbers.digits(size))
            : "all %s connections at work for %s of the time"
                .formatted(
                    Numbers.digits(size), Numbers.percent((double) full / Math.max(1, seen))));
    title.append(
        max(pending) == 0
            ? ", nobody waited"
            : ", up to %s users waited".formatted(Numbers.digits(max(pending))));
    if (sum(timeouts) > 0) {
      title.append(", %s gave up".formatted(Numbers.digits(sum(timeouts))));
    }
    return title.toString();
  }

  static double max(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
  }

  static double sum(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sum();
  }
}
