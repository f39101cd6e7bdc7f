package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;

class JudgeTest {

  private static final long MS = 1_000_000;

  private final Tally tally = new Tally();

  @Test
  void successRateCountsThoseWhoNeverCameToCommit() {
    succeed(79);

    var verdict = Judge.successRate(100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).isEqualTo("79.0 % (79 of 100 commits), expected at least 80 %");
    assertThat(verdict.gauge()).isEqualTo(Gauge.atLeast(79, 80, "%"));
  }

  @Test
  void successRateAtTheLimitPasses() {
    succeed(80);
    fail("40P01", 20, MS);

    var verdict = Judge.successRate(100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).endsWith("; 20 failed with \"40P01 why\"");
  }

  @Test
  void successRateOfNobodyFails() {
    assertThat(Judge.successRate(0, List.of(tally), 80).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void allWithinFailsWhenOneIsMissing() {
    succeed(9);

    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1)).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void allWithinFailsWhenTheLastComesTooLate() {
    succeed(9);
    tally.succeeded(0, 1001 * MS);

    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1)).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(2)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void p95OfNothingFails() {
    try (var recorder = new Recorder()) {
      var snapshot = recorder.snapshot("commit", Recorder.Part.RESPONSE);

      assertThat(Judge.p95Below("simple commit", snapshot, Duration.ofSeconds(1)).outcome())
          .isEqualTo(Outcome.FAIL);
    }
  }

  @Test
  void refusalsWithAnotherCodeAreNotClean() {
    fail("53300", 50, MS);
    assertThat(refused(50, Duration.ofSeconds(1))).isEqualTo(Outcome.PASS);

    fail("08006", 1, MS);
    assertThat(refused(50, Duration.ofSeconds(1))).isEqualTo(Outcome.FAIL);
  }

  @Test
  void tooFewOrTooSlowRefusalsAreNotClean() {
    fail("53300", 49, 2000 * MS);

    assertThat(refused(50, Duration.ofSeconds(3))).isEqualTo(Outcome.FAIL);
    assertThat(refused(49, Duration.ofSeconds(1))).isEqualTo(Outcome.FAIL);
    assertThat(refused(49, Duration.ofSeconds(3))).isEqualTo(Outcome.PASS);
  }

  private Outcome refused(long atLeast, Duration limit) {
    return Judge.onlyRefusedWith("refused", Set.of("53300"), tally, atLeast, limit).outcome();
  }

  private void succeed(int count) {
    for (int i = 0; i < count; i++) {
      tally.succeeded(0, MS);
    }
  }

  private void fail(String sqlState, int count, long nanos) {
    for (int i = 0; i < count; i++) {
      tally.failed(sqlState, sqlState + " why", 0, nanos);
    }
  }
}
