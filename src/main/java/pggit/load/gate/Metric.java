package pggit.load.gate;

import static pggit.load.measure.Direction.HIGHER_IS_BETTER;
import static pggit.load.measure.Direction.LOWER_IS_BETTER;

import java.util.List;
import pggit.load.measure.Direction;

/**
 * Something of which two versions are compared.
 *
 * @param name as people read it: {@code "commit latency p95"}
 * @param kind how much of a change matters
 */
public record Metric(String name, String unit, Direction direction, Kind kind) {
  /** Metrics that share a practical threshold. */
  public enum Kind {
    /** Latencies and rates, with the machine's noise, and what scatters as much. */
    TIME,
    /** Times of runs between which the machine may have changed. */
    COARSE_TIME,
    /** Time on a processor: less of the machine's noise, and none of what it waits for. */
    WORK,
    /** Pages, bytes, statements: counted by the server, nearly without noise. */
    COST
  }

  static final Metric P50 = time("commit latency p50", "µs");
  static final Metric P95 = time("commit latency p95", "µs");

  /** Of the server's process: what waits for the disk or for others does not count. */
  static final Metric CPU = work("CPU time per commit");

  /** Of a session's first commits, in which its caches fill and its plans are made. */
  static final Metric FIRST = time("CPU time per commit at session start", "µs");

  /** Of several users on one branch, so that waiting for each other shows. */
  static final Metric THROUGHPUT =
      new Metric("commit throughput", "commits/s", HIGHER_IS_BETTER, Kind.TIME);

  static final Metric DDL = time("DDL time", "ms");
  static final Metric PAGES = cost("pages per commit", "pages");
  static final Metric WAL = cost("WAL per commit", "bytes");
  static final Metric RECORDS = cost("WAL records per commit", "records");
  static final Metric CALLS = cost("statements per commit", "statements");
  static final Metric DDL_PAGES = cost("pages per DDL", "pages");
  static final Metric DDL_WAL = cost("WAL per DDL", "bytes");

  /** What is measured of two versions side by side. */
  static final List<Metric> SIDE_BY_SIDE =
      List.of(
          P50, P95, CPU, FIRST, THROUGHPUT, DDL, PAGES, WAL, RECORDS, CALLS, DDL_PAGES, DDL_WAL);

  private static Metric time(String name, String unit) {
    return new Metric(name, unit, LOWER_IS_BETTER, Kind.TIME);
  }

  private static Metric work(String name) {
    return new Metric(name, "µs", LOWER_IS_BETTER, Kind.WORK);
  }

  private static Metric cost(String name, String unit) {
    return new Metric(name, unit, LOWER_IS_BETTER, Kind.COST);
  }
}
