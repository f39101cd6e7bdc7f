package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.check.Behaviour;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;

/**
 * Does pgGit do what it should, apart from being fast? A few commits as the load makes them, then
 * everything that is known to go wrong with a pgGit, each in a copy of the database.
 */
public final class BehaviourSimulation extends Simulation {

  private static final Logger LOG = LoggerFactory.getLogger(BehaviourSimulation.class);
  private static final int COMMITS = 50;

  /** What does not hold first, the gravest at its head, then what cannot be told. */
  private static final List<Outcome> ORDER = List.of(Outcome.FAIL, Outcome.UNDECIDED, Outcome.PASS);

  private final LoadRun run = LoadRun.open(getClass(), BehaviourSimulation::expected).withTables();

  /** Half a minute, and what the checks are told to do more than in smoke. */
  private static Expected expected(Settings settings) {
    var wanted = settings.behaviour();
    return Expected.time(
        Duration.ofSeconds(20)
            .plusMillis(wanted.history() + 5L * wanted.commits())
            .plusMillis(20L * wanted.tables()));
  }

  private void through(String family, double share) {
    LOG.info("{}", family);
    run.progress().at(share);
  }

  private List<Verdict> judge() {
    var target = run.target();
    run.endServerSampling();
    var behaviour = run.settings().behaviour();
    var all = new ArrayList<>(target.firstCommits().verdicts(run::keep));
    all.addAll(
        Behaviour.examine(
            target.server(),
            target.database(),
            target.load(),
            target.contract(),
            behaviour.with(run.room().level(behaviour.sessions())),
            this::through,
            run::keep));
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
