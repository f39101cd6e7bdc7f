package pggit.load.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with one property. Findings that differ only in numbers and in what is
 * quoted are of one kind; a reader sees the first of each kind.
 */
final class Findings {

  private static final int SHOWN = 6;
  private static final Pattern DETAILS =
      Pattern.compile("“[^”]*”|\"(?:[^\"\\\\]|\\\\.)*\"|[0-9][0-9,.]*");

  private final Map<String, String> firstOfKind = new LinkedHashMap<>();
  private Signs signs = Signs.NONE;
  private int all;
  private int errors;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void add(String finding) {
    all++;
    var kind = DETAILS.matcher(finding).replaceAll("?");
    firstOfKind.putIfAbsent(kind, finding);
    counts.merge(kind, 1, Integer::sum);
  }

  /** One that is, or says, this error. */
  void add(String finding, Failure failure) {
    errors++;
    add(finding, Signs.NONE.and(failure));
  }

  void add(String finding, Signs seen) {
    add(finding);
    signs = signs.and(seen);
  }

  boolean none() {
    return firstOfKind.isEmpty();
  }

  Signs signs() {
    return errors == all ? signs.and(Signs.of(Symptom.REFUSED)) : signs;
  }

  /** The findings in one line. */
  String text() {
    var shown =
        firstOfKind.entrySet().stream()
            .limit(SHOWN)
            .map(e -> e.getValue() + more(counts.getOrDefault(e.getKey(), 1) - 1))
            .collect(Collectors.joining("; "));
    int kinds = firstOfKind.size() - SHOWN;
    return kinds > 0 ? shown + "; and " + kinds + " more" : shown;
  }

  /**
   * @param good evidence if nothing was found
   * @param meaning what the findings mean to somebody who uses this pgGit
   */
  Answer answer(String good, String meaning) {
    return none() ? Answer.holds(good) : Answer.broken(text() + ". " + meaning).seeing(signs());
  }

  private static String more(int others) {
    return others == 0 ? "" : " (and " + others + " more like it)";
  }
}
