package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of {@code server.csv} about one server, and the charts made of them. */
final class ServerView {
  private final SampledTable table;
  private final String thing;
  private final List<Chart> charts = new ArrayList<>();

  /** The first server of the file; a run has one. */
  ServerView(SampledTable table) {
    this.table = table;
    thing = table.names().get(0);
  }

  boolean has(String column) {
    return table.has(thing, column);
  }

  List<String> columns() {
    return table.columns(thing);
  }

  double[] mean(String column) {
    return table.mean(thing, column);
  }

  double[] meanOfNamed(String column) {
    return table.meanOfNamed(thing, column);
  }

  double[] max(String column) {
    return table.max(thing, column);
  }

  double[] rate(String column) {
    return table.rate(thing, column);
  }

  double[] growth(String column) {
    return table.growth(thing, column);
  }

  /** First and last known size, in words. */
  String[] ends(String column) {
    double[] known = Arrays.stream(mean(column)).filter(Double::isFinite).toArray();
    return new String[] {
      known.length == 0 ? "?" : Numbers.bytes(known[0]),
      known.length == 0 ? "?" : Numbers.bytes(known[known.length - 1])
    };
  }

  static double average(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).average().orElse(0);
  }

  void add(String id, String title, String note, Axis y, List<ChartSeries> series) {
    charts.add(Chart.overTime("server-" + id, title, note, table.axis(), y, series));
  }

  List<Chart> charts() {
    return charts;
  }
}
