package pggit.load.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Plain;
import pggit.load.analysis.Proportion;
import pggit.load.measure.Extent;
import pggit.load.measure.Severity;
import pggit.load.measure.Whose;

/**
 * Something that is wrong: one cause, and what follows from it.
 *
 * @param name of the verdict that shows it best
 * @param severity the gravest of what it shows and of what follows
 * @param worst name of the consequence that is so grave; null if it is so itself
 * @param whose where it would have to be mended
 * @param simulation that found it
 * @param run name of that run's directory
 * @param evidence what was seen, for people
 * @param often of how many, as the verdict that it is named after counts, with the 95 % interval
 *     where another run may count otherwise; null if that did not count. What consequences count is
 *     something else, or the same in another run, where chances are others: no sum of it
 * @param since the smallest size at which it was seen; null if it was seen at any
 * @param waits the wait event that explains it; null if none does
 * @param script file in the run's directory that shows it in psql; null if there is none
 * @param command that makes the run once more
 * @param consequences other verdicts that do not hold for the same reason, the gravest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String name,
    Severity severity,
    @Nullable String worst,
    Whose whose,
    String simulation,
    String run,
    String evidence,
    @Nullable Often often,
    Extent.@Nullable Onset since,
    @Nullable String waits,
    @Nullable String script,
    String command,
    List<Consequence> consequences) {

  /**
   * So many of so many.
   *
   * @param interval of the share, where another run may count otherwise; null else
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Often(long count, long of, @Nullable Interval interval) {
    static @Nullable Often of(@Nullable Extent extent) {
      var often = extent == null ? null : extent.often();
      return often == null
          ? null
          : new Often(
              often.count(),
              often.of(),
              often.byChance() && often.of() <= Integer.MAX_VALUE
                  ? new Proportion((int) often.count(), (int) often.of()).interval()
                  : null);
    }
  }

  /** Another verdict that does not hold for the same reason. */
  public record Consequence(
      String simulation, String run, String name, Severity severity, String evidence) {}

  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(whose, "whose");
    consequences = List.copyOf(consequences);
  }

  /** What is known of it apart from what was seen, for people. */
  public List<String> facts() {
    return facts(UnaryOperator.identity());
  }

  /**
   * @param quoted what the server said, as it may stand where the facts are told
   */
  public List<String> facts(UnaryOperator<String> quoted) {
    var facts = new ArrayList<String>();
    if (often != null) {
      facts.add(
          often.interval() == null
              ? "%,d of %,d".formatted(often.count(), often.of())
              : new Proportion((int) often.count(), (int) often.of()).sentence());
    }
    if (since != null) {
      facts.add("since %s %s".formatted(Plain.number(since.size()), since.unit()));
    }
    if (waits != null) {
      facts.add("waits for " + quoted.apply(waits));
    }
    if (whose != Whose.PGGIT) {
      facts.add("of " + whose.words());
    }
    if (worst != null) {
      facts.add("the worst of it: " + worst);
    }
    return facts;
  }

  /** {@code 3 consequences}; empty where it has none. */
  public String follows() {
    int count = consequences.size();
    return count == 0 ? "" : count == 1 ? "1 consequence" : count + " consequences";
  }

  /** Directories of the runs that found it under this name. */
  public List<String> runs() {
    return Stream.concat(
            Stream.of(run),
            consequences.stream().filter(c -> c.name().equals(name)).map(Consequence::run))
        .distinct()
        .toList();
  }
}
