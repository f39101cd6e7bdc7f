package pggit.load.protocol;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Gatling's {@code Action} from Java: its Scala traits ask for a logger accessor and its setter,
 * and for nothing else.
 */
abstract class JavaAction implements Action {

  private final String name;
  private Logger logger = Logger.apply(LoggerFactory.getLogger(getClass()));

  JavaAction(String name) {
    this.name = name;
  }

  /** Makes what is done with each session, given the action behind it. */
  interface Step {
    Consumer<Session> before(Action next, ScenarioContext context);
  }

  static ActionBuilder builder(String name, Step step) {
    return () -> (context, next) -> of(name, step.before(next, context));
  }

  static Action of(String name, Consumer<Session> step) {
    return new JavaAction(name) {
      @Override
      public void execute(Session session) {
        step.accept(session);
      }
    };
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Logger logger() {
    return logger;
  }

  @Override
  @SuppressWarnings("checkstyle:MethodName")
  public final void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger logger) {
    this.logger = logger;
  }

  @Override
  public final String toString() {
    return name;
  }
}
