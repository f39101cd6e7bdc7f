package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import pggit.load.measure.Part;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.verdict.Judge;

/**
 * How fast does one user commit who does nothing else? First a warm-up's worth, then the run that
 * counts.
 */
public final class RapidCommitSimulation extends Simulation {

  private static final String FIRST = "rapid commit, first";
  private static final String SECOND = "rapid commit";

  private final LoadRun run = LoadRun.open(getClass());
  private final int first = run.settings().rapid().first();
  private final int second = run.settings().rapid().second();

  private ChainBuilder commits(String name, int count) {
    return exec(phase(name, true))
        .exec(repeat(count, "i").on(exec(pggit(name).commit().message(name + " #{i}"))));
  }

  private List<Verdict> judge() {
    var rapid = run.tally(SECOND);
    var all = new ArrayList<>(run.target().firstCommits().verdicts());
    Collections.addAll(
        all,
        Judge.successRate(
            first + second, List.of(run.tally(FIRST), rapid), run.settings().successRate()),
        Judge.allWithin(
            second + " sequential commits", second, rapid, run.settings().rapid().deadline()),
        Judge.p95Below(
            "simple commit",
            run.recorder().snapshot(SECOND, Part.RESPONSE),
            run.settings().rapid().p95()));
    return all;
  }

  {
    setUp(
            scenario("one user")
                .exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(commits(FIRST, first))
                .exec(commits(SECOND, second))
                .exec(pggit("disconnect").disconnect())
                .injectOpen(atOnceUsers(1))
                .andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
