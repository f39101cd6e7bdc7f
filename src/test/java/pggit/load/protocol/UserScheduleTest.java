package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserScheduleTest {

  private final UserSchedule schedule = UserSchedule.from(0);

  @Test
  void firstRequestIsDueAtOnceAndLaterOnesAPeriodAfterTheOneBeforeWasDue() {
    assertThat(schedule.due("commit", 50, 1_000)).isEqualTo(1_000);

    // Whenever the user comes by: too early, too late, far too late.
    assertThat(schedule.due("commit", 50, 1_010)).isEqualTo(1_050);
    assertThat(schedule.due("commit", 50, 1_140)).isEqualTo(1_100);
    assertThat(schedule.due("commit", 50, 9_000)).isEqualTo(1_150);
  }

  @Test
  void requestsOfDifferentNamesHaveDifferentSchedules() {
    schedule.due("commit", 50, 1_000);

    assertThat(schedule.due("look", 20, 1_005)).isEqualTo(1_005);
    assertThat(schedule.due("commit", 50, 1_010)).isEqualTo(1_050);
  }

  @Test
  void firstRequestAfterAnArrivalCountsFromIt() {
    var schedule = UserSchedule.arrivingAt(700);

    assertThat(schedule.due("commit", 0, 1_000)).isEqualTo(700);
    assertThat(schedule.due("commit", 0, 1_010)).isEqualTo(1_010);
  }

  @Test
  void waitingForAnAnswerIsNotTheInjectorsLateness() {
    assertThat(schedule.lateSince(1_000, 1_003)).isEqualTo(3);

    schedule.free(5_000); // the answer came long after the next request was due

    assertThat(schedule.lateSince(1_050, 5_002)).isEqualTo(2);
    assertThat(schedule.lateSince(6_000, 6_004)).isEqualTo(4);
  }
}
