package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named statement about a run, with its evidence.
 *
 * @param name what is claimed, as it stands in the reports: {@code "unique Trinity IDs"}
 * @param outcome whether it holds
 * @param evidence what was found, in plain words with the numbers; holds no parameter values and no
 *     password
 * @param gauge the number and its limit, where the claim is one about a number
 */
public record Verdict(
    String name,
    Outcome outcome,
    String evidence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Gauge gauge) {
  public Verdict {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(evidence, "evidence");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a verdict needs a name");
    }
  }

  /** A verdict that is not about one number. */
  public Verdict(String name, Outcome outcome, String evidence) {
    this(name, outcome, evidence, null);
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

  /** Pass if {@code holds}, else fail. */
  public static Verdict of(boolean holds, String name, String evidence) {
    return holds ? pass(name, evidence) : fail(name, evidence);
  }

  /** The same verdict with the number behind it. */
  public Verdict with(Gauge number) {
    return new Verdict(name, outcome, evidence, number);
  }
}
