package pggit.load.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/** What a benchmark found: as Markdown for people, as estimates for the result file. */
public final class BenchReport {

  private static final List<Goal> GOALS =
      List.of(
          new Goal(Load.SELECT, Set.of(10), Driver.GATLING_JDBC, 6),
          new Goal(Load.SELECT, Set.of(10), Driver.PGBENCH, 0.7),
          new Goal(Load.COMMIT, Set.of(10, 50, 100), Driver.PGBENCH, 0.95));

  private final BenchPlan plan;
  private final List<BenchCell> cells;

  BenchReport(BenchPlan plan, List<BenchCell> cells) {
    this.plan = plan;
    this.cells = List.copyOf(cells);
  }

  /** Rates and processor time by cell and driver, and the ratios to the protocol's rate. */
  public List<Estimate> metrics() {
    var metrics = new ArrayList<Estimate>();
    for (var cell : cells) {
      for (var driver : plan.drivers()) {
        metrics.add(cell.rate(driver));
        metrics.add(cell.cpu(driver));
        if (driver != Driver.PROTOCOL && cell.has(Driver.PROTOCOL)) {
          metrics.add(cell.ratio(Driver.PROTOCOL, driver));
        }
      }
    }
    return metrics;
  }

  /** Whether the protocol is as fast as it is to be. */
  public List<Verdict> verdicts() {
    return cells.stream()
        .flatMap(cell -> GOALS.stream().flatMap(goal -> goal.judge(cell).stream()))
        .toList();
  }

  /** Two tables. */
  public String markdown() {
    var text = new StringBuilder();
    text.append("Requests per second, median of %d rounds".formatted(plan.rounds()));
    text.append(" [95 % interval where there are six or more]\n\n");
    header(text, "requests/s", true);
    for (var cell : cells) {
      row(text, cell, true);
    }
    text.append("\nProcessor time of the client for one request, µs\n\n");
    header(text, "client µs", false);
    for (var cell : cells) {
      row(text, cell, false);
    }
    return text.toString();
  }

  private void header(StringBuilder text, String what, boolean withRatios) {
    text.append("| ").append(what).append(" |");
    plan.drivers().forEach(driver -> text.append(" ").append(driver.label()).append(" |"));
    if (withRatios) {
      compared().forEach(driver -> text.append(" ÷ ").append(driver.label()).append(" |"));
    }
    text.append("\n|---|");
    text.append("---:|".repeat(plan.drivers().size() + (withRatios ? compared().size() : 0)));
    text.append("\n");
  }

  private void row(StringBuilder text, BenchCell cell, boolean rates) {
    text.append("| ").append(cell.name()).append(" |");
    for (var driver : plan.drivers()) {
      cell(text, rates ? cell.rate(driver) : cell.cpu(driver), rates ? "%,.0f" : "%.1f");
    }
    if (rates) {
      compared().forEach(driver -> cell(text, cell.ratio(Driver.PROTOCOL, driver), "%.2f"));
    }
    text.append("\n");
  }

  private static void cell(StringBuilder text, Estimate estimate, String format) {
    text.append(" ");
    estimate.value().ifPresent(value -> text.append(String.format(Locale.ROOT, format, value)));
    if (estimate.low().isPresent()) {
      text.append(" [").append(String.format(Locale.ROOT, format, estimate.low().getAsDouble()));
      text.append(", ").append(String.format(Locale.ROOT, format, estimate.high().getAsDouble()));
      text.append("]");
    }
    text.append(" |");
  }

  /** Those whose ratio to the protocol is shown. */
  private List<Driver> compared() {
    return plan.drivers().contains(Driver.PROTOCOL)
        ? plan.drivers().stream().filter(Driver::isOther).toList()
        : List.of();
  }
}
