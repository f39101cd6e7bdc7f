package pggit.load.report;

import static pggit.load.report.PoolCharts.max;
import static pggit.load.report.PoolCharts.sum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the server did meanwhile, by its own account. */
final class ServerCharts {
  /** Wait events with a colour of their own. */
  private static final int MOST_EVENTS = 5;

  private final ServerView server;

  private ServerCharts(ServerView server) {
    this.server = server;
  }

  /**
   * @param host for the number of cores
   */
  static Section section(SampledTable table, Map<String, String> host) {
    ServerView server = new ServerView(table);
    ServerCharts charts = new ServerCharts(server);
    charts.sessions();
    charts.waits();
    charts.locks();
    new ServerUse(server, host.getOrDefault("cores", "?")).add();
    return server.charts().isEmpty()
        ? Section.absent("server", "The server", "server.csv has none of the columns drawn here.")
        : Section.of("server", "The server", server.charts());
  }

  private void sessions() {
    if (!server.has("active")) {
      return;
    }
    double[] active = server.mean("active");
    server.add(
        "sessions",
        "%s sessions were active on average, %s at most"
            .formatted(
                Numbers.digits(ServerView.average(active)),
                Numbers.digits(max(server.max("active")))),
        "Sessions in the database by state, as pg_stat_activity has them.",
        Axis.fromZero("sessions", "count"),
        List.of(
            ChartSeries.stacked("active", "c0", "s", active),
            ChartSeries.stacked(
                "idle in transaction", "c1", "s", server.mean("idle_in_transaction")),
            ChartSeries.stacked("idle", "idle", "s", server.mean("idle"))));
  }

  private void waits() {
    List<String> events = events();
    if (!server.has("active") || events.isEmpty()) {
      return;
    }
    double[] active = server.mean("active");
    double[] working = active.clone();
    List<ChartSeries> series = new ArrayList<>();
    double[] others = new double[active.length];
    for (int i = 0; i < events.size(); i++) {
      double[] waiting = server.meanOfNamed(events.get(i));
      for (int j = 0; j < working.length; j++) {
        working[j] = Math.max(0, working[j] - waiting[j]);
        others[j] += i < MOST_EVENTS ? 0 : waiting[j];
      }
      if (i < MOST_EVENTS) {
        series.add(ChartSeries.stacked(event(events.get(i)), "e" + i, "w", waiting));
      }
    }
    series.add(0, ChartSeries.stacked("working", "idle", "w", working));
    if (events.size() > MOST_EVENTS) {
      series.add(ChartSeries.stacked("waiting for something else", "grey", "w", others));
    }
    double most = sum(server.meanOfNamed(events.get(0)));
    server.add(
        "waits",
        "Active sessions waited most for %s: %s of their time"
            .formatted(event(events.get(0)), Numbers.percent(most / Math.max(1e-9, sum(active)))),
        "Active sessions by what they wait for; those that work wait for nothing.",
        Axis.fromZero("active sessions", "count"),
        series);
  }

  /** Wait events, the most frequent first. */
  private List<String> events() {
    return server.columns().stream()
        .filter(column -> column.startsWith(SampledTable.PREFIX))
        .sorted(
            Comparator.comparingDouble((String column) -> -sum(server.meanOfNamed(column)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static String event(String column) {
    return column.substring(SampledTable.PREFIX.length());
  }

  private void locks() {
    if (!server.has("locks_waiting")) {
      return;
    }
    double[] waiting = server.max("locks_waiting");
    double[] deadlocks = server.growth("deadlocks");
    if (max(waiting) == 0 && sum(deadlocks) == 0) {
      return;
    }
    server.add(
        "locks",
        "Up to %s sessions waited for locks%s"
            .formatted(
                Numbers.digits(max(waiting)),
                sum(deadlocks) > 0
                    ? "; %s deadlocks".formatted(Numbers.digits(sum(deadlocks)))
                    : ""),
        "Locks asked for and not granted, the most seen in each step; deadlocks that the server broke.",
        Axis.fromZero("locks", "count"),
        List.of(
            ChartSeries.step("locks waiting", "c1", waiting),
            ChartSeries.bars("deadlocks", "bad", "d", deadlocks)));
  }
}
