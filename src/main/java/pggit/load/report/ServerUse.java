package pggit.load.report;

import static pggit.load.report.PoolCharts.max;
import static pggit.load.report.PoolCharts.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the server used: log, buffers, processors, memory, disk. */
final class ServerUse {
  private static final double MICROS = 1e6;
  private static final double MILLIS = 1e3;

  private final ServerView server;
  private final String cores;

  /**
   * @param cores how many the machine has
   */
  ServerUse(ServerView server, String cores) {
    this.server = server;
    this.cores = cores;
  }

  void add() {
    wal();
    buffers();
    processor();
    memory();
    sizes();
    temporaryFiles();
  }

  private void wal() {
    if (!server.has("wal_bytes")) {
      return;
    }
    double[] rate = server.rate("wal_bytes");
    double commits = sum(server.growth("acknowledged"));
    double bytes = sum(server.growth("wal_bytes"));
    server.add(
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
    if (!server.has("buffers_hit") || !server.has("buffers_read")) {
      return;
    }
    double[] hit = server.rate("buffers_hit");
    double[] read = server.rate("buffers_read");
    double all = sum(hit) + sum(read);
    if (all == 0) {
      return;
    }
    server.add(
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
      double[] used = perSecond("server_cpu_micros", MICROS);
      series.add(ChartSeries.line("server", "c0", used));
      words.add("the server used " + Numbers.digits(ServerView.average(used)));
    }
    if (server.has("jvm_cpu_micros")) {
      double[] used = perSecond("jvm_cpu_micros", MICROS);
      series.add(ChartSeries.line("JVM that makes the load", "c1", used));
      words.add("the load's JVM used " + Numbers.digits(ServerView.average(used)));
    }
    if (server.has("jvm_gc_millis")) {
      double[] collecting = perSecond("jvm_gc_millis", MILLIS);
      series.add(ChartSeries.line("of it collecting garbage", "c3", collecting));
    }
    if (words.isEmpty()) {
      return;
    }
    server.add(
        "processor",
        "Of %s cores %s".formatted(cores, String.join(", ", words)),
        "Processor time per second: 1 is one core fully used. The load takes its share of the cores"
            + " if it comes from the same machine.",
        Axis.fromZero("cores", "cores"),
        series);
  }

  private double[] perSecond(String column, double unit) {
    return Arrays.stream(server.rate(column)).map(used -> used / unit).toArray();
  }

  private void memory() {
    List<ChartSeries> series = new ArrayList<>();
    if (server.has("server_rss_bytes")) {
      series.add(ChartSeries.line("server", "c0", server.mean("server_rss_bytes")));
    }
    if (server.has("jvm_heap_bytes")) {
      series.add(ChartSeries.line("heap of the load's JVM", "c1", server.mean("jvm_heap_bytes")));
    }
    if (series.isEmpty()) {
      return;
    }
    boolean known = server.has("server_rss_bytes");
    String[] ends = server.ends(known ? "server_rss_bytes" : "jvm_heap_bytes");
    server.add(
        "memory",
        "%s went from %s to %s"
            .formatted(
                known ? "The server's memory" : "The heap of the load's JVM", ends[0], ends[1]),
        "All processes of the server with shared memory counted once; the heap as far as it is used.",
        Axis.fromZero("memory", "B"),
        series);
  }

  private void sizes() {
    if (!server.has("database_bytes")) {
      return;
    }
    List<ChartSeries> series = new ArrayList<>();
    series.add(ChartSeries.line("database", "c0", server.mean("database_bytes")));
    if (server.has("pggit_bytes")) {
      series.add(ChartSeries.line("pgGit's own relations", "c1", server.mean("pggit_bytes")));
    }
    String column = server.has("pggit_bytes") ? "pggit_bytes" : "database_bytes";
    server.add(
        "sizes",
        "%s grew from %s to %s"
            .formatted(
                server.has("pggit_bytes") ? "pgGit's relations" : "The database",
                server.ends(column)[0],
                server.ends(column)[1]),
        "Tables with their indexes on disk.",
        Axis.fromZero("size", "B"),
        series);
  }

  /** Sorts and hashes that found no room in memory; worth a chart only if there were any. */
  private void temporaryFiles() {
    double[] written = server.rate("temp_bytes");
    if (max(written) > 0) {
      server.add(
          "temp",
          "%s of temporary files were written"
              .formatted(Numbers.bytes(sum(server.growth("temp_bytes")))),
          "What sorts and hashes wrote to disk, since they found no room in work_mem.",
          Axis.fromZero("temporary files", "B/s"),
          List.of(ChartSeries.step("temporary files", "c1", written)));
    }
  }
}
