package pggit.load.target;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code :name}, {@code :'name'}, {@code :"name"} or {@code :{?name}} at the cursor. */
final class PsqlReference {

  private static final String NAME = "[\\w\\x{80}-\\x{10FFFF}]+";
  private static final Pattern PLAIN = Pattern.compile(":" + NAME);
  private static final Pattern LITERAL = Pattern.compile(":'" + NAME + "'");
  private static final Pattern IDENTIFIER = Pattern.compile(":\"" + NAME + "\"");
  private static final Pattern TEST = Pattern.compile(":\\{\\?" + NAME + "\\}");

  private final PsqlCursor in;
  private final PsqlVariables variables;

  PsqlReference(PsqlCursor in, PsqlVariables variables) {
    this.in = in;
    this.variables = variables;
  }

  /** The value; what is no reference, or to no variable that is set, is left to the caller. */
  String takeOr(Supplier<String> otherwise) {
    int plain = in.length(PLAIN);
    int literal = in.length(LITERAL);
    int identifier = in.length(IDENTIFIER);
    int test = in.length(TEST);
    if (test > 0) {
      String taken = in.take(test);
      return variables.get(taken.substring(3, test - 1)).isPresent() ? "TRUE" : "FALSE";
    }
    int length = Math.max(plain, Math.max(literal, identifier));
    if (length == 0) {
      return otherwise.get();
    }
    int quotes = plain > 0 ? 0 : 1;
    Optional<String> value = variables.get(in.ahead(length).substring(1 + quotes, length - quotes));
    if (value.isEmpty()) {
      return otherwise.get();
    }
    in.skip(length);
    if (plain > 0) {
      return value.get();
    }
    return literal > 0 ? PsqlVariables.literal(value.get()) : History.quoted(value.get());
  }
}
