package pggit.load.report;

import static pggit.load.report.Samples.max;
import static pggit.load.report.Samples.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import pggit.load.measure.CommitCosts;
import pggit.load.measure.RunResult;

/** What the server did meanwhile, by its own account: sessions, waits, and what it used. */
final class ServerCharts {
  /** Wait events with a colour of their own. */
  private static final int MOST_EVENTS = 5;

  private final Samples server;
  private final RunResult result;
  private final List<Chart> charts = new ArrayList<>();

  private ServerCharts(Samples server, RunResult result) {
    this.server = server;
    this.result = result;
  }

  static Section section(Samples server, RunResult result) {
    ServerCharts all = new ServerCharts(server, result);
    all.sessions();
    all.waits();
    all.locks();
    all.wal();
    all.buffers();
    all.processor(result.host().getOrDefault("cores", "?"));
    all.memory();
    all.sizes();
    all.temporaryFiles();
    return all.charts.isEmpty()
        ? Section.absent("server.csv has none of the columns drawn here.")
        : Section.of("server", "The server", all.charts);
  }

  private void add(String id, String title, String note, Axis y, ChartSeries... series) {
    add(id, title, note, y, List.of(series));
  }

  private void add(String id, String title, String note, Axis y, List<ChartSeries> series) {
    charts.add(Chart.overTime("server-" + id, title, note, server.axis(), y, series));
  }

  private void sessions() {
    if (server.has("active")) {
      double[] active = server.mean("active");
      add(
          "sessions",
          "%s sessions were active on average, %s at most"
              .formatted(average(active), Numbers.digits(max(server.max("active")))),
          "Sessions in the database by state, as pg_stat_activity has them.",
          Axis.fromZero("sessions", "count"),
          ChartSeries.stacked("active", "c0", "s", active),
          ChartSeries.stacked("idle in transaction", "c1", "s", server.mean("idle_in_transaction")),
          ChartSeries.stacked("idle", "idle", "s", server.mean("idle")));
    }
  }

  private static String average(double[] values) {
    return Numbers.digits(Arrays.stream(values).filter(Double::isFinite).average().orElse(0));
  }

  private void waits() {
    Map<String, double[]> waits = new LinkedHashMap<>();
    for (String column : server.columns()) {
      if (column.startsWith(Samples.PREFIX)) {
        waits.put(column.substring(Samples.PREFIX.length()), server.meanOfNamed(column));
      }
    }
    if (waits.isEmpty() || !server.has("active")) {
      return;
    }
    double[] active = server.mean("active");
    double[] working = active.clone();
    for (double[] waiting : waits.values()) {
      Arrays.setAll(working, i -> Math.max(0, working[i] - waiting[i]));
    }
    List<ChartSeries> series =
        ChartSeries.largest(waits, MOST_EVENTS, "area", "w", "waiting for something else");
    ChartSeries most = series.get(0);
    series.add(0, ChartSeries.stacked("working", "idle", "w", working));
    add(
        "waits",
        "Active sessions waited most for %s: %s of their time"
            .formatted(
                most.name(), Numbers.percent(sum(most.values()) / Math.max(1e-9, sum(active)))),
        "Active sessions by what they wait for; those that work wait for nothing.",
        Axis.fromZero("active sessions", "count"),
        series);
  }

  private void locks() {
    double[] waiting = server.max("locks_waiting");
    double[] deadlocks = server.growth("deadlocks");
    double broken = sum(deadlocks);
    if (server.has("locks_waiting") && (max(waiting) > 0 || broken > 0)) {
      add(
          "locks",
          "Up to %s sessions waited for locks%s"
              .formatted(
                  Numbers.digits(max(waiting)),
                  broken > 0 ? ", and the server broke deadlocks" : ""),
          "Locks asked for and not granted, the most seen in each step; deadlocks that the server broke.",
          Axis.fromZero("locks", "count"),
          ChartSeries.step("locks waiting", "c1", waiting),
          ChartSeries.bars("deadlocks", "bad", "d", deadlocks));
    }
  }

  private void wal() {
    if (server.has("wal_bytes")) {
      double[] rate = server.rate("wal_bytes");
      add(
          "wal",
          "%s/s of WAL at most%s"
              .formatted(
                  Numbers.bytes(max(rate)),
                  result
                      .metric(CommitCosts.WAL)
                      .map(m -> ", %s per commit".formatted(Numbers.bytes(m.value().orElseThrow())))
                      .orElse("")),
          "What the whole server wrote to its write-ahead log.",
          Axis.fromZero("WAL", "B/s"),
          ChartSeries.step("WAL", "c0", rate));
    }
  }

  private void buffers() {
    double[] hit = server.rate("buffers_hit");
    double[] read = server.rate("buffers_read");
    double all = sum(hit) + sum(read);
    if (server.has("buffers_hit") && server.has("buffers_read") && all > 0) {
      add(
          "buffers",
          "%s of the pages looked at were in shared memory"
              .formatted(Numbers.percent(sum(hit) / all)),
          "Pages of this database found in shared memory, and read into it from disk or the system's"
              + " cache; the server tells up to a second late.",
          Axis.fromZero("pages per second", "/s"),
          ChartSeries.stacked("found in shared memory", "c0", "b", hit),
          ChartSeries.stacked("read", "c1", "b", read));
    }
  }

  private void processor(String cores) {
    List<ChartSeries> used =
        lines(
            column -> perSecond(column, 1e6),
            new Drawn("server_cpu_micros", "the server", "c0"),
            new Drawn("jvm_cpu_micros", "the load's JVM", "c1"));
    if (!used.isEmpty()) {
      String words =
          used.stream()
              .map(line -> line.name() + " used " + average(line.values()))
              .collect(Collectors.joining(", "));
      used.addAll(
          lines(
              column -> perSecond(column, 1e3),
              new Drawn("jvm_gc_millis", "of it collecting garbage", "c3")));
      add(
          "processor",
          "Of %s cores %s".formatted(cores, words),
          "Processor time per second: 1 is one core fully used. The load takes its share of the cores"
              + " if it comes from the same machine.",
          Axis.fromZero("cores", "cores"),
          used);
    }
  }

  private double[] perSecond(String column, double unit) {
    return Arrays.stream(server.rate(column)).map(used -> used / unit).toArray();
  }

  private void memory() {
    boolean known = server.has("server_rss_bytes");
    bytes(
        "memory",
        "memory",
        "All processes of the server with shared memory counted once; the heap as far as it is used.",
        known ? "server_rss_bytes" : "jvm_heap_bytes",
        known ? "The server's memory went" : "The heap of the load's JVM went",
        new Drawn("server_rss_bytes", "server", "c0"),
        new Drawn("jvm_heap_bytes", "heap of the load's JVM", "c1"));
  }

  private void sizes() {
    boolean own = server.has("pggit_bytes");
    bytes(
        "sizes",
        "size",
        "Tables with their indexes on disk.",
        own ? "pggit_bytes" : "database_bytes",
        own ? "pgGit's relations grew" : "The database grew",
        new Drawn("database_bytes", "database", "c0"),
        new Drawn("pggit_bytes", "pgGit's own relations", "c1"));
  }

  /** Columns of bytes, under a title with the first and the last value of one of them. */
  private void bytes(
      String id, String axis, String note, String column, String what, Drawn... drawn) {
    if (server.has(column)) {
      double[] known = Arrays.stream(server.mean(column)).filter(Double::isFinite).toArray();
      String from = Numbers.bytes(known[0]);
      String to = Numbers.bytes(known[known.length - 1]);
      add(
          id,
          "%s from %s to %s".formatted(what, from, to),
          note,
          Axis.fromZero(axis, "B"),
          lines(server::mean, drawn));
    }
  }

  /** A column as it is drawn. */
  private record Drawn(String column, String name, String color) {}

  /** Lines of the columns that are there. */
  private List<ChartSeries> lines(Function<String, double[]> values, Drawn... drawn) {
    List<ChartSeries> lines = new ArrayList<>();
    for (Drawn one : drawn) {
      if (server.has(one.column)) {
        lines.add(ChartSeries.line(one.name, one.color, values.apply(one.column)));
      }
    }
    return lines;
  }

  /** Sorts and hashes that found no room in memory; worth a chart only if there were any. */
  private void temporaryFiles() {
    double[] written = server.rate("temp_bytes");
    if (max(written) > 0) {
      add(
          "temp",
          "%s of temporary files were written"
              .formatted(Numbers.bytes(sum(server.growth("temp_bytes")))),
          "What sorts and hashes wrote to disk, since they found no room in work_mem.",
          Axis.fromZero("temporary files", "B/s"),
          ChartSeries.step("temporary files", "c1", written));
    }
  }
}
