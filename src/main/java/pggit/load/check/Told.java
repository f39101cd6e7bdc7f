package pggit.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import pggit.load.measure.Extent.Often;

/**
 * What a script says is wrong.
 *
 * @param about what of the property it is about, empty for all of it
 * @param often of a failure: in how many of those that did the same at once, which are as many for
 *     all that is told about the same
 * @param failure of the statement that it is about, if it is about one
 */
record Told(
    String about, String text, Optional<Often> often, Optional<Failure> failure, Signs signs) {

  private static final int SHOWN = 6;
  private static final Pattern DETAILS =
      Pattern.compile("“[^”]*”|\"(?:[^\"\\\\]|\\\\.)*\"|[0-9][0-9,.]*");

  static Told found(String about, String text, Signs signs) {
    return new Told(about, text, Optional.empty(), Optional.empty(), signs);
  }

  static Told failed(String about, String text, Failure failure) {
    return new Told(about, text, Optional.empty(), Optional.of(failure), Signs.NONE);
  }

  /** Whether the same statement about the same fails with the same SQLSTATE. */
  boolean failsAs(Told other) {
    return about.equals(other.about)
        && text.equals(other.text)
        && failure.map(Failure::state).equals(other.failure.map(Failure::state));
  }

  private String sentence() {
    var extent = often.map(o -> " in %d of %d".formatted(o.count(), o.of())).orElse("");
    return failure.map(f -> text + " fails" + extent + " with " + f).orElse(text);
  }

  /**
   * In one line. What differs only in numbers and in what is quoted is of one kind; a reader sees
   * the first of each kind.
   */
  static String together(List<Told> told) {
    var kinds =
        told.stream()
            .map(Told::sentence)
            .collect(
                groupingBy(s -> DETAILS.matcher(s).replaceAll("?"), LinkedHashMap::new, toList()));
    int more = kinds.size() - SHOWN;
    return kinds.values().stream()
            .limit(SHOWN)
            .map(
                kind ->
                    kind.get(0)
                        + (kind.size() == 1
                            ? ""
                            : " (and %d more like it)".formatted(kind.size() - 1)))
            .collect(joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** In how many of those that did the same at once, whatever each failed with. */
  static Optional<Often> often(List<Told> told) {
    return told.stream()
        .flatMap(t -> t.often.stream())
        .reduce((one, other) -> new Often(one.count() + other.count(), one.of(), false));
  }

  /** All that was seen, and whether it was nothing but errors. */
  static Signs signs(List<Told> told) {
    boolean refused = told.stream().allMatch(t -> t.failure.isPresent());
    return told.stream()
        .map(t -> t.failure.map(t.signs::and).orElse(t.signs))
        .reduce(refused ? Signs.of(Symptom.REFUSED) : Signs.NONE, Signs::and);
  }
}
