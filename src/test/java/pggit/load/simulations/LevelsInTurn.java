package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Alternation;
import pggit.load.run.LoadRun;
import pggit.load.run.PlainInserts;
import pggit.load.run.WaitSampler;
import pggit.load.settings.Settings;
import pggit.load.verdict.KeptThroughput;

/**
 * Does throughput hold for the most users? The levels that got most done and the highest one, in
 * turn and in sessions that stay open; if it falls, plain INSERTs do the same in a database without
 * pgGit.
 */
final class LevelsInTurn {

  private static final String MOST = "most users, in turn";

  private final LoadRun run;
  private final CapacityLevels levels;
  private final int most;
  private final Optional<WaitSampler> waits;
  private final Alternation turns;
  private final Alternation plainTurns;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicReference<PlainInserts> plain = new AtomicReference<>();

  /**
   * @param levels asked for the best once they were measured
   */
  LevelsInTurn(LoadRun run, CapacityLevels levels) {
    this.run = run;
    this.levels = levels;
    most = levels.most();
    waits = run.waits();
    turns = alternation(few -> watch(few == most ? MOST : ""));
    plainTurns = alternation(few -> {});
  }

  /** How long it takes where throughput holds: a quarter of each turn passes before it. */
  static Duration lasting(Settings.Capacity.Turns wanted) {
    int turns = wanted.rounds() * (CapacityLevels.COMPARED + 1);
    return wanted.length().multipliedBy(5L * turns).dividedBy(4);
  }

  private Alternation alternation(IntConsumer counted) {
    var settings = run.settings().capacity().turns();
    return new Alternation(
        () -> Stream.concat(levels.best().stream(), Stream.of(most)).toList(),
        most,
        settings.rounds(),
        settings.length(),
        counted,
        run.share().shared() ? new OthersTurns() : Alternation.NONE);
  }

  /** All injectors have the same turns. */
  private final class OthersTurns implements Alternation.Peers {
    @Override
    public int share(int users) {
      return run.share().of(users);
    }

    @Override
    public double together(double rate) {
      return run.meet("turn", most, Users.GATHER_LIMIT.multipliedBy(3), rate)[0];
    }
  }

  private void watch(String phase) {
    waits.ifPresent(sampler -> sampler.phase(phase));
  }

  PopulationBuilder population() {
    var commit = exec(pggit(CapacitySimulation.COMMIT).commit().branch("in-turn-#{n}"));
    return scenario("levels in turn")
        .exec(session -> session.set("n", run.share().number(users.incrementAndGet())))
        .exec(phase("levels in turn", false))
        .exec(Users.connected(run, "in turn", most))
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(commit))
        .exec(turns.of(commit))
        .exec(pggit("disconnect").disconnect())
        .exec(
            Users.gathered(
                run, "all had their turns", most, run.settings().timeout().multipliedBy(2)))
        .exec(once("a database without pgGit", this::makePlainInserts))
        .exec(phase("levels in turn, without pgGit", false))
        .exec(doIf(s -> kept(turns).falls() && plain.get() != null).then(withoutPgGit()))
        .injectOpen(atOnceUsers(run.share().of(most)));
  }

  private void makePlainInserts() {
    watch("");
    if (kept(turns).falls()) {
      var inserts = PlainInserts.lasting(levels.commitAlone(), run.target().server());
      plain.set(run.closing(inserts));
    }
  }

  /** Whether it is pgGit that does not bear many users. */
  private ChainBuilder withoutPgGit() {
    var insert = exec(pggit("insert without pgGit").sql(() -> plain.get().sql()));
    return exec(Session::markAsSucceeded)
        .exec(pggit("connect").connect(() -> plain.get().database().database()))
        .exec(Users.gathered(run, "all connected, without pgGit", most, Users.GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(insert))
        .exec(plainTurns.of(insert))
        .exec(pggit("disconnect").disconnect());
  }

  private KeptThroughput kept(Alternation of) {
    return new KeptThroughput(most, of.rounds());
  }

  Verdict verdict() {
    run.measured(kept(turns).estimates(CapacitySimulation.COMMIT));
    var words = waits.map(sampler -> sampler.words(MOST)).orElse("");
    var verdict = kept(turns).verdict(kept(plainTurns), words);
    return waits.flatMap(sampler -> sampler.most(MOST)).map(verdict::waiting).orElse(verdict);
  }
}
