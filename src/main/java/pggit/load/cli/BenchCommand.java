package pggit.load.cli;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.bench.Bench;
import pggit.load.bench.BenchPart;
import pggit.load.bench.BenchPlan;
import pggit.load.bench.BenchRun;
import pggit.load.bench.Driver;
import pggit.load.bench.ExtensionBench;
import pggit.load.bench.Load;
import pggit.load.bench.PaceBench;
import pggit.load.bench.WaitingBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares this tool with others on one server, and shows what it costs. */
@Command(
    name = "bench",
    description = "What a request costs through this tool and others, and what pgGit costs.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  private enum Part {
    DRIVERS,
    PACE,
    WAITING,
    EXTENSION
  }

  private static final Duration WARMUP = Duration.ofSeconds(1);

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--drivers",
      split = ",",
      description =
          "who makes the load: ${COMPLETION-CANDIDATES}; without another word all but PGJDBC_VIRTUAL"
              + " and POOLED")
  private List<Driver> drivers = List.of();

  @Option(
      names = "--loads",
      split = ",",
      description = "what is asked: ${COMPLETION-CANDIDATES}; all if none is named")
  private List<Load> loads = List.of(Load.values());

  @Option(
      names = "--connections",
      split = ",",
      description = "numbers of connections (1,10,50,100)")
  private List<Integer> connections = List.of(1, 10, 50, 100);

  @Option(names = "--rounds", description = "rounds of each comparison (${DEFAULT-VALUE})")
  private int rounds = 7;

  @Option(names = "--seconds", description = "measured in each round (${DEFAULT-VALUE})")
  private int seconds = 1;

  @Option(names = "--jvm", split = " ", description = "options of the drivers' JVMs")
  private List<String> jvm = List.of();

  @Option(
      names = "--parts",
      split = ",",
      description =
          "what is to be found out: ${COMPLETION-CANDIDATES}; all if none is named. drivers: what a"
              + " request costs; pace: is a rate held; waiting: many users in front of a small"
              + " pool; extension: what the reference extension costs")
  private List<Part> parts = List.of(Part.values());

  @Override
  public Integer call() {
    var out = Objects.requireNonNull(command).commandLine().getOut();
    BenchRun.run(parts.stream().map(this::part).toList(), out);
    return 0;
  }

  private BenchPart part(Part part) {
    return switch (part) {
      case DRIVERS -> new Bench(plan());
      case PACE -> new PaceBench(2_000, 50, 20);
      case WAITING -> new WaitingBench(10_000, 2_000);
      case EXTENSION -> new ExtensionBench(200_000, 2_000);
    };
  }

  private BenchPlan plan() {
    try {
      return new BenchPlan(
          drivers.isEmpty() ? usual() : drivers,
          loads,
          connections,
          rounds,
          WARMUP,
          Duration.ofSeconds(seconds),
          jvm);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Driver> usual() {
    return Stream.of(Driver.PGJDBC, Driver.PGBENCH, Driver.PROTOCOL, Driver.GATLING_JDBC)
        .filter(Bench::isThere)
        .toList();
  }
}
