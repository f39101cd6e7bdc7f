package pggit.load.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Results of runs that have verdicts and figures, and nothing else worth a look. */
public final class Runs {

  private Runs() {}

  public static RunResult of(
      String simulation,
      Instant started,
      Invocation by,
      List<Estimate> metrics,
      Verdict... verdicts) {
    return new RunResult(
        RunResult.SCHEMA,
        simulation,
        "smoke",
        started,
        Duration.ofSeconds(1),
        by,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        metrics,
        List.of(verdicts),
        List.of(),
        List.of());
  }
}
