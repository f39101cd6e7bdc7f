package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.tryMax;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.WishLog;

/**
 * Wishes that come whether or not those before have been fulfilled (open model), at rates that are
 * known only when the load is under way: Gatling wants to know its rates before anything was
 * measured. Carried by a fixed number of users: each takes the next wish as soon as he is through
 * with his last. As long as one of them is free the number of users does not show; a wish that
 * finds nobody free comes late, and is counted as such. For one population.
 */
public final class Demand {

  /**
   * A stretch of constant demand.
   *
   * @param perSecond wishes per second, above 0
   */
  public record Leg(double perSecond, Duration length) {
    public Leg {
      if (!(perSecond > 0) || length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException(
            "a leg needs a rate and a length above 0, had %s and %s".formatted(perSecond, length));
      }
    }
  }

  private static final String WISH = "pggit.wish";

  /** By then all users are there. */
  private static final long LEAD_NANOS = Duration.ofMillis(500).toNanos();

  /** Later than this is more than a busy machine. */
  private static final long LATE_NANOS = Duration.ofMillis(50).toNanos();

  private final Supplier<List<Leg>> plan;
  private final LongSupplier clock;
  private final WishLog log = new WishLog();
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
   * What each user does until no wish is left.
   *
   * @param tries how often he attempts to have a wish fulfilled, at once after a failure; at least
   *     1
   * @param attempt fails the user if it was in vain
   */
  public ChainBuilder carriedOut(int tries, ChainBuilder attempt) {
    return forever()
        .on(exec(action(Take::new)).exec(tryMax(tries).on(attempt)).exec(action(Finish::new)));
  }

  /** When the next wish is due, {@link System#nanoTime}; empty if there is none left. */
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

  /** What came of the wishes. */
  public WishLog log() {
    return log;
  }

  /** How many wishes came late, since all users were busy. */
  public synchronized long late() {
    return late;
  }

  /** Makes an action that leads to {@code next}, or to the user's {@code exit}. */
  private interface Maker {
    Action make(Demand demand, Action next, Action exit);
  }

  private ActionBuilder action(Maker maker) {
    return new ActionBuilder() {
      @Override
      public io.gatling.core.action.builder.ActionBuilder asScala() {
        return (context, next) -> maker.make(Demand.this, next, context.coreComponents().exit());
      }
    };
  }

  /** Gives a user his next wish; the request that follows waits until it is due. */
  private static final class Take extends JavaAction {
    private final Demand demand;
    private final Action next;
    private final Action exit;

    Take(Demand demand, Action next, Action exit) {
      super("take a wish");
      this.demand = demand;
      this.next = next;
      this.exit = exit;
    }

    @Override
    public void execute(Session session) {
      var due = demand.next();
      if (due.isEmpty()) {
        exit.$bang(session);
        return;
      }
      var schedule = new UserSchedule();
      schedule.arrival(due.getAsLong());
      next.$bang(schedule.into(session).set(WISH, due.getAsLong()));
    }
  }

  /** Notes what came of it. */
  private static final class Finish extends JavaAction {
    private final Demand demand;
    private final Action next;

    Finish(Demand demand, Action next, Action exit) {
      super("finish a wish");
      this.demand = demand;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      @Nullable Object due = session.attributes().get(WISH).get();
      if (due instanceof Long dueNanos) {
        demand.log.add(dueNanos, demand.clock.getAsLong(), !session.isFailed());
      }
      next.$bang(session.markAsSucceeded());
    }
  }
}
