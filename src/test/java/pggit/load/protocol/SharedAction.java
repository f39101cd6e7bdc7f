package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.function.Consumer;
import java.util.function.Function;

/** One action that several users go through; it hands each on to that user's own next action. */
final class SharedAction {

  private final Action shared;

  /**
   * @param step given the action behind it
   */
  SharedAction(Function<Action, Consumer<Session>> step) {
    var toEachTheirOwn =
        JavaAction.of(
            "next", session -> ((Action) session.attributes().apply("next")).$bang(session));
    shared = JavaAction.of("shared", step.apply(toEachTheirOwn));
  }

  Function<Action, Action> before(OneUser user) {
    return next ->
        new JavaAction("remember next") {
          @Override
          public void execute(Session session) {
            shared.$bang(session.set("next", next));
          }
        };
  }
}
