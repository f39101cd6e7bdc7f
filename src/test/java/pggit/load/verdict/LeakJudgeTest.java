package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Outcome;
import pggit.load.measure.Whose;
import pggit.load.protocol.Leak;

class LeakJudgeTest {

  private static final Duration THRESHOLD = Duration.ofSeconds(2);
  private static final String PLACE = "pggit.load.protocol.Pool.leak";
  private static final List<String> STACK =
      List.of("pggit.load.protocol.Pool.leak:42", "pggit.load.protocol.Execution.run:30");

  private final Leak first = new Leak("PgConnection@1", 101, 0);
  private final Leak second = new Leak("PgConnection@2", 102, 0);

  @Test
  void passesWhenEveryLeakIsReportedWithItsPlace() {
    var reports =
        List.of(report("PgConnection@1", 2001, STACK), report("PgConnection@2", 2900, STACK));

    var verdict = LeakJudge.reported("leak", List.of(first, second), reports, THRESHOLD, PLACE);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .isEqualTo(
            "2 of 2 reported, after 2.00 s to 2.90 s, threshold 2.00 s + 1.00 s,"
                + " leaked at pggit.load.protocol.Pool.leak:42");
  }

  @Test
  void findsALeakThatNobodyReported() {
    var verdict =
        LeakJudge.reported(
            "leak",
            List.of(first, second),
            List.of(report("PgConnection@1", 2001, STACK)),
            THRESHOLD,
            PLACE);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("1 of 2 leaks went undetected");
  }

  @Test
  void doesNotTakeTheReportOfAnotherConnectionForIt() {
    var verdict =
        LeakJudge.reported(
            "leak",
            List.of(first),
            List.of(report("PgConnection@9", 2001, STACK)),
            THRESHOLD,
            PLACE);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void findsAReportThatComesLate() {
    var verdict =
        LeakJudge.reported(
            "leak",
            List.of(first),
            List.of(report("PgConnection@1", 3001, STACK)),
            THRESHOLD,
            PLACE);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("one was reported only after 3.00 s");
  }

  @Test
  void findsAReportWithoutThePlace() {
    var verdict =
        LeakJudge.reported(
            "leak",
            List.of(first),
            List.of(report("PgConnection@1", 2001, List.of("java.lang.Thread.run:840"))),
            THRESHOLD,
            PLACE);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .startsWith("a report does not name " + PLACE + " but [java.lang.Thread.run:840]");
  }

  @Test
  void doesNotPassWithoutALeak() {
    assertThat(LeakJudge.reported("leak", List.of(), List.of(), THRESHOLD, PLACE).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest(name = "{0} of 5 lent, {1} sessions alive")
  @CsvSource({"5, 0", "4, 0", "5, 1"})
  void whatAPoolMakesOfLeaksIsThePools(int lent, int alive) {
    assertThat(LeakJudge.whole("whole", 5, served(lent, 5 - lent), List.of(first), alive).whose())
        .isEqualTo(Whose.POOL);
  }

  @Test
  void countsWhatCanBeHadBesideALeak() {
    assertThat(LeakJudge.othersCanBeHad("others", 5, 1, served(4, 1)).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(LeakJudge.othersCanBeHad("others", 5, 1, served(5, 0)).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(LeakJudge.othersCanBeHad("others", 5, 1, served(3, 2)).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(LeakJudge.othersCanBeHad("others", 5, 5, served(0, 2)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void findsABackendThatOutlivesItsEviction() {
    assertThat(LeakJudge.whole("whole", 5, served(5, 0), List.of(first), 0).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(LeakJudge.whole("whole", 5, served(4, 1), List.of(first), 0).outcome())
        .isEqualTo(Outcome.FAIL);

    var verdict = LeakJudge.whole("whole", 5, served(5, 0), List.of(first), 1);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("leaked sessions live on");
  }

  private static LeakJudge.Report report(String connection, long millis, List<String> place) {
    return new LeakJudge.Report(Duration.ofMillis(millis).toNanos(), connection, place);
  }

  /** So many got a connection at the same time, so many a time-out. */
  private static PoolFacts served(int served, int timeouts) {
    var acquisitions =
        java.util.stream.IntStream.range(0, served + timeouts)
            .mapToObj(i -> new Acquisition(1000, 0, i >= served))
            .toList();
    return new PoolFacts(
        5,
        Duration.ofSeconds(1),
        acquisitions,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }
}
