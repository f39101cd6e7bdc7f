package pggit.load.measure;

import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text that anybody may have had a say in, for a page that GitHub makes of Markdown. */
public final class Markdown {
  private static final int LONGEST = 400;
  private static final Pattern BACKQUOTES = Pattern.compile("`+");

  private Markdown() {}

  /**
   * The text as a span of code, in which nothing is markup, a link, or the name of a user: on one
   * line, cut where it is long, between more backquotes than it has in a row. Not for a table,
   * where a {@code |} ends even that.
   */
  public static String code(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Z}]+", " ").strip();
    if (line.isEmpty()) {
      return "–";
    }
    if (line.length() > LONGEST) {
      line = line.substring(0, LONGEST) + " …";
    }
    int longest =
        BACKQUOTES
            .matcher(line)
            .results()
            .map(MatchResult::group)
            .map(String::length)
            .max(Comparator.naturalOrder())
            .orElse(0);
    String fence = "`".repeat(longest + 1);
    return longest == 0 ? fence + line + fence : fence + " " + line + " " + fence;
  }
}
