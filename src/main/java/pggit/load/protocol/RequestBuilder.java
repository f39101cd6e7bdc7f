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

  final String name;
  private final Function<Session, Work> work;
  private final long everyNanos;

  RequestBuilder(String name, Function<Session, Work> work) {
    this(name, work, 0);
  }

  private RequestBuilder(String name, Function<Session, Work> work, long everyNanos) {
    this.name = name;
    this.work = work;
    this.everyNanos = everyNanos;
  }

  /**
   * Makes the request by a schedule: a user's first one at once, each later one a period after the
   * one before it was due. The user waits here until it is due; if it is overdue, it begins at
   * once, and its response time counts from when it was due all the same, so that a server that
   * stalls is not hidden by users who wait for it.
   *
   * @param period longer than 0; a scenario in which other things take longer than that is late by
   *     its own fault, and the result says so
   */
  public RequestBuilder every(Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("every must be > 0, was " + period);
    }
    return new RequestBuilder(name, work, period.toNanos());
  }

  @Override
  public final io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) ->
        new RequestAction(name, work, everyNanos, PgGitComponents.of(context), next);
  }
}
