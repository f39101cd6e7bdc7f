package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.verdict.Judge;

/**
 * Does pgGit take commits from many connections at once? Users who each open a connection, create a
 * table, commit and close: more and more of them at once, then more than the server admits, then a
 * steady crowd.
 */
public final class ConcurrentCommitSimulation extends Simulation {

  private final LoadRun run = LoadRun.open(getClass()).withTables();

  /** Nobody goes before all have tried, or there was room for some only because others had gone. */
  private final Duration gatherLimit = run.settings().connectTimeout();

  private final List<Integer> levels = run.levels(run.settings().concurrent().levels());
  private final int surplus = run.settings().concurrent().surplus();
  private final int branches = run.settings().concurrent().branches();
  private final int sustained =
      run.levels(List.of(run.settings().concurrent().sustained().users())).get(0);
  private final AtomicInteger users = new AtomicInteger();

  /** One user's life; the phase stands in the requests' names, so that each has its own figures. */
  private ChainBuilder life(String phase, int together) {
    return exec(session -> session.set("n", users.incrementAndGet()))
        .exec(
            session ->
                session.set("branch", "branch-" + session.getInt("n") % Math.max(1, branches)))
        .exec(pggit("connect, " + phase).connect())
        .exec(gather("all " + phase + " connected", together, gatherLimit))
        .exec(exitHereIfFailed())
        .exec(
            pggit("create table, " + phase)
                .sql("CREATE TABLE load_test_#{n} (id int PRIMARY KEY, data text)"))
        .exec(pggit("commit, " + phase).commit().branch("#{branch}").message("load test #{n}"))
        .exec(pggit("disconnect, " + phase).disconnect());
  }

  private PopulationBuilder atOnce(int count) {
    var name = count + " at once";
    return scenario(name)
        .exec(phase(name, true))
        .exec(life(name, count))
        .injectOpen(atOnceUsers(count));
  }

  private List<Verdict> judge() {
    var phases = new ArrayList<>(levels.stream().map(n -> n + " at once").toList());
    phases.add("sustained");
    long begun = phases.stream().mapToLong(p -> run.tally("connect, " + p).attempts()).sum();
    var commits = phases.stream().map(p -> run.tally("commit, " + p)).toList();
    int most = levels.get(levels.size() - 1);
    var own = new ArrayList<Verdict>();
    own.add(Judge.successRate(begun, commits, run.settings().successRate()));
    own.add(
        Judge.allWithin(
            most + " concurrent commits",
            most,
            run.tally("commit, " + most + " at once"),
            run.settings().concurrent().deadline()));
    own.add(surplusVerdict());
    return own;
  }

  private Verdict surplusVerdict() {
    var name = "surplus refused with 53300";
    if (!run.mayExhaustConnections()) {
      return Verdict.undecided(name, run.confirmation());
    }
    return Judge.onlyRefusedWith(
        name,
        Set.of("53300"),
        run.tally("connect, surplus"),
        surplus - run.target().admitted(),
        run.settings().connectTimeout());
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    levels.forEach(level -> populations.add(atOnce(level)));
    if (run.mayExhaustConnections()) {
      populations.add(
          scenario("surplus")
              .exec(phase("surplus", true))
              .exec(life("surplus", surplus))
              .injectOpen(atOnceUsers(surplus)));
    }
    populations.add(
        scenario("sustained")
            .exec(phase("sustained", true))
            .exec(life("sustained", 1))
            .injectClosed(
                constantConcurrentUsers(sustained)
                    .during(run.settings().concurrent().sustained().duration())));
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(InOrder.of(populations)).protocols(run.protocol()).assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
