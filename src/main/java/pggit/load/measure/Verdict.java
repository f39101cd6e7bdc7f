package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A named statement about a run, with its evidence. One that fails accuses {@code whose}.
 *
 * @param name what is claimed, as it stands in the reports: {@code "unique Trinity IDs"}
 * @param outcome whether it holds
 * @param whose whom the statement is about
 * @param severity how grave it is if it does not hold
 * @param evidence what was found, in plain words with the numbers; holds no parameter values and no
 *     password. Written for people: what code has to know stands in the other fields
 * @param cause errors behind it, and the verdict it follows from; null where there is neither
 * @param gauge the number and its limit, where the claim is one about a number
 * @param extent how often, from which size on and why, as far as it does not hold; null if nothing
 *     of that is known
 * @param script file in the run's directory that shows it in psql; null if there is none
 */
public record Verdict(
    String name,
    Outcome outcome,
    Whose whose,
    Severity severity,
    String evidence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cause cause,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Gauge gauge,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extent extent,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String script) {
  public Verdict {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(whose, "whose");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(evidence, "evidence");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a verdict needs a name");
    }
  }

  /** A verdict on pgGit that is not about one number, as grave as a refusal. */
  public Verdict(String name, Outcome outcome, String evidence) {
    this(name, outcome, Whose.PGGIT, Severity.REFUSAL, evidence, null, null, null, null);
  }

  public static Verdict pass(String name, String evidence) {
    return new Verdict(name, Outcome.PASS, evidence);
  }

  public static Verdict fail(String name, String evidence) {
    return new Verdict(name, Outcome.FAIL, evidence);
  }

  public static Verdict undecided(String name, String evidence) {
    return new Verdict(name, Outcome.UNDECIDED, evidence);
  }

  /** What stands where the harness could not judge: no verdict is not a pass. */
  public static Verdict notJudged(Throwable e) {
    return fail(
            "verdicts could be computed",
            "the harness itself failed, which says nothing about pgGit: " + e)
        .of(Whose.INJECTOR);
  }

  /** Pass if {@code holds}, else fail. */
  public static Verdict of(boolean holds, String name, String evidence) {
    return holds ? pass(name, evidence) : fail(name, evidence);
  }

  /** Name for people, with whom it is about where that is not pgGit and it does not hold. */
  public String title() {
    return whose == Whose.PGGIT || outcome == Outcome.PASS
        ? name
        : "%s (%s)".formatted(name, whose.words());
  }

  /** The same statement as one that cannot be told. */
  public Verdict undecided(String reason) {
    return new Verdict(
        name, Outcome.UNDECIDED, whose, severity, reason, cause, gauge, extent, script);
  }

  /** The same statement under another name. */
  public Verdict named(String other) {
    return new Verdict(other, outcome, whose, severity, evidence, cause, gauge, extent, script);
  }

  /** The same statement with more evidence. */
  public Verdict saying(String more) {
    return new Verdict(
        name, outcome, whose, severity, evidence + more, cause, gauge, extent, script);
  }

  /** The same statement about somebody else. */
  public Verdict of(Whose other) {
    return new Verdict(name, outcome, other, severity, evidence, cause, gauge, extent, script);
  }

  /** The same statement, so grave. */
  public Verdict as(Severity weight) {
    return new Verdict(name, outcome, whose, weight, evidence, cause, gauge, extent, script);
  }

  /** The same statement with what it rests on; a cause that says nothing is none. */
  public Verdict because(Cause reason) {
    return new Verdict(
        name,
        outcome,
        whose,
        severity,
        evidence,
        reason.isEmpty() ? null : reason,
        gauge,
        extent,
        script);
  }

  /** The same statement with the number behind it. */
  public Verdict with(Gauge number) {
    return new Verdict(name, outcome, whose, severity, evidence, cause, number, extent, script);
  }

  /** The same statement with how often it does not hold, if it does not; 0 times is no answer. */
  public Verdict often(long count, long of) {
    var often = new Extent.Often(count, of, false);
    return count == 0 ? this : extended(old -> new Extent(often, old.since(), old.waits()));
  }

  /**
   * The same statement about what several users did at the same time, where it is by chance how
   * often it holds, unless it never does.
   */
  public Verdict byChance() {
    return extended(old -> new Extent(byChance(old.often()), old.since(), old.waits()));
  }

  private static Extent.@Nullable Often byChance(Extent.@Nullable Often often) {
    return often == null
        ? null
        : new Extent.Often(often.count(), often.of(), often.count() < often.of());
  }

  /** The same statement with the smallest size at which it does not hold, if it does not. */
  public Verdict since(double size, String unit) {
    var since = new Extent.Onset(size, unit);
    return extended(old -> new Extent(old.often(), since, old.waits()));
  }

  /** The same statement with the wait event that explains why it does not hold, if it does not. */
  public Verdict waiting(String event) {
    return extended(old -> new Extent(old.often(), old.since(), event));
  }

  private Verdict extended(UnaryOperator<Extent> more) {
    var known = more.apply(Objects.requireNonNullElse(extent, Extent.UNKNOWN));
    return outcome == Outcome.FAIL
        ? new Verdict(name, outcome, whose, severity, evidence, cause, gauge, known, script)
        : this;
  }

  /** The same statement with the file that shows it. */
  public Verdict shownBy(String file) {
    return new Verdict(name, outcome, whose, severity, evidence, cause, gauge, extent, file);
  }
}
