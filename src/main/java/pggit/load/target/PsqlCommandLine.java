package pggit.load.target;

import java.util.ArrayList;
import java.util.List;
import pggit.load.server.SetupException;

/** A meta-command at the cursor: its name, and arguments up to the next one or the line's end. */
final class PsqlCommandLine {

  private final String file;
  private final PsqlCursor in;
  private final PsqlVariables variables;

  PsqlCommandLine(String file, PsqlCursor in, PsqlVariables variables) {
    this.file = file;
    this.in = in;
    this.variables = variables;
  }

  PsqlLexer.Command read() {
    int line = in.line();
    in.skip(1);
    StringBuilder name = new StringBuilder();
    while (!in.atLineEnd() && !Character.isWhitespace(in.peek()) && in.peek() != '\\') {
      name.append(in.take(1));
    }
    List<String> arguments = new ArrayList<>();
    while (skipSpace()) {
      arguments.add(argument());
    }
    if (in.looksAt("\\\\")) { // ends the arguments, SQL may follow
      in.skip(2);
    }
    return new PsqlLexer.Command(name.toString(), arguments, line);
  }

  /** Whether there is a further argument. */
  private boolean skipSpace() {
    while (!in.atLineEnd() && Character.isWhitespace(in.peek())) {
      in.skip(1);
    }
    return !in.atLineEnd() && in.peek() != '\\';
  }

  private String argument() {
    StringBuilder argument = new StringBuilder();
    while (!in.atLineEnd() && !Character.isWhitespace(in.peek()) && in.peek() != '\\') {
      switch (in.peek()) {
        case '\'' -> argument.append(quoted());
        case '"' -> argument.append(identifier());
        case ':' -> argument.append(new PsqlReference(in, variables).takeOr(() -> in.take(1)));
        case '`' -> throw refused("shell commands in backquotes are not run");
        default -> argument.append(in.take(1));
      }
    }
    return argument.toString();
  }

  /** Between single quotes psql knows C's escapes. */
  private String quoted() {
    in.skip(1);
    StringBuilder text = new StringBuilder();
    while (!in.atLineEnd()) {
      String c = in.take(1);
      if (c.equals("'")) {
        if (!in.looksAt("'")) {
          return text.toString();
        }
        in.skip(1);
      }
      text.append(c.equals("\\") ? escaped(in.take(1)) : c);
    }
    throw refused("an argument's quote has no end on its line");
  }

  private static String escaped(String c) {
    return switch (c) {
      case "n" -> "\n";
      case "t" -> "\t";
      case "r" -> "\r";
      case "b" -> "\b";
      case "f" -> "\f";
      default -> c;
    };
  }

  /** Between double quotes everything stands for itself, and the quotes stay. */
  private String identifier() {
    StringBuilder text = new StringBuilder(in.take(1));
    while (!in.atLineEnd()) {
      String c = in.take(1);
      text.append(c);
      if (c.equals("\"")) {
        return text.toString();
      }
    }
    throw refused("an argument's double quote has no end on its line");
  }

  private SetupException refused(String why) {
    return new SetupException(file + ":" + in.line() + ": " + why);
  }
}
