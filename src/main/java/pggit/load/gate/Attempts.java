package pggit.load.gate;

import java.util.List;
import java.util.Optional;
import pggit.load.analysis.Proportion;

/**
 * How often one side was asked for an operation, and how often it failed.
 *
 * @param asked in each session
 * @param failed of them, in the same order
 * @param first error of all; empty if none failed
 */
public record Attempts(List<Integer> asked, List<Integer> failed, Optional<String> first) {
  public Attempts {
    asked = List.copyOf(asked);
    failed = List.copyOf(failed);
  }

  Proportion failures() {
    return new Proportion(sum(failed), sum(asked));
  }

  /** {@code 3 of 40 (7.5 %, 2.6 to 19.9 %)}, and the first error. */
  String sentence() {
    return failures().sentence() + first.map(error -> ", the first with " + error).orElse("");
  }

  /** Of one session; nothing where it had none. */
  Proportion failures(int session) {
    return session < asked.size()
        ? new Proportion(failed.get(session), asked.get(session))
        : new Proportion(0, 0);
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }
}
