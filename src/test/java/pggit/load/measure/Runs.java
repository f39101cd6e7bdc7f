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
    return of(Map.of(), simulation, started, by, metrics, verdicts);
  }

  /**
   * @param pgGit which one it was, as results have it
   */
  public static RunResult of(
      Map<String, String> pgGit,
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
        pgGit,
        Map.of(),
        metrics,
        List.of(verdicts),
        List.of(),
        List.of());
  }
}
