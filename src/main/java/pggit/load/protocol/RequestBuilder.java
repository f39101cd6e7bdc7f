package pggit.load.protocol;

import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.function.Function;

/** A complete request: data only, nothing is opened before Gatling builds the scenario. */
public sealed class RequestBuilder implements ActionBuilder permits CommitBuilder {

  private final String name;
  private final Function<Session, Work> work;

  RequestBuilder(String name, Function<Session, Work> work) {
    this.name = name;
    this.work = work;
  }

  @Override
  public final io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) ->
        new RequestAction(name, work, PgGitComponents.of(context), GatlingLog.of(context), next);
  }
}
