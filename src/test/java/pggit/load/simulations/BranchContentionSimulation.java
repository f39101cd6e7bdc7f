package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Verdict;
import pggit.load.protocol.CommitBuilder;
import pggit.load.run.LoadRun;
import pggit.load.run.WaitSampler;
import pggit.load.verdict.Judge;

/**
 * Do users get in each other's way? All of them make the first commit of the same new branch at
 * once; then a commit that is the same to the byte, at the same instant; then all commit on one
 * branch; then each on its own.
 */
public final class BranchContentionSimulation extends Simulation {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String NEW = "new branch";
  private static final String SAME = "same text";
  private static final String ONE = "one branch";
  private static final String EACH = "branch each";

  private final LoadRun run = LoadRun.open(getClass());
  private final int users = run.levels(List.of(run.settings().contention().users())).get(0);
  private final int rounds = run.settings().contention().rounds();
  private final int commits = run.settings().contention().commits();
  private final WaitSampler waits = run.closing(WaitSampler.start(run.target().database()));
  private final AtomicInteger seen = new AtomicInteger();

  private PopulationBuilder crowd(String name, int times, ChainBuilder work) {
    return scenario(name)
        .exec(phase(name, true))
        .exec(session -> session.set("n", seen.incrementAndGet()))
        .exec(pggit("connect").connect())
        .exec(gather("all connected, " + name, users, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(perform("watch", () -> waits.phase(name)))
        .exec(repeat(times, "i").on(work))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(users));
  }

  /**
   * Makes the branches whose first commit is not at stake. Twice, since a first commit may fail for
   * a reason of its own, which has a verdict of its own and must not be taken for contention.
   */
  private static PopulationBuilder branchesAreThere() {
    return scenario("branches are there")
        .exec(pggit("connect").connect())
        .exec(
            repeat(2, "i")
                .on(
                    exec(commit("beforehand", "same", "the branch is there"))
                        .exec(commit("beforehand", "shared", "the branch is there"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(1));
  }

  private ChainBuilder atOnce(ActionBuilder commit) {
    return exec(gather("same instant", users, GATHER_LIMIT)).exec(commit);
  }

  private static CommitBuilder commit(String request, String branch, String message) {
    return pggit("commit, " + request).commit().branch(branch).message(message);
  }

  private List<Verdict> judge() {
    run.measured(waits.estimates());
    List.of(NEW, SAME, ONE, EACH).forEach(phase -> run.note(phase + ": " + waits.words(phase)));
    var first = run.tally("commit, " + NEW);
    var same = run.tally("commit, " + SAME);
    var one = run.tally("commit, " + ONE);
    var each = run.tally("commit, " + EACH);
    var all = new ArrayList<>(run.target().firstCommits().verdicts());
    Collections.addAll(
        all,
        Judge.successRate(
            2L * users * (rounds + commits),
            List.of(first, same, one, each),
            run.settings().successRate()),
        Judge.allWithin(
            "first commit of a branch by all at once",
            (long) users * rounds,
            first,
            GATHER_LIMIT.multipliedBy(rounds)),
        Judge.allWithin(
            "same text at the same instant",
            (long) users * rounds,
            same,
            GATHER_LIMIT.multipliedBy(rounds)),
        waits.notBlocked(
            "branches do not wait for each other", EACH, run.settings().contention().blocked()));
    return all;
  }

  {
    setUp(
            InOrder.of(
                List.of(
                    branchesAreThere(),
                    crowd(NEW, rounds, atOnce(commit(NEW, "fresh-#{i}", "first commit"))),
                    crowd(SAME, rounds, atOnce(commit(SAME, "same", "twins #{i}").unstamped())),
                    crowd(ONE, commits, exec(commit(ONE, "shared", "work #{i}"))),
                    crowd(EACH, commits, exec(commit(EACH, "own-#{n}", "work #{i}"))),
                    verdicts(() -> run.conclude(this::judge)))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
