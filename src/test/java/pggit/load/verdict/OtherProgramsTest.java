package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Sample;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;

/** Two processors, a sample a second: 2,000,000 µs in each. */
class OtherProgramsTest {

  private static final long SECOND = 1_000_000_000L;

  private final List<Sample<ServerSample>> samples = new ArrayList<>();
  private final Map<ServerColumn, Long> counters = new EnumMap<>(ServerColumn.class);

  /** A second in which they spent so many milliseconds. */
  private void second(long server, long jvm, long others) {
    if (samples.isEmpty()) {
      count(ServerColumn.SERVER_CPU_MICROS, 0);
      count(ServerColumn.JVM_CPU_MICROS, 0);
      count(ServerColumn.MACHINE_CPU_MICROS, 0);
      count(ServerColumn.MACHINE_IDLE_MICROS, 0);
      sample();
    }
    count(ServerColumn.SERVER_CPU_MICROS, server);
    count(ServerColumn.JVM_CPU_MICROS, jvm);
    count(ServerColumn.MACHINE_CPU_MICROS, server + jvm + others);
    count(ServerColumn.MACHINE_IDLE_MICROS, 2_000 - server - jvm - others);
    sample();
  }

  private void count(ServerColumn column, long millis) {
    counters.merge(column, 1_000 * millis, Long::sum);
  }

  private void sample() {
    var now = SECOND * samples.size();
    samples.add(
        new Sample<>(
            Instant.ofEpochSecond(samples.size()), now, new ServerSample(counters, Map.of())));
  }

  @Test
  void areInTheWayIfTheyTookATenthWhereNothingWasIdle() {
    second(900, 700, 400);
    for (int i = 0; i < 9; i++) {
      second(1200, 700, 100);
    }

    assertThat(
            OtherPrograms.disturbed(samples, 0, 10 * SECOND).map(OtherPrograms.Disturbance::words))
        .contains("other programs took processors that were wanted, in 1 of 10 s");
    assertThat(OtherPrograms.disturbed(samples, SECOND, 10 * SECOND)).isEmpty();
  }

  /** A load from 0.5 to 1.1 s knows the second half of the first second and a tenth of the next. */
  @Test
  void countForThePartOfALookThatIsWithinTheTime() {
    second(900, 700, 400);
    second(1200, 800, 0);

    assertThat(
            OtherPrograms.disturbed(samples, SECOND / 2, SECOND * 11 / 10)
                .map(OtherPrograms.Disturbance::words))
        .contains("other programs took processors that were wanted, in 0.5 of 0.6 s");
    assertThat(OtherPrograms.disturbed(samples, SECOND * 3 / 2, SECOND * 8 / 5)).isEmpty();
    assertThat(OtherPrograms.disturbed(samples, 3 * SECOND, 4 * SECOND)).isEmpty();
  }

  @Test
  void areNotInTheWayWhereAProcessorHadNothingToDo() {
    second(500, 500, 700);

    assertThat(OtherPrograms.disturbed(samples, 0, SECOND)).isEmpty();
  }

  @Test
  void areNotBlamedForWhatLoadAndServerUseUp() {
    second(1300, 690, 10);

    assertThat(OtherPrograms.disturbed(samples, 0, SECOND)).isEmpty();
  }

  @Test
  void areNotKnownWithoutTheServersOwnTime() {
    count(ServerColumn.MACHINE_CPU_MICROS, 0);
    count(ServerColumn.MACHINE_IDLE_MICROS, 0);
    sample();
    count(ServerColumn.MACHINE_CPU_MICROS, 2_000);
    sample();

    assertThat(OtherPrograms.disturbed(samples, 0, SECOND)).isEmpty();
  }
}
