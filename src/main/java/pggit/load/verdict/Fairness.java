package pggit.load.verdict;

import java.util.List;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.server.WayIn;

/**
 * Takes back what a run through a pooler cannot say: whoever looks through one sees its limits and
 * its sessions, not the server's; and what it refused was not refused by pgGit.
 */
public record Fairness(WayIn way, List<ErrorCount> errors) {

  /** What poolers say where they refuse or end a client themselves. */
  private static final String POOLERS_OWN = "08P01";

  public Fairness {
    errors = List.copyOf(errors);
  }

  /** The verdict, or that it cannot be told, and what would help. */
  public Verdict of(Verdict verdict) {
    if (way == WayIn.DIRECT || verdict.outcome() == Outcome.UNDECIDED) {
      return verdict;
    }
    boolean failed = verdict.outcome() == Outcome.FAIL;
    long refused =
        errors.stream()
            .filter(e -> e.sqlState().equals(POOLERS_OWN))
            .mapToLong(ErrorCount::count)
            .sum();
    return switch (verdict.whose()) {
      case SERVER -> undecided(verdict, "a pooler hides the server's sessions and limits");
      case POOL -> failed ? undecided(verdict, "a pooler stands behind the pool") : verdict;
      case PGGIT -> {
        if (failed && refused > 0) {
          yield undecided(
              verdict,
              "the pooler itself refused %d requests with %s".formatted(refused, POOLERS_OWN));
        }
        yield failed && verdict.severity() == Severity.LOAD
            ? undecided(verdict, "a pooler's queue behaves under load as if it were pgGit's")
            : verdict;
      }
      case WAY_IN, INJECTOR -> verdict;
    };
  }

  private static Verdict undecided(Verdict verdict, String why) {
    return verdict
        .undecided("%s: %s. Seen: %s".formatted(why, WayIn.REMEDY, verdict.evidence()))
        .of(Whose.WAY_IN);
  }
}
