package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Users who arrive at a steady rate, each with an intended instant: his first request counts from
 * it, so that a user whom Gatling lets in late is seen to be late. Gatling does not tell when it
 * meant a user to come, but users are alike: the n-th to come is taken for the n-th intended. For
 * one population.
 */
public final class Arrivals {

  private final double usersPerSecond;
  private final Duration during;

  Arrivals(double usersPerSecond, Duration during) {
    if (!(usersPerSecond > 0)) {
      throw new IllegalArgumentException("usersPerSecond must be > 0, was " + usersPerSecond);
    }
    this.usersPerSecond = usersPerSecond;
    this.during = during;
  }

  /** The injection profile, for {@code injectOpen}. */
  public OpenInjectionStep injection() {
    return constantUsersPerSec(usersPerSecond).during(during);
  }

  /** The first step of the scenario. */
  public ActionBuilder arrive() {
    return new ActionBuilder() {
      @Override
      public io.gatling.core.action.builder.ActionBuilder asScala() {
        return (context, next) -> new Arrive(usersPerSecond, System::nanoTime, next);
      }
    };
  }

  /** Gives each user his intended instant. */
  static final class Arrive extends JavaAction {

    private final double nanosApart;
    private final LongSupplier clock;
    private final Action next;
    private final AtomicLong arrived = new AtomicLong();
    private boolean begun;
    private long firstNanos;

    Arrive(double usersPerSecond, LongSupplier clock, Action next) {
      super("arrive");
      this.nanosApart = 1e9 / usersPerSecond;
      this.clock = clock;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      var schedule = new UserSchedule();
      schedule.arrival(intended(arrived.getAndIncrement()));
      next.$bang(schedule.into(session));
    }

    /** Nobody comes too early: if one seems to, the first one came late. */
    synchronized long intended(long number) {
      long nowNanos = clock.getAsLong();
      long offset = Math.round(number * nanosApart);
      if (!begun || nowNanos - offset - firstNanos < 0) {
        begun = true;
        firstNanos = nowNanos - offset;
      }
      return firstNanos + offset;
    }
  }
}
