package pggit.load.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import pggit.load.server.Endpoint;

/** All drivers × all loads × all numbers of connections, in turns. */
public final class Bench {

  private static final Duration FIRST_WARMUP = Duration.ofSeconds(4);

  private final BenchPlan plan;
  private final Endpoint endpoint;
  private final PrintStream out;

  public Bench(BenchPlan plan, Endpoint endpoint, PrintStream out) {
    this.plan = plan;
    this.endpoint = endpoint;
    this.out = out;
  }

  /** Runs it; samples by cell and driver in the order of the rounds. */
  public List<BenchCell> run() throws Exception {
    Map<Driver, StintDriver> drivers = new EnumMap<>(Driver.class);
    try {
      for (var driver : plan.drivers()) {
        drivers.put(driver, start(driver));
      }
      var cells = new ArrayList<BenchCell>();
      for (var load : plan.loads()) {
        for (int connections : plan.connections()) {
          cells.add(cell(drivers, load, connections));
        }
      }
      return cells;
    } finally {
      drivers.values().forEach(StintDriver::close);
    }
  }

  private BenchCell cell(Map<Driver, StintDriver> drivers, Load load, int connections)
      throws Exception {
    var cell = new BenchCell(load, connections);
    for (var driver : drivers.entrySet()) { // what the first rounds would be slower for
      if (driver.getKey() != Driver.PGBENCH) {
        driver.getValue().run(new Stint(load, connections, FIRST_WARMUP, plan.warmup()));
      }
    }
    for (int round = 0; round < plan.rounds(); round++) {
      var order = new ArrayList<>(drivers.keySet());
      java.util.Collections.rotate(order, round); // nobody always comes after the same one
      for (var driver : order) {
        var stint = new Stint(load, connections, plan.warmup(), plan.measured());
        cell.add(driver, java.util.Objects.requireNonNull(drivers.get(driver)).run(stint));
      }
      out.println(cell.lastRound());
      out.flush();
    }
    return cell;
  }

  private StintDriver start(Driver driver) throws IOException {
    return driver == Driver.PGBENCH
        ? new PgbenchDriver(PgbenchDriver.find().orElseThrow(), endpoint)
        : new ForkedDriver(driver, endpoint, plan.jvmOptions());
  }

  static Path unused() {
    return Path.of("");
  }
}
