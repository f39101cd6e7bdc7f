package pggit.load.protocol;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
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
