package pggit.load.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.cli.Main;
import pggit.load.measure.Estimate;
import pggit.load.measure.HostFacts;
import pggit.load.measure.Invocation;
import pggit.load.measure.OneLocale;
import pggit.load.measure.RunResult;
import pggit.load.run.Pages;
import pggit.load.run.Target;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What this tool costs: a request through our protocol, beside a bare pgjdbc loop, pgbench and
 * gatling-jdbc, on one server, in turns. Each driver lives in a JVM of its own that does one {@link
 * Stint} after the other, so that all are equally warm and none feels another's garbage. Also
 * whether a rate is held, and what a waiting user takes. Only ratios within one run say something.
 */
@Command(name = "bench", mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {

  private enum Part {
    DRIVERS,
    PACE,
    WAITING
  }

  private static final String ANY_OF = "any of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})";

  @Option(names = "--parts", split = ",", description = ANY_OF)
  private List<Part> parts = List.of(Part.values());

  @Option(names = "--drivers", split = ",", description = ANY_OF)
  private List<Driver> drivers =
      Stream.of(Driver.PGJDBC, Driver.PGBENCH, Driver.PROTOCOL, Driver.GATLING_JDBC)
          .filter(driver -> driver != Driver.PGBENCH || Pgbench.version().isPresent())
          .toList();

  @Option(names = "--loads", split = ",", description = ANY_OF)
  private List<Load> loads = List.of(Load.values());

  @Option(names = "--connections", split = ",", description = "numbers (${DEFAULT-VALUE})")
  private List<Integer> connections = List.of(1, 10, 50, 100);

  @Option(names = "--rounds", description = "of each comparison (${DEFAULT-VALUE})")
  private int rounds = 7;

  @Option(names = "--seconds", description = "measured in each round (${DEFAULT-VALUE})")
  private int seconds = 1;

  public static void main(String[] arguments) {
    OneLocale.choose();
    System.exit(Main.commandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || seconds < 1 || Collections.min(connections) < 1) {
      throw new SetupException("rounds, seconds and connections must be >= 1");
    }
    var settings = Settings.load();
    var started = Instant.now();
    var host = new LinkedHashMap<>(HostFacts.read());
    host.put("pgbench", Pgbench.version().orElse("none on the PATH"));
    var spec = Target.specOf(settings);
    // Beside the load: the harness, and backends that are just ending.
    int all = Math.max(spec.maxConnections(), Collections.max(connections) + 30);
    try (var target = Target.open(settings, spec.withMaxConnections(all))) {
      System.out.printf("%nPostgreSQL %s%n%s%n%n", target.server().facts().version(), host);
      var estimates = new ArrayList<Estimate>();
      for (var part : parts) {
        var found = estimates(part, target.load());
        System.out.printf("%n%s%n", table(found));
        estimates.addAll(found);
      }
      var stamp = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
      var directory = Path.of(settings.results(), "bench-" + stamp).toAbsolutePath();
      RunResult.write(
          directory,
          new RunResult(
              RunResult.SCHEMA,
              "bench",
              settings.profile(),
              started,
              Duration.between(started, Instant.now()),
              Invocation.UNKNOWN,
              settings.redacted(),
              target.server().facts().settings(),
              Map.of("description", target.contract().describe(), "source", target.source()),
              host,
              estimates,
              List.of(),
              List.of(),
              List.of()));
      System.out.println(Pages.make(directory).orElse(directory).toUri());
    }
    return 0;
  }

  private List<Estimate> estimates(Part part, Endpoint endpoint) throws IOException {
    return switch (part) {
      case DRIVERS -> new DriverBench(drivers, loads, connections, rounds, seconds).run(endpoint);
      case PACE -> ask(endpoint, "-Xmx1G", new PaceBench(2_000, 50, 20));
      case WAITING ->
          ask(
              endpoint,
              "-Xmx512m",
              new WaitingBench(Driver.POOLED, 10_000),
              new WaitingBench(Driver.GATLING_JDBC, 2_000)); // each of them is a thread
    };
  }

  /** Each in a JVM of its own. */
  private static List<Estimate> ask(Endpoint endpoint, String heap, Child.Job... jobs)
      throws IOException {
    var found = new ArrayList<Estimate>();
    for (var job : jobs) {
      try (var child = new Child(endpoint, heap)) {
        found.addAll(List.of(child.ask(job, Estimate[].class)));
      }
    }
    return found;
  }

  /** In Markdown: a row for each operation and size, a column for each kind of figure. */
  static String table(List<Estimate> estimates) {
    var rows = new LinkedHashMap<String, Map<String, String>>();
    var columns = new LinkedHashSet<String>();
    for (var estimate : estimates) {
      var of = estimate.of();
      var row = "%s, %,.0f %s".formatted(of.operation(), of.size().orElseThrow(), of.sizeUnit());
      var column = of.kind() + (estimate.unit().isEmpty() ? "" : ", " + estimate.unit());
      columns.add(column);
      rows.computeIfAbsent(row, unseen -> new LinkedHashMap<>()).put(column, words(estimate));
    }
    var head = "| | " + String.join(" | ", columns) + " |\n|---|" + "---:|".repeat(columns.size());
    var table = new StringBuilder(head);
    rows.forEach(
        (row, cells) ->
            table.append(
                columns.stream()
                    .map(column -> cells.getOrDefault(column, ""))
                    .collect(Collectors.joining(" | ", "\n| " + row + " | ", " |"))));
    return table.toString();
  }

  /** {@code 0.91 [0.77, 0.97]}; without an interval where none is known. */
  private static String words(Estimate estimate) {
    double value = estimate.value().orElseThrow();
    var format = value == Math.rint(value) || value > 100 ? "%,.0f" : "%.2f";
    return estimate.low().isEmpty()
        ? format.formatted(value)
        : (format + " [" + format + ", " + format + "]")
            .formatted(value, estimate.low().getAsDouble(), estimate.high().orElseThrow());
  }
}
