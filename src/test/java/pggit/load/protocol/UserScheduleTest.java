package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserScheduleTest {

  private final UserSchedule schedule = new UserSchedule();
  private final OneUser user = new OneUser();

  @AfterEach
  void close() {
    user.close();
  }

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
    schedule.arrival(700);

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

  @Test
  void usersAreIntendedToArriveAtASteadyRateWheneverTheyCome() throws InterruptedException {
    long[] now = {0};
    var arrive = new Arrivals.Arrive(100, () -> now[0], null); // one each 10 ms
    var intended = new long[4];

    long[] came = {5_000_000, 15_000_000, 22_000_000, 90_000_000};
    for (int i = 0; i < came.length; i++) {
      now[0] = came[i];
      intended[i] = arrive.intended(i);
    }

    // The third came 2 ms after its time by the clock of the first; so the first was 3 ms late.
    assertThat(intended).containsExactly(5_000_000, 15_000_000, 22_000_000, 32_000_000);
    assertThat(TimeUnit.NANOSECONDS.toMillis(came[3] - intended[3])).isEqualTo(58);
  }

  @Test
  void arrivalGivesAUserHisSchedule() throws InterruptedException {
    var after = user.does(next -> new Arrivals.Arrive(100, System::nanoTime, next));

    assertThat(UserSchedule.of(after)).isNotNull();
  }
}
