package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StallMeterTest {

  @Test
  void countsOnlyWhatLiesBetweenTwoInstants() {
    var stall = new Stall(1000, 100); // from 900 to 1000

    assertThat(stall.within(0, 2000)).isEqualTo(100);
    assertThat(stall.within(950, 2000)).isEqualTo(50);
    assertThat(stall.within(0, 960)).isEqualTo(60);
    assertThat(stall.within(920, 930)).isEqualTo(10);
    assertThat(stall.within(1000, 2000)).isZero();
    assertThat(stall.within(0, 900)).isZero();
  }

  @Test
  void takesTheLongestOfSeveral() {
    var stalls = List.of(new Stall(1000, 100), new Stall(1010, 30));

    assertThat(Stall.longest(stalls, 0, 2000)).isEqualTo(100);
    assertThat(Stall.longest(stalls, 990, 2000)).isEqualTo(20);
    assertThat(Stall.longest(List.of(), 0, 2000)).isZero();
  }

  @Test
  void refusesAStallThatIsNone() {
    assertThatThrownBy(() -> new Stall(1000, 0)).hasMessageContaining("lateNanos must be > 0");
  }

  @Test
  void noticesThatTheMachineIsBusy() {
    var stop = new AtomicBoolean();
    var busy =
        IntStream.range(0, 8 * Runtime.getRuntime().availableProcessors())
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          while (!stop.get()) {
                            Thread.onSpinWait();
                          }
                        }))
            .toList();
    try (var meter = new StallMeter()) {
      busy.forEach(Thread::start);
      await().until(() -> !meter.stalls().isEmpty());
    } finally {
      stop.set(true);
    }
  }
}
