package pggit.load.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import pggit.load.run.Progress;
import pggit.load.run.Target;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/** All drivers × all loads × all numbers of connections, in turns, on one server. */
public final class Bench implements BenchPart {

  /**
   * A JVM that has just begun an unknown load compiles it first, and again what it had not expected
   * when users come and go once more: so several stints.
   */
  private static final int FIRST_WARMUPS = 6;

  private static final Duration FIRST_WARMUP = Duration.ofSeconds(3);

  /** With a hundred the compiler would hardly get a turn between them. */
  private static final int WARMUP_CONNECTIONS = 10;

  /** Connecting, and Gatling's own beginning and end. */
  private static final Duration BEGIN = Duration.ofMillis(600);

  private final BenchPlan plan;

  public Bench(BenchPlan plan) {
    this.plan = plan;
  }

  @Override
  public int connections() {
    return plan.mostConnections();
  }

  @Override
  public Duration planned() {
    return plannedRound()
        .multipliedBy((long) plan.rounds() * plan.connections().size())
        .plus(firstWarmup().multipliedBy(plan.drivers().size()))
        .multipliedBy(plan.loads().size());
  }

  private Duration firstWarmup() {
    return FIRST_WARMUP.plus(plan.warmup()).plus(BEGIN).multipliedBy(FIRST_WARMUPS);
  }

  private Duration plannedRound() {
    return plan.measured().plus(plan.warmup()).plus(BEGIN).multipliedBy(plan.drivers().size());
  }

  /** Whether this machine has such a driver at all. */
  public static boolean isThere(Driver driver) {
    return switch (driver) {
      case PGBENCH -> PgbenchDriver.find().isPresent();
      case PGJDBC_VIRTUAL -> Runtime.version().feature() >= LoopDriver.VIRTUAL_SINCE;
      default -> true;
    };
  }

  @Override
  public BenchRun.Found run(Target target, Progress progress) {
    var report = report(target.load(), progress);
    return new BenchRun.Found(report.markdown(), report.metrics(), report.verdicts());
  }

  private BenchReport report(Endpoint endpoint, Progress progress) {
    Map<Driver, StintDriver> drivers = new EnumMap<>(Driver.class);
    try {
      for (var driver : plan.drivers()) {
        drivers.put(driver, start(driver, endpoint));
      }
      var cells = new ArrayList<BenchCell>();
      for (var load : plan.loads()) {
        warmUp(drivers, load, progress);
        for (int connections : plan.connections()) {
          cells.add(cell(drivers, load, connections, progress));
        }
      }
      return new BenchReport(plan, cells);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException("the benchmark broke off: " + e.getMessage(), e);
    } finally {
      drivers.values().forEach(StintDriver::close);
    }
  }

  private void warmUp(Map<Driver, StintDriver> drivers, Load load, Progress progress)
      throws Exception {
    var stint =
        new Stint(
            load,
            Math.min(WARMUP_CONNECTIONS, plan.mostConnections()),
            plan.warmup(),
            FIRST_WARMUP);
    for (var driver : drivers.entrySet()) {
      if (driver.getKey() == Driver.PGBENCH) {
        continue; // a program in C has no need of it
      }
      for (int i = 0; i < FIRST_WARMUPS; i++) {
        driver.getValue().run(stint);
      }
    }
    progress.done(firstWarmup().multipliedBy(drivers.size()), load.label() + ": warmed up");
  }

  private BenchCell cell(
      Map<Driver, StintDriver> drivers, Load load, int connections, Progress progress)
      throws Exception {
    var cell = new BenchCell(load, connections);
    var stint = new Stint(load, connections, plan.warmup(), plan.measured());
    for (int round = 0; round < plan.rounds(); round++) {
      var order = new ArrayList<>(drivers.keySet());
      Collections.rotate(order, round); // so that nobody always comes after the same one
      for (var driver : order) {
        cell.add(driver, Objects.requireNonNull(drivers.get(driver)).run(stint));
      }
      progress.done(plannedRound(), cell.lastRound());
    }
    return cell;
  }

  private StintDriver start(Driver driver, Endpoint endpoint) throws IOException {
    if (driver != Driver.PGBENCH) {
      return new ForkedDriver(driver, endpoint, plan.jvmOptions());
    }
    var program =
        PgbenchDriver.find()
            .orElseThrow(
                () ->
                    new SetupException(
                        "this machine has no pgbench: expected one on the PATH or in"
                            + " /usr/lib/postgresql/*/bin"));
    return new PgbenchDriver(program, endpoint);
  }
}
