package pggit.load.protocol;

import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * A complete request: data only, nothing is opened before Gatling builds the scenario. Immutable:
 * each method returns a new one.
 */
public sealed class RequestBuilder implements ActionBuilder permits CommitBuilder {

  private final String name;
  private final Function<Session, Work> work;
  private final Pace pace;

  RequestBuilder(String name, Function<Session, Work> work) {
    this(name, work, Pace.ONCE);
  }

  private RequestBuilder(String name, Function<Session, Work> work, Pace pace) {
    this.name = name;
    this.work = work;
    this.pace = pace;
  }

  /**
   * Makes the request by a schedule: the user's first one as soon as he comes to it, each later one
   * a period after the one before it was due. He waits here until it is due; if it is overdue, it
   * begins at once, and its response time counts from when it was due all the same, so that a
   * server that stalls is not hidden by users who wait for it.
   *
   * @param period longer than 0; a scenario in which other things take longer than that is late by
   *     its own fault, and the result says so
   */
  public RequestBuilder every(Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("every must be > 0, was " + period);
    }
    return new RequestBuilder(name, work, new Pace(period.toNanos(), pace.times()));
  }

  /**
   * Makes the request several times in a row, each one logged and recorded like any other, without
   * coming back to the scenario in between: what is in Gatling EL is resolved once.
   *
   * @param times at least 1
   */
  public RequestBuilder burst(int times) {
    return new RequestBuilder(name, work, new Pace(pace.everyNanos(), times));
  }

  @Override
  public final io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> {
      var components = PgGitComponents.of(context);
      var log = GatlingLog.of(context).through(components.log());
      return new RequestAction(name, work, pace, components, log, next);
    };
  }
}
