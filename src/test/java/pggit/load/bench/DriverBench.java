package pggit.load.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.server.Endpoint;

/**
 * What a request costs: all drivers × all loads × all numbers of connections. In each round every
 * driver has one stint.
 */
record DriverBench(
    List<Driver> drivers, List<Load> loads, List<Integer> connections, int rounds, int seconds) {

  /**
   * A JVM that has just begun an unknown load compiles it first, and again what it had not expected
   * when users come and go once more. With a hundred the compiler would hardly get a turn.
   */
  private static final int WARMUPS = 6;

  List<Estimate> run(Endpoint endpoint) throws IOException {
    var estimates = new ArrayList<Estimate>();
    var children = new EnumMap<Driver, Child>(Driver.class);
    try {
      for (var driver : drivers) {
        children.put(driver, new Child(endpoint, "-Xmx1G")); // as Gatling's Maven plugin has it
      }
      for (var load : loads) {
        for (int i = 0; i < WARMUPS * drivers.size(); i++) {
          var driver = drivers.get(i % drivers.size());
          if (driver != Driver.PGBENCH) { // a program in C
            children.get(driver).ask(new Stint(driver, load, 10, 3), Served.class);
          }
        }
        for (int count : connections) {
          var found = new EnumMap<Driver, List<Served>>(Driver.class);
          for (int round = 1; round <= rounds; round++) {
            System.out.printf("  %s, connections %d, round %d%n", load, count, round);
            var order = new ArrayList<>(drivers);
            Collections.shuffle(order, new Random(round)); // none always after the same one
            for (var driver : order) {
              var stint = new Stint(driver, load, count, seconds);
              var served = children.get(driver).ask(stint, Served.class);
              found.computeIfAbsent(driver, unseen -> new ArrayList<>()).add(served);
            }
          }
          estimates.addAll(new Cell(load, count, found).estimates());
        }
      }
      return estimates;
    } finally {
      children.values().forEach(Child::close);
    }
  }

  /** What the rounds of one load at one number of connections came to. */
  record Cell(Load load, int connections, Map<Driver, List<Served>> found) {

    /** Medians; our protocol's rate is divided by another's in the same round. */
    List<Estimate> estimates() {
      var up = Direction.HIGHER_IS_BETTER;
      var down = Direction.LOWER_IS_BETTER;
      var all = new ArrayList<Estimate>();
      var ours = found.get(Driver.PROTOCOL);
      found.forEach(
          (driver, its) -> {
            all.add(median(driver, "rate", "requests/s", up, i -> its.get(i).perSecond()));
            all.add(median(driver, "client CPU", "us/request", down, i -> its.get(i).cpuMicros()));
            if (driver != Driver.PROTOCOL && ours != null) {
              IntToDoubleFunction ratio = i -> ours.get(i).perSecond() / its.get(i).perSecond();
              all.add(median(driver, "PROTOCOL ÷ it", "", up, ratio));
            }
          });
      return all;
    }

    /**
     * With the narrowest interval between two order statistics that covers the true median with at
     * least 95 %, whatever the distribution (the sign test turned round; Conover, Practical
     * Nonparametric Statistics, 3.2). Fewer than six rounds have none.
     */
    private Estimate median(
        Driver driver, String kind, String unit, Direction direction, IntToDoubleFunction figure) {
      var of = new Estimate.Of(load + " by " + driver, kind).at(connections, "connections");
      int n = found.get(driver).size();
      double[] sorted = IntStream.range(0, n).mapToDouble(figure).sorted().toArray();
      double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      int rank = new BinomialDistribution(n, 0.5).inverseCumulativeProbability(0.025);
      return (rank == 0
              ? Estimate.of(kind, unit, direction, median, n)
              : Estimate.of(kind, unit, direction, median, sorted[rank - 1], sorted[n - rank], n))
          .of(of);
    }
  }
}
