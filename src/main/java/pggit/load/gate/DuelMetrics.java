package pggit.load.gate;

import static pggit.load.gate.Metric.Kind.COST;
import static pggit.load.gate.Metric.Kind.TIME;
import static pggit.load.measure.Direction.HIGHER_IS_BETTER;
import static pggit.load.measure.Direction.LOWER_IS_BETTER;

import java.util.List;

/** What is measured of each of the two. */
final class DuelMetrics {
  static final Metric P50 = new Metric("commit latency p50", "µs", LOWER_IS_BETTER, TIME);
  static final Metric P95 = new Metric("commit latency p95", "µs", LOWER_IS_BETTER, TIME);

  /** Of the server's process: what waits for the disk or for others does not count. */
  static final Metric CPU = new Metric("CPU time per commit", "µs", LOWER_IS_BETTER, TIME);

  /** Of several users on one branch, so that waiting for each other shows. */
  static final Metric THROUGHPUT =
      new Metric("commit throughput", "commits/s", HIGHER_IS_BETTER, TIME);

  static final Metric DDL = new Metric("DDL time", "ms", LOWER_IS_BETTER, TIME);

  static final Metric PAGES = new Metric("pages per commit", "pages", LOWER_IS_BETTER, COST);
  static final Metric WAL = new Metric("WAL per commit", "bytes", LOWER_IS_BETTER, COST);
  static final Metric RECORDS =
      new Metric("WAL records per commit", "records", LOWER_IS_BETTER, COST);
  static final Metric CALLS =
      new Metric("statements per commit", "statements", LOWER_IS_BETTER, COST);
  static final Metric DDL_PAGES = new Metric("pages per DDL", "pages", LOWER_IS_BETTER, COST);
  static final Metric DDL_WAL = new Metric("WAL per DDL", "bytes", LOWER_IS_BETTER, COST);

  static final List<Metric> ALL =
      List.of(P50, P95, CPU, THROUGHPUT, DDL, PAGES, WAL, RECORDS, CALLS, DDL_PAGES, DDL_WAL);

  private DuelMetrics() {}
}
