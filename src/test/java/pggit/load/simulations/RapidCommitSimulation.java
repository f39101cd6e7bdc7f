package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Part;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.verdict.Judge;

/**
 * How fast does one user commit who does nothing else? First a warm-up's worth, then the run that
 * counts.
 */
public final class RapidCommitSimulation extends Simulation {

  private static final String FIRST = "rapid commit, first";
  private static final String SECOND = "rapid commit";

  private final LoadRun run = LoadRun.open(getClass(), RapidCommitSimulation::expected);
  private final Settings.Rapid wanted = run.settings().rapid();

  private ChainBuilder commits(String name, int count) {
    return exec(phase(name, true))
        .exec(repeat(count, "i").on(exec(pggit(name).commit().message(name + " #{i}"))));
  }

  private static Expected expected(Settings settings) {
    var wanted = settings.rapid();
    return Expected.commits(wanted.first() + wanted.second(), Duration.ofMillis(1));
  }

  private List<Verdict> judge() {
    var verdicts = new ArrayList<>(run.target().firstCommits().verdicts(run::keep));
    verdicts.add(
        run.successRate("commits", wanted.first() + wanted.second(), List.of(FIRST, SECOND)));
    verdicts.add(
        run.facts()
            .allWithin(
                wanted.second() + " sequential commits",
                wanted.second(),
                SECOND,
                wanted.deadline()));
    verdicts.add(
        Judge.p95Below(
            "simple commit",
            run.recorder().snapshot(SECOND, Part.RESPONSE),
            wanted.p95(),
            run.facts().disturbed(run.tally(SECOND))));
    return verdicts;
  }

  {
    setUp(
            Users.alone(
                    run,
                    "one user",
                    exec(commits(FIRST, wanted.first())).exec(commits(SECOND, wanted.second())))
                .andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed(), notFailed("success rate"));
  }

  @Override
  public void after() {
    run.close();
  }
}
