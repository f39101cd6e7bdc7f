package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Verdict;
import pggit.load.protocol.CommitBuilder;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.WaitSampler;
import pggit.load.settings.Settings;

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
  private final Optional<WaitSampler> waits = run.waits();
  private final AtomicInteger seen = new AtomicInteger();

  private PopulationBuilder crowd(String name, int times, ChainBuilder work) {
    return scenario(name)
        .exec(phase(name, true))
        .exec(session -> session.set("n", run.share().number(seen.incrementAndGet())))
        .exec(Users.connected(run, name, users))
        .exec(once("watch", () -> waits.ifPresent(w -> w.phase(name))))
        .exec(repeat(times, "i").on(work))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(run.share().of(users)));
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
    var verdicts = new ArrayList<Verdict>();
    waits.ifPresent(
        seen -> {
          run.measured(seen.estimates());
          List.of(NEW, SAME, ONE, EACH)
              .forEach(phase -> run.note(phase + ": " + seen.words(phase)));
          verdicts.addAll(run.target().firstCommits().verdicts(run::keep));
          var name = "branches do not wait for each other";
          verdicts.add(seen.notBlocked(name, EACH, wanted.blocked()));
        });
    return verdicts;
  }

  {
    int rounds = wanted.rounds();
    int commits = wanted.commits();
    var instant = Users.gathered(run, "same instant", users, Users.GATHER_LIMIT);
    setUp(
            Users.inOrder(
                run,
                Users.alone(run, "branches are there", repeat(2).on(BOTH_BRANCHES)),
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
