package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.check.Behaviour;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;

/**
 * Does pgGit do what it should, apart from being fast? A few commits as the load makes them, then
 * everything that is known to go wrong with a pgGit, each in a copy of the database.
 */
public final class BehaviourSimulation extends Simulation {

  private static final Logger LOG = LoggerFactory.getLogger(BehaviourSimulation.class);
  private static final int COMMITS = 50;

  /** What does not hold first, the gravest at its head, then what cannot be told. */
  private static final List<Outcome> ORDER = List.of(Outcome.FAIL, Outcome.UNDECIDED, Outcome.PASS);

  private final LoadRun run = LoadRun.open(getClass()).withTables();

  private List<Verdict> judge() {
    var target = run.target();
    run.endServerSampling();
    var behaviour = run.settings().behaviour();
    var all = new ArrayList<>(target.firstCommits().verdicts());
    all.addAll(
        Behaviour.examine(
            target.server(),
            target.database(),
            target.load(),
            target.contract(),
            behaviour.with(run.room().level(behaviour.sessions())),
            LOG::info));
    return all.stream()
        .sorted(
            Comparator.comparing((Verdict verdict) -> ORDER.indexOf(verdict.outcome()))
                .thenComparing(Verdict::severity))
        .toList();
  }

  {
    setUp(
            scenario("commits")
                .exec(pggit("connect").connect())
                .exec(
                    repeat(COMMITS, "i")
                        .on(pggit("commit").commit().branch("branch-1").message("commit #{i}")))
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
