package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Alternation;
import pggit.load.run.LoadRun;
import pggit.load.run.PlainInserts;
import pggit.load.run.WaitSampler;
import pggit.load.verdict.KeptThroughput;

/**
 * Does throughput hold for the most users? The levels that got most done and the highest one, in
 * turn and in sessions that stay open; if it falls, plain INSERTs do the same in a database without
 * pgGit.
 */
final class LevelsInTurn {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String MOST = "most users, in turn";

  private final LoadRun run;
  private final int most;
  private final Supplier<List<Integer>> best;
  private final Supplier<Duration> commitAlone;
  private final WaitSampler waits;
  private final Alternation turns;
  private final Alternation plainTurns;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicReference<PlainInserts> plain = new AtomicReference<>();

  /**
   * @param most users of the highest level
   * @param best asked once the levels were measured: those below that got most done
   * @param commitAlone then, too: how long one user's commit takes
   */
  LevelsInTurn(
      LoadRun run, int most, Supplier<List<Integer>> best, Supplier<Duration> commitAlone) {
    this.run = run;
    this.most = most;
    this.best = best;
    this.commitAlone = commitAlone;
    waits = run.closing(WaitSampler.start(run.target().database()));
    turns = alternation(few -> waits.phase(few == most ? MOST : ""));
    plainTurns = alternation(few -> {});
  }

  private Alternation alternation(IntConsumer counted) {
    var settings = run.settings().capacity().turns();
    return new Alternation(
        () -> Stream.concat(best.get().stream(), Stream.of(most)).toList(),
        most,
        settings.rounds(),
        settings.length(),
        counted);
  }

  List<PopulationBuilder> populations() {
    return List.of(commits(), makePlain(), withoutPgGit());
  }

  private PopulationBuilder commits() {
    var commit = exec(pggit(CapacitySimulation.COMMIT).commit().branch("in-turn-#{n}"));
    return scenario("levels in turn")
        .exec(session -> session.set("n", users.incrementAndGet()))
        .exec(phase("levels in turn", false))
        .exec(pggit("connect").connect())
        .exec(gather("all connected, in turn", most, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(commit))
        .exec(turns.of(commit))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(most));
  }

  private PopulationBuilder makePlain() {
    return scenario("a database without pgGit")
        .exec(perform("a database without pgGit", this::makePlainInserts))
        .injectOpen(atOnceUsers(1));
  }

  private void makePlainInserts() {
    waits.phase("");
    if (kept(turns).falls()) {
      var inserts = PlainInserts.lasting(commitAlone.get(), run.target().server());
      plain.set(run.closing(inserts));
    }
  }

  /** Whether it is pgGit that does not bear many users. */
  private PopulationBuilder withoutPgGit() {
    var insert = exec(pggit("insert without pgGit").sql(() -> plain.get().sql()));
    var control =
        exec(pggit("connect").connect(() -> plain.get().database().database()))
            .exec(gather("all connected, without pgGit", most, GATHER_LIMIT))
            .exec(exitHereIfFailed())
            .exec(repeat(CapacitySimulation.WARM_COMMITS).on(insert))
            .exec(plainTurns.of(insert))
            .exec(pggit("disconnect").disconnect());
    return scenario("levels in turn, without pgGit")
        .exec(phase("levels in turn, without pgGit", false))
        .exec(doIf(session -> kept(turns).falls() && plain.get() != null).then(control))
        .injectOpen(atOnceUsers(most));
  }

  private KeptThroughput kept(Alternation of) {
    return new KeptThroughput(most, of.rounds());
  }

  Verdict verdict() {
    run.measured(kept(turns).estimates(CapacitySimulation.COMMIT));
    return kept(turns).verdict(kept(plainTurns), waits.words(MOST));
  }
}
