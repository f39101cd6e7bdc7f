package pggit.load.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/** One load at one number of connections: the samples of each driver, one for each round. */
final class BenchCell {

  private final Load load;
  private final int connections;
  private final Map<Driver, List<Sample>> samples = new EnumMap<>(Driver.class);

  BenchCell(Load load, int connections) {
    this.load = load;
    this.connections = connections;
  }

  Load load() {
    return load;
  }

  int connections() {
    return connections;
  }

  /** {@code "SELECT 1, 10 connections"}. */
  String name() {
    return load.label() + ", " + connections + (connections == 1 ? " connection" : " connections");
  }

  void add(Driver driver, Sample sample) {
    samples.computeIfAbsent(driver, unseen -> new ArrayList<>()).add(sample);
  }

  /** Whether there is anything to say about these. */
  boolean has(Driver... drivers) {
    return List.of(drivers).stream().allMatch(samples::containsKey);
  }

  Estimate rate(Driver driver) {
    return Medians.of(
        name() + ", " + driver.label(),
        "requests/s",
        Direction.HIGHER_IS_BETTER,
        each(driver, Sample::perSecond));
  }

  Estimate cpu(Driver driver) {
    return Medians.of(
        name() + ", " + driver.label() + ", client CPU",
        "us/request",
        Direction.LOWER_IS_BETTER,
        each(driver, Sample::cpuMicros));
  }

  /** The rate of one driver by that of another in the same round. */
  Estimate ratio(Driver driver, Driver to) {
    double[] dividends = each(driver, Sample::perSecond);
    double[] divisors = each(to, Sample::perSecond);
    double[] ratios = new double[Math.min(dividends.length, divisors.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = dividends[i] / divisors[i];
    }
    return Medians.of(
        "%s, %s / %s".formatted(name(), driver.label(), to.label()),
        "",
        Direction.HIGHER_IS_BETTER,
        ratios);
  }

  /** The latest round in one line. */
  String lastRound() {
    return name()
        + ": "
        + samples.entrySet().stream()
            .map(
                entry ->
                    String.format(
                        Locale.ROOT,
                        "%s %,.0f/s",
                        entry.getKey().label(),
                        entry.getValue().get(entry.getValue().size() - 1).perSecond()))
            .collect(Collectors.joining(", "));
  }

  private double[] each(Driver driver, ToDoubleFunction<Sample> number) {
    return samples.getOrDefault(driver, List.of()).stream().mapToDouble(number).toArray();
  }
}
