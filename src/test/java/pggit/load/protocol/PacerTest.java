package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long MILLI = 1_000_000;

  private final Pacer pacer = new Pacer();

  @AfterEach
  void close() {
    pacer.close();
  }

  @Test
  void keepsAppointmentsInTheOrderOfTheirInstantsAndNeverTooEarly() throws InterruptedException {
    List<String> kept = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(3);
    long now = System.nanoTime();

    for (int millis : new int[] {60, 20, 40}) {
      long at = now + millis * MILLI;
      pacer.at(
          at,
          () -> {
            kept.add(millis + (System.nanoTime() < at ? " too early" : ""));
            done.countDown();
          });
    }

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kept).containsExactly("20", "40", "60");
  }

  @Test
  void keepsOneThatIsPastAtOnceAndGoesOnAfterOneThatFails() throws InterruptedException {
    var done = new CountDownLatch(1);

    pacer.at(
        System.nanoTime() - MILLI,
        () -> {
          throw new IllegalStateException("an appointment of a test that is to fail");
        });
    pacer.at(System.nanoTime() - MILLI, done::countDown);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
