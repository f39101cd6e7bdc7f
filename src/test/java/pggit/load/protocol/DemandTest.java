package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemandTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong now = new AtomicLong(1_000 * MILLI);
  private final AtomicInteger asked = new AtomicInteger();
  private final Demand demand =
      new Demand(
          () -> {
            asked.incrementAndGet();
            return List.of(
                new Demand.Leg(10, Duration.ofMillis(300)),
                new Demand.Leg(20, Duration.ofMillis(200)));
          },
          now::get);

  private List<Long> dueMillis() {
    var due = new ArrayList<Long>();
    for (var next = demand.next(); next.isPresent(); next = demand.next()) {
      due.add(next.getAsLong() / MILLI - 1_500);
    }
    return due;
  }

  @Test
  void spreadsEachLegEvenlyFromHalfASecondAfterTheFirstUserOn() {
    assertThat(dueMillis()).containsExactly(0L, 100L, 200L, 300L, 350L, 400L, 450L);
    assertThat(demand.begunNanos()).isEqualTo(1_500 * MILLI);
    assertThat(demand.late()).isZero();
  }

  @Test
  void asksForItsRatesOnceAndNotBeforeTheFirstUser() {
    assertThat(asked).hasValue(0);

    dueMillis();

    assertThat(asked).hasValue(1);
    assertThat(demand.legs()).hasSize(2);
  }

  @Test
  void countsArrivalsThatFindNoUserFree() {
    demand.next();
    now.set(1_751 * MILLI); // the second, due at 1,600, and the third, at 1,700, are late

    dueMillis();

    assertThat(demand.late()).isEqualTo(2);
  }

  @Test
  void refusesALegThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Demand.Leg(Double.NaN, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Demand.Leg(1, Duration.ZERO));
  }
}
