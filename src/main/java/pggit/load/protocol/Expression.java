package pggit.load.protocol;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import java.util.function.Function;

/** Text in Gatling's expression language, resolved per user. */
final class Expression {

  /** An expression that a session could not resolve; the message is Gatling's. */
  @SuppressWarnings("serial")
  static final class Unresolved extends RuntimeException {
    Unresolved(String message) {
      super(message, null, false, false); // a user's mistake in a scenario, not a place in our code
    }
  }

  private Expression() {}

  /** What the text is for a user; throws {@link Unresolved}. */
  static Function<Session, String> text(String text) {
    var compiled = Expressions.toStringExpression(text);
    return session -> {
      Object validation =
          compiled.apply(session); // Failure is a Validation<Nothing>, which Java cannot say
      if (validation instanceof Failure failure) {
        throw new Unresolved(failure.message());
      }
      return (String) ((Success<?>) validation).value();
    };
  }
}
