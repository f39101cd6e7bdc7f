package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pggit.load.server.DiskLimit;
import pggit.load.server.SetupException;

class ScheduleTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
  private static final List<Schedule> HUNDRED =
      IntStream.rangeClosed(1, 100).mapToObj(seed -> Schedule.of(seed, MINUTE, ALL)).toList();

  @Test
  void theSameSeedGivesTheSameScheduleAndAnotherOneAnother() {
    assertThat(IntStream.rangeClosed(1, 100).mapToObj(seed -> Schedule.of(seed, MINUTE, ALL)))
        .containsExactlyElementsOf(HUNDRED)
        .extracting(Schedule::toString)
        .doesNotHaveDuplicates();
    assertThat(HUNDRED.get(6).toString()).startsWith(SEVEN);
  }

  /** As on any other machine. */
  private static final String SEVEN =
      "1 statements may take 3 ms for 2,223 ms; "
          + "2 history locked by an idle transaction for 1,602 ms; "
          + "3 pool closed and opened again and 4 backend killed; "
          + "5 answer to a commit lost for 1,275 ms; "
          + "6 link silent for 2,482 ms; "
          + "7 postmaster killed for 1,438 ms and 8 link cut 1,301 ms later";

  @Test
  void eachMinuteHasEachKindThatItsDiskAllows() {
    assertThat(HUNDRED)
        .allSatisfy(
            schedule -> {
              var expected = EnumSet.copyOf(ALL);
              expected.remove(
                  schedule.disk().orElseThrow() == DiskLimit.Part.DATA
                      ? FaultKind.LOG_DISK_FULL
                      : FaultKind.DISK_FULL);
              assertThat(schedule.faults().map(Schedule.Fault::kind)).containsAll(expected);
              assertThat(schedule.expected())
                  .isBetween(MINUTE.minusSeconds(1), MINUTE.plusSeconds(8));
            });
    assertThat(HUNDRED)
        .extracting(s -> s.disk().orElseThrow())
        .contains(DiskLimit.Part.values()[0]);
    assertThat(HUNDRED)
        .extracting(s -> s.disk().orElseThrow())
        .contains(DiskLimit.Part.values()[1]);
  }

  @Test
  void someComeTwoAtATimeAndNeverTwoThatExcludeEachOther() {
    var pairs =
        HUNDRED.stream()
            .flatMap(schedule -> schedule.steps().stream())
            .map(Schedule.Step::faults)
            .filter(faults -> faults.size() > 1)
            .toList();

    assertThat(pairs)
        .hasSizeGreaterThan(300)
        .allSatisfy(
            two -> {
              assertThat(two).hasSize(2);
              assertThat(two.get(0).kind().excludes(two.get(1).kind())).isFalse();
              assertThat(two.get(1).kind().excludes(two.get(0).kind())).isFalse();
              assertThat(two.get(1).atMillis()).isBetween(0, two.get(0).holdMillis());
              assertThat(two.get(1).kind().surrounds(two.get(0).kind())).isFalse();
              if (two.get(0).kind().lasts() && two.get(0).kind().surrounds(two.get(1).kind())) {
                assertThat(two.get(0).holdMillis())
                    .isGreaterThan(two.get(1).atMillis() + two.get(1).holdMillis());
              }
            });
    assertThat(FaultKind.POSTMASTER_KILLED.excludes(FaultKind.SERVER_FROZEN)).isTrue();
    assertThat(FaultKind.SERVER_FROZEN.excludes(FaultKind.TIME_LIMITS)).isTrue();
    assertThat(FaultKind.POSTMASTER_KILLED.excludes(FaultKind.LINK_SILENT)).isFalse();
  }

  @Test
  void whatTheMachineCannotDoIsLeftOut() {
    var possible = EnumSet.complementOf(EnumSet.of(FaultKind.DISK_FULL, FaultKind.LOG_DISK_FULL));

    for (int seed = 1; seed <= 100; seed++) {
      var schedule = Schedule.of(seed, MINUTE, possible);
      assertThat(schedule.faults().map(Schedule.Fault::kind)).isSubsetOf(possible);
      assertThat(schedule.disk()).isEmpty();
    }
    assertThat(Schedule.of(1, MINUTE, Set.of(FaultKind.LINK_CUT)).steps()).isNotEmpty();
  }

  @Test
  void aPartOfItHasItsFaultsWhenTheyWere() {
    var whole = HUNDRED.get(6);
    var some = whole.only(List.of(2, 5));

    assertThat(some.numbers()).containsExactly(2, 5);
    assertThat(whole.faults()).containsAll(some.faults().toList());
    assertThat(some.steps()).hasSizeLessThan(whole.steps().size());
    for (int i = 0; i < some.steps().size(); i++) {
      assertThat(some.steps().get(i).millis()).isEqualTo(whole.steps().get(i).millis());
    }
    assertThat(some.replay()).isEqualTo("-Dpggit.nemesis.seed=7 -Dpggit.nemesis.faults=2,5");
    assertThatThrownBy(() -> whole.only(List.of(2, 99)))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("has no fault 99");
  }
}
