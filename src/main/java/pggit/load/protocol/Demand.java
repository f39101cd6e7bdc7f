package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.tryMax;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import pggit.load.measure.Arrival;

/**
 * Arrivals that come whether or not those before have been served (open model), at rates that are
 * known only when the load is under way: Gatling wants to know its rates before anything was
 * measured. Carried by a fixed number of users: each takes the next arrival as soon as its last one
 * is over. As long as one of them is free the number of users does not show; an arrival that finds
 * none free is late, and is counted as such. For one population.
 */
public final class Demand {

  /**
   * A stretch of constant demand.
   *
   * @param perSecond arrivals per second, above 0
   */
  public record Leg(double perSecond, Duration length) {
    public Leg {
      if (!(perSecond > 0) || length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException(
            "a leg needs a rate and a length above 0, had %s and %s".formatted(perSecond, length));
      }
    }
  }

  /** By then all users are there. */
  private static final long LEAD_NANOS = Duration.ofMillis(500).toNanos();

  /** Later than this is more than a busy machine. */
  private static final long LATE_NANOS = Duration.ofMillis(50).toNanos();

  private final Supplier<List<Leg>> plan;
  private final LongSupplier clock;
  private final Queue<Arrival> over = new ConcurrentLinkedQueue<>();
  private List<Leg> legs = List.of();
  private boolean begun;
  private long begunNanos;
  private int leg;
  private long inLeg;
  private long legBegunNanos;
  private long late;

  /**
   * @param plan asked once, when the first user comes
   */
  public Demand(Supplier<List<Leg>> plan) {
    this(plan, System::nanoTime);
  }

  Demand(Supplier<List<Leg>> plan, LongSupplier clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * What each user does until no arrival is left.
   *
   * @param tries most attempts of an arrival, each at once after a failure; at least 1
   * @param attempt marks the user as failed if it failed
   */
  public ChainBuilder carriedOut(int tries, ChainBuilder attempt) {
    return forever()
        .on(
            exec(JavaAction.builder(
                    "take an arrival",
                    (next, context) -> take(next, context.coreComponents().exit())))
                .exec(tryMax(tries).on(attempt))
                .exec(JavaAction.builder("finish an arrival", (next, context) -> finish(next))));
  }

  /** When the next arrival is due, {@link System#nanoTime}; empty if there is none left. */
  synchronized OptionalLong next() {
    long now = clock.getAsLong();
    if (!begun) {
      begun = true;
      legs = List.copyOf(plan.get());
      begunNanos = now + LEAD_NANOS;
      legBegunNanos = begunNanos;
    }
    while (leg < legs.size()) {
      var current = legs.get(leg);
      long offset = Math.round(inLeg * 1e9 / current.perSecond());
      if (offset < current.length().toNanos()) {
        inLeg++;
        long due = legBegunNanos + offset;
        late += now - due > LATE_NANOS ? 1 : 0;
        return OptionalLong.of(due);
      }
      legBegunNanos += current.length().toNanos();
      leg++;
      inLeg = 0;
    }
    return OptionalLong.empty();
  }

  /** When the first leg began, {@link System#nanoTime}. */
  public synchronized long begunNanos() {
    return begunNanos;
  }

  /** The legs as they were; empty before the first user has come. */
  public synchronized List<Leg> legs() {
    return legs;
  }

  /** What came of the arrivals that are over. */
  public List<Arrival> arrivals() {
    return List.copyOf(over);
  }

  /** How many arrivals were late, since all users were busy. */
  public synchronized long late() {
    return late;
  }

  /** Gives a user its next arrival; the request that follows waits until it is due. */
  Consumer<Session> take(Action next, Action exit) {
    return session -> {
      var due = next();
      if (due.isEmpty()) {
        exit.$bang(session);
      } else {
        next.$bang(UserSchedule.arrivingAt(due.getAsLong()).into(session));
      }
    };
  }

  /** Notes what came of a user's arrival. */
  Consumer<Session> finish(Action next) {
    return session -> {
      var schedule = UserSchedule.of(session);
      if (schedule != null) {
        over.add(schedule.ended(clock.getAsLong(), !session.isFailed()));
      }
      next.$bang(session.markAsSucceeded());
    };
  }
}
