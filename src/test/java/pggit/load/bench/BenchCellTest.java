package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

class BenchCellTest {

  private static final BenchPlan PLAN =
      plan(List.of(Driver.PGBENCH, Driver.PROTOCOL, Driver.GATLING_JDBC), 6);

  @Test
  void comparesDriversWithinEachRound() {
    var cell = new BenchCell(Load.COMMIT, 10);
    for (int speed : List.of(100, 10, 1_000)) { // the machine changes its mind between rounds
      cell.add(Driver.PGBENCH, new Sample(speed * 10, 10, 1));
      cell.add(Driver.PROTOCOL, new Sample(speed * 9, 10, 2));
    }

    assertThat(cell.ratio(Driver.PROTOCOL, Driver.PGBENCH).value()).hasValue(0.9);
    assertThat(cell.rate(Driver.PGBENCH).value()).hasValue(100);
    assertThat(cell.name()).isEqualTo("commit, 10 connections");
  }

  @Test
  void cpuIsThatOfTheClientForOneRequest() {
    assertThat(new Sample(200_000, 2, 1.5).cpuMicros()).isEqualTo(7.5);
  }

  @Test
  void tableHasARowForEachCellAndTheVerdictsOfItsGoals() {
    var report = new BenchReport(PLAN, List.of(cell(80_000, 100_000, 10_000)));

    assertThat(report.markdown())
        .contains(
            "| requests/s | pgbench | pgGit Load | gatling-jdbc | ÷ pgbench | ÷ gatling-jdbc |")
        .contains(
            "| SELECT 1, 10 connections | 100,000 [100,000, 100,000] | 80,000 [80,000, 80,000] |"
                + " 10,000 [10,000, 10,000] | 0.80 [0.80, 0.80] | 8.00 [8.00, 8.00] |");
    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(report.verdicts()).hasSize(2);
  }

  @Test
  void slowProtocolMissesItsGoals() {
    var report = new BenchReport(PLAN, List.of(cell(50_000, 100_000, 10_000)));

    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.FAIL);
  }

  @Test
  void refusesAPlanWithNothingToCompare() {
    assertThatThrownBy(() -> plan(List.of(), 6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan(List.of(Driver.PGJDBC), 0))
        .hasMessage("rounds must be >= 1, was 0");
  }

  @Test
  void stintAndSampleReadTheirOwnLines() {
    var stint = new Stint(Load.COMMIT, 50, Duration.ofMillis(500), Duration.ofSeconds(2));
    var sample = new Sample(12_345, 2.0001, 1.25);

    assertThat(Stint.parse(stint.line())).isEqualTo(stint);
    assertThat(Sample.parse(sample.line())).isEqualTo(sample);
  }

  private static BenchPlan plan(List<Driver> drivers, int rounds) {
    return new BenchPlan(
        drivers,
        List.of(Load.SELECT),
        List.of(10),
        rounds,
        Duration.ZERO,
        Duration.ofSeconds(1),
        List.of());
  }

  private static BenchCell cell(long protocol, long pgbench, long plugin) {
    var cell = new BenchCell(Load.SELECT, 10);
    for (int round = 0; round < 6; round++) {
      cell.add(Driver.PROTOCOL, new Sample(protocol, 1, 1));
      cell.add(Driver.PGBENCH, new Sample(pgbench, 1, 1));
      cell.add(Driver.GATLING_JDBC, new Sample(plugin, 1, 1));
    }
    return cell;
  }
}
