package pggit.load.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments of a call in SQL: what stands between commas that no bracket or quote encloses. */
final class ArgumentList {

  private static final Pattern QUOTED =
      Pattern.compile("\\G(?:'[^']*'|\\$\\$.*?\\$\\$)", Pattern.DOTALL);

  private ArgumentList() {}

  /** Behind the parenthesis that closes what is open at an index. */
  static int end(String text, int from) {
    return scan(text, from, new ArrayList<>());
  }

  static List<String> of(String text) {
    var arguments = new ArrayList<String>();
    scan(text + ")", 0, arguments);
    return arguments;
  }

  private static int scan(String text, int from, List<String> into) {
    int depth = 1;
    int begun = from;
    Matcher quoted = QUOTED.matcher(text);
    for (int i = from; i < text.length(); i++) {
      if (quoted.find(i)) {
        i = quoted.end() - 1;
        continue;
      }
      char c = text.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (depth == 0 || (c == ',' && depth == 1)) {
        if (!text.substring(begun, i).isBlank()) {
          into.add(text.substring(begun, i).strip());
        }
        begun = i + 1;
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("no end of the arguments: " + text.substring(from));
  }
}
