package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverBenchTest {

  @Test
  void comparesDriversWithinEachRound() {
    // The machine changes its mind between rounds.
    var estimates = cell(of(90, 9, 900), of(100, 10, 1_000)).estimates();

    assertThat(Bench.table(estimates))
        .isEqualTo(
            """
            | | rate, requests/s | client CPU, us/request | PROTOCOL ÷ it |
            |---|---:|---:|---:|
            | COMMIT by PGBENCH, 10 connections | 100 | 7.50 | 0.90 |
            | COMMIT by PROTOCOL, 10 connections | 90 | 7.50 |  |""");
  }

  /** As measured: rounds between 0.77 and 0.97, of which five allow no interval of 95 %. */
  @Test
  void printsNoIntervalThatTheRoundsDoNotAllow() {
    var five = cell(of(0.77, 0.88, 0.91, 0.95, 0.97), of(1, 1, 1, 1, 1)).estimates();
    var six = cell(of(0.77, 0.88, 0.91, 0.93, 0.95, 0.97), of(1, 1, 1, 1, 1, 1)).estimates();

    assertThat(Bench.table(five)).contains("| 1 | 7.50 | 0.91 |").doesNotContain("[");
    assertThat(Bench.table(six)).contains("| 0.92 [0.77, 0.97] |");
  }

  /** From the table of the sign test at 5 %, two-sided: 2 x P(X <= r - 1) for X ~ B(n, 1/2). */
  @ParameterizedTest
  @CsvSource({"6,1", "7,1", "8,1", "9,2", "12,3", "15,4", "20,6", "25,8"})
  void intervalLiesBetweenOrderStatisticsOfTheSignTest(int n, int rank) {
    var rates = DoubleStream.iterate(1, i -> i + 1).limit(n).toArray();

    var median = cell(of(rates), of(rates)).estimates().get(0);

    assertThat(median.low()).hasValue(rank);
    assertThat(median.high()).hasValue(n + 1 - rank);
    assertThat(median.value()).hasValue((n + 1) / 2.0);
    assertThat(median.count()).isEqualTo(n);
  }

  private static DriverBench.Cell cell(List<Served> protocol, List<Served> pgbench) {
    var found = new TreeMap<>(Map.of(Driver.PROTOCOL, protocol, Driver.PGBENCH, pgbench));
    return new DriverBench.Cell(Load.COMMIT, 10, found);
  }

  private static List<Served> of(double... rates) {
    return DoubleStream.of(rates).mapToObj(rate -> new Served(rate, 7.5)).toList();
  }
}
