package pggit.load.report;

import static pggit.load.report.SampledTable.max;
import static pggit.load.report.SampledTable.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the server did meanwhile, by its own account: sessions, waits, and what it used. */
final class ServerCharts {
  /** Wait events with a colour of their own. */
  private static final int MOST_EVENTS = 5;

  private final TimeAxis axis;
  private final Samples server;
  private final String cores;
  private final List<Chart> charts = new ArrayList<>();

  private ServerCharts(SampledTable table, String cores) {
    axis = table.axis();
    server = table.of(table.names().get(0)); // a run has one server
    this.cores = cores;
  }

  /**
   * @param host for the number of cores
   */
  static Section section(SampledTable table, Map<String, String> host) {
    ServerCharts all = new ServerCharts(table, host.getOrDefault("cores", "?"));
    if (all.server.has("active")) {
      all.sessions();
      all.waits();
    }
    all.locks();
    all.wal();
    all.buffers();
    all.processor();
    all.memory();
    all.sizes();
    all.temporaryFiles();
    return all.charts.isEmpty()
        ? Section.absent("server.csv has none of the columns drawn here.")
        : Section.of("server", "The server", all.charts);
  }

  private void add(String id, String title, String note, Axis y, List<ChartSeries> series) {
    charts.add(Chart.overTime("server-" + id, title, note, axis, y, series));
  }

  private void sessions() {
    double[] active = server.mean("active");
    add(
        "sessions",
        "%s sessions were active on average, %s at most"
            .formatted(average(active), Numbers.digits(max(server.max("active")))),
        "Sessions in the database by state, as pg_stat_activity has them.",
        Axis.fromZero("sessions", "count"),
        List.of(
            ChartSeries.stacked("active", "c0", "s", active),
            ChartSeries.stacked(
                "idle in transaction", "c1", "s", server.mean("idle_in_transaction")),
            ChartSeries.stacked("idle", "idle", "s", server.mean("idle"))));
  }

  private static String average(double[] values) {
    return Numbers.digits(Arrays.stream(values).filter(Double::isFinite).average().orElse(0));
  }

  private void waits() {
    List<String> events =
        server.columns().stream()
            .filter(column -> column.startsWith(SampledTable.PREFIX))
            .sorted(
                Comparator.comparingDouble((String column) -> -sum(server.meanOfNamed(column)))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    if (events.isEmpty()) {
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
    add(
        "waits",
        "Active sessions waited most for %s: %s of their time"
            .formatted(event(events.get(0)), Numbers.percent(most / Math.max(1e-9, sum(active)))),
        "Active sessions by what they wait for; those that work wait for nothing.",
        Axis.fromZero("active sessions", "count"),
        series);
  }

  private static String event(String column) {
    return column.substring(SampledTable.PREFIX.length());
  }

  private void locks() {
    double[] waiting = server.max("locks_waiting");
    double[] deadlocks = server.growth("deadlocks");
    if (!server.has("locks_waiting") || (max(waiting) == 0 && sum(deadlocks) == 0)) {
      return;
    }
    add(
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

  private void wal() {
    if (!server.has("wal_bytes")) {
      return;
    }
    double[] rate = server.rate("wal_bytes");
    double commits = sum(server.growth("acknowledged"));
    double bytes = sum(server.growth("wal_bytes"));
    add(
        "wal",
        "%s/s of WAL at most%s"
            .formatted(
                Numbers.bytes(max(rate)),
                commits > 0 ? ", %s per commit".formatted(Numbers.bytes(bytes / commits)) : ""),
        "What the whole server wrote to its write-ahead log.",
        Axis.fromZero("WAL", "B/s"),
        List.of(ChartSeries.step("WAL", "c0", rate)));
  }

  private void buffers() {
    double[] hit = server.rate("buffers_hit");
    double[] read = server.rate("buffers_read");
    double all = sum(hit) + sum(read);
    if (!server.has("buffers_hit") || !server.has("buffers_read") || all == 0) {
      return;
    }
    add(
        "buffers",
        "%s of the pages looked at were in shared memory"
            .formatted(Numbers.percent(sum(hit) / all)),
        "Pages of this database found in shared memory, and read into it from disk or the system's"
            + " cache; the server tells up to a second late.",
        Axis.fromZero("pages per second", "/s"),
        List.of(
            ChartSeries.stacked("found in shared memory", "c0", "b", hit),
            ChartSeries.stacked("read", "c1", "b", read)));
  }

  private void processor() {
    List<ChartSeries> series = new ArrayList<>();
    List<String> words = new ArrayList<>();
    if (server.has("server_cpu_micros")) {
      double[] used = perSecond("server_cpu_micros", 1e6);
      series.add(ChartSeries.line("server", "c0", used));
      words.add("the server used " + average(used));
    }
    if (server.has("jvm_cpu_micros")) {
      double[] used = perSecond("jvm_cpu_micros", 1e6);
      series.add(ChartSeries.line("JVM that makes the load", "c1", used));
      words.add("the load's JVM used " + average(used));
    }
    if (server.has("jvm_gc_millis")) {
      series.add(
          ChartSeries.line("of it collecting garbage", "c3", perSecond("jvm_gc_millis", 1e3)));
    }
    if (!words.isEmpty()) {
      add(
          "processor",
          "Of %s cores %s".formatted(cores, String.join(", ", words)),
          "Processor time per second: 1 is one core fully used. The load takes its share of the cores"
              + " if it comes from the same machine.",
          Axis.fromZero("cores", "cores"),
          series);
    }
  }

  private double[] perSecond(String column, double unit) {
    return Arrays.stream(server.rate(column)).map(used -> used / unit).toArray();
  }

  private void memory() {
    boolean known = server.has("server_rss_bytes");
    if (known || server.has("jvm_heap_bytes")) {
      List<ChartSeries> series = new ArrayList<>();
      line("server", "c0", "server_rss_bytes", series);
      line("heap of the load's JVM", "c1", "jvm_heap_bytes", series);
      add(
          "memory",
          "%s went %s"
              .formatted(
                  known ? "The server's memory" : "The heap of the load's JVM",
                  ends(known ? "server_rss_bytes" : "jvm_heap_bytes")),
          "All processes of the server with shared memory counted once; the heap as far as it is used.",
          Axis.fromZero("memory", "B"),
          series);
    }
  }

  private void sizes() {
    if (server.has("database_bytes")) {
      boolean own = server.has("pggit_bytes");
      List<ChartSeries> series = new ArrayList<>();
      line("database", "c0", "database_bytes", series);
      line("pgGit's own relations", "c1", "pggit_bytes", series);
      add(
          "sizes",
          "%s grew %s"
              .formatted(
                  own ? "pgGit's relations" : "The database",
                  ends(own ? "pggit_bytes" : "database_bytes")),
          "Tables with their indexes on disk.",
          Axis.fromZero("size", "B"),
          series);
    }
  }

  /** A column, if it is there. */
  private void line(String name, String color, String column, List<ChartSeries> series) {
    if (server.has(column)) {
      series.add(ChartSeries.line(name, color, server.mean(column)));
    }
  }

  /** First and last known size. */
  private String ends(String column) {
    double[] known = Arrays.stream(server.mean(column)).filter(Double::isFinite).toArray();
    return known.length == 0
        ? "from ? to ?"
        : "from %s to %s"
            .formatted(Numbers.bytes(known[0]), Numbers.bytes(known[known.length - 1]));
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
          List.of(ChartSeries.step("temporary files", "c1", written)));
    }
  }
}
