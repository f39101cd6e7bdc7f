package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import pggit.load.measure.Verdict;
import pggit.load.protocol.CommitBuilder;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.WaitSampler;
import pggit.load.settings.Settings;
import pggit.load.verdict.Judge;

/**
 * Do users get in each other's way? All of them make the first commit of the same new branch at
 * once; then a commit that is the same to the byte, at the same instant; then all commit on one
 * branch; then each on its own.
 */
public final class BranchContentionSimulation extends Simulation {

  private static final String NEW = "new branch";
  private static final String SAME = "same text";
  private static final String ONE = "one branch";
  private static final String EACH = "branch each";

  private final LoadRun run = LoadRun.open(getClass(), BranchContentionSimulation::expected);
  private final Settings.Contention wanted = run.settings().contention();
  private final int users = run.room().level(wanted.users());
  private final WaitSampler waits = run.closing(WaitSampler.start(run.target().database()));
  private final AtomicInteger seen = new AtomicInteger();

  private PopulationBuilder crowd(String name, int times, ChainBuilder work) {
    return scenario(name)
        .exec(phase(name, true))
        .exec(session -> session.set("n", seen.incrementAndGet()))
        .exec(Users.connected(name, users))
        .exec(once("watch", () -> waits.phase(name)))
        .exec(repeat(times, "i").on(work))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(users));
  }

  /** Made twice: a first commit may fail for a reason that is no contention and has a verdict. */
  private static final ChainBuilder BOTH_BRANCHES =
      exec(commit("beforehand", "same", "the branch is there"))
          .exec(commit("beforehand", "shared", "the branch is there"));

  private static CommitBuilder commit(String request, String branch, String message) {
    return pggit("commit, " + request).commit().branch(branch).message(message);
  }

  private static Expected expected(Settings settings) {
    var wanted = settings.contention();
    long each = 2L * (wanted.rounds() + wanted.commits());
    return Expected.commits(wanted.users() * each, Duration.ofMillis(1));
  }

  private List<Verdict> judge() {
    run.measured(waits.estimates());
    List.of(NEW, SAME, ONE, EACH).forEach(phase -> run.note(phase + ": " + waits.words(phase)));
    var requests = Stream.of(NEW, SAME, ONE, EACH).map("commit, "::concat).toList();
    long all = (long) users * wanted.rounds();
    var limit = Users.GATHER_LIMIT.multipliedBy(wanted.rounds());
    var verdicts = new ArrayList<>(run.target().firstCommits().verdicts(run::keep));
    verdicts.add(
        run.successRate("commits", 2L * users * (wanted.rounds() + wanted.commits()), requests)
            .byChance());
    verdicts.add(
        Judge.allWithin(
                "first commit of a branch by all at once", all, run.tally("commit, " + NEW), limit)
            .byChance());
    verdicts.add(
        Judge.allWithin("same text at the same instant", all, run.tally("commit, " + SAME), limit)
            .byChance());
    verdicts.add(waits.notBlocked("branches do not wait for each other", EACH, wanted.blocked()));
    return verdicts;
  }

  {
    int rounds = wanted.rounds();
    int commits = wanted.commits();
    var instant = gather("same instant", users, Users.GATHER_LIMIT);
    setUp(
            Users.inOrder(
                Users.alone("branches are there", repeat(2).on(BOTH_BRANCHES)),
                crowd(NEW, rounds, exec(instant, commit(NEW, "fresh-#{i}", "first commit"))),
                crowd(SAME, rounds, exec(instant, commit(SAME, "same", "twins #{i}").unstamped())),
                crowd(ONE, commits, exec(commit(ONE, "shared", "work #{i}"))),
                crowd(EACH, commits, exec(commit(EACH, "own-#{n}", "work #{i}"))),
                verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed(), notFailed("success rate"));
  }

  @Override
  public void after() {
    run.close();
  }
}
