package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Outcome;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.server.SlotProbe;

class SlotJudgeTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final ClockControl QUICK =
      new ClockControl("a bare connect", Duration.ofMillis(2), Duration.ofMillis(100));

  @Test
  void passesAServerThatAdmitsItsNumberAndRefusesTheRest() {
    var verdict = SlotJudge.admitted("limit", 17, tally(17, Map.of("53300", 23)), SOON, QUICK);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .isEqualTo(
            "17 of 40 got in (expected 17), refused by SQLSTATE {53300=23},"
                + " the slowest refusal after 5 ms (limit 1000 ms)");
  }

  @Test
  void findsALimitThatIsNotKept() {
    fails(
        SlotJudge.admitted("limit", 17, tally(20, Map.of("53300", 20)), SOON, QUICK),
        "the limit was not kept");
    fails(
        SlotJudge.admitted("limit", 17, tally(16, Map.of("53300", 24)), SOON, QUICK),
        "the limit was not kept");
  }

  @Test
  void findsARefusalThatIsNone() {
    fails(
        SlotJudge.admitted("limit", 17, tally(17, Map.of("53300", 22, "08001", 1)), SOON, QUICK),
        "refused otherwise than with 53300");
  }

  @Test
  void findsASlowRefusal() {
    fails(
        SlotJudge.admitted(
            "limit", 17, tally(17, Map.of("53300", 23)), Duration.ofMillis(4), QUICK),
        "refused slowly");
  }

  @Test
  void findsHarmDoneToThoseInside() {
    var good = tally(17, Map.of());
    var harmed = tally(16, Map.of("08006", 1));

    assertThat(SlotJudge.unharmed("inside", 17, List.of(good, good)).outcome())
        .isEqualTo(Outcome.PASS);
    fails(SlotJudge.unharmed("inside", 17, List.of(good, harmed)), "16 of 17 users");
    fails(SlotJudge.unharmed("inside", 17, List.of(tally(0, Map.of()))), "0 of 17 users");
  }

  @Test
  void countsWhatIsKeptForSuperusers() {
    assertThat(SlotJudge.reserved("reserved", 3, entry(3, "53300", 5)).outcome())
        .isEqualTo(Outcome.PASS);
    fails(SlotJudge.reserved("reserved", 3, entry(2, "53300", 5)), "2 superusers got in");
    fails(SlotJudge.reserved("reserved", 3, entry(4, "", 5)), "4 superusers got in");
  }

  @Test
  void findsSlotsThatAreNotFreeAgain() {
    assertThat(SlotJudge.freeAgain("free", 17, entry(17, "53300", 20), SOON, QUICK).outcome())
        .isEqualTo(Outcome.PASS);
    fails(SlotJudge.freeAgain("free", 17, entry(16, "53300", 20), SOON, QUICK), "16 of 17 slots");
    fails(SlotJudge.freeAgain("free", 17, entry(17, "", 1001), SOON, QUICK), "17 of 17 slots");
  }

  @Test
  void passesAPoolThatIsAsSmallAsTheServerMakesIt() {
    assertThat(SlotJudge.smallerPool("pool", 2, pool(2, 1, Map.of("53300", 3L))).outcome())
        .isEqualTo(Outcome.PASS);
    fails(SlotJudge.smallerPool("pool", 2, pool(2, 1, Map.of())), "a pool of 3 on 2 slots lent 2");
    fails(
        SlotJudge.smallerPool("pool", 2, pool(1, 2, Map.of("53300", 3L))),
        "a pool of 3 on 2 slots lent 1");
  }

  private static void fails(Verdict verdict, String evidence) {
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).contains(evidence);
  }

  private static Tally tally(int successes, Map<String, Integer> failures) {
    var tally = new Tally();
    for (int i = 0; i < successes; i++) {
      tally.succeeded(0, 1_000_000);
    }
    failures.forEach(
        (sqlState, count) -> {
          for (int i = 0; i < count; i++) {
            tally.failed(sqlState, "why", 0, 5_000_000);
          }
        });
    return tally;
  }

  private static SlotProbe.Entry entry(int got, String refusal, long millis) {
    return new SlotProbe.Entry(got, refusal, Duration.ofMillis(millis));
  }

  private static PoolFacts pool(int served, int timeouts, Map<String, Long> refusals) {
    var acquisitions = new ArrayList<Acquisition>();
    for (int i = 0; i < served; i++) {
      acquisitions.add(new Acquisition(1, 0, false));
    }
    for (int i = 0; i < timeouts; i++) {
      acquisitions.add(new Acquisition(SOON.toNanos(), SOON.toNanos(), true));
    }
    return new PoolFacts(
        3, SOON, acquisitions, List.of(), List.of(), List.of(), refusals, List.of());
  }
}
