package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.pggit.TableVersions;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.verdict.StormJudge;

/**
 * Does pgGit keep up when many users create, alter and drop tables of their own and commit at once?
 * Half of them go to two shared branches in one order and half in the other, within a transaction
 * too. A table treated alike before the storm tells which version all others must have.
 */
public final class DdlStormSimulation extends Simulation {

  private static final String CREATE = "CREATE TABLE";
  private static final String ALTER = "ALTER TABLE";
  private static final String DROP = "DROP TABLE";
  private static final String COMMIT = "commit";
  private static final String TOGETHER = "commit in a transaction";
  private static final String TABLE = "storm_#{n}_#{i}";
  private static final String QUIET = "storm_quiet";

  private final LoadRun run = LoadRun.open(getClass(), DdlStormSimulation::expected).withTables();
  private final List<Integer> levels = run.room().levels(run.settings().storm().levels());
  private final int rounds = run.settings().storm().rounds();

  /** Creates and alters a table, commits in between, reads its version; drops another one. */
  private static ChainBuilder round(String first, String second) {
    return exec(pggit(CREATE).sql("CREATE TABLE " + TABLE + " (id int PRIMARY KEY)"))
        .exec(pggit(COMMIT).commit().branch(first))
        .exec(pggit(ALTER).sql("ALTER TABLE " + TABLE + " ADD COLUMN more text"))
        .exec(pggit(COMMIT).commit().branch(second))
        .exec(pggit("get_version").version(TABLE))
        .exec(pggit("begin").sql("BEGIN"))
        .exec(pggit(TOGETHER).commit().branch(first).undone())
        .exec(pggit(TOGETHER).commit().branch(second).undone())
        .exec(pggit("roll back").sql("ROLLBACK"))
        .exec(pggit(CREATE).sql("CREATE TABLE passing_#{n} (id int)"))
        .exec(pggit(DROP).sql("DROP TABLE passing_#{n}"))
        .exec(pggit(COMMIT).commit().branch("own-#{n}"));
  }

  private static final ChainBuilder CALM =
      exec(pggit("CREATE TABLE alone").sql("CREATE TABLE " + QUIET + " (id int PRIMARY KEY)"))
          .exec(pggit("ALTER TABLE alone").sql("ALTER TABLE " + QUIET + " ADD COLUMN more text"));

  private PopulationBuilder storm(int count) {
    var name = count + " at once";
    return scenario(name)
        .exec(phase(name, true))
        .exec(session -> session.set("n", run.share().number((int) session.userId())))
        .exec(Users.connected(run, name, count))
        .repeat(rounds, "i")
        .on(
            doIfOrElse(session -> session.getInt("n") % 2 == 0)
                .then(round("left", "right"))
                .orElse(round("right", "left")))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(run.share().of(count)));
  }

  /** Three commits in a round that stay, among a dozen statements. */
  private static Expected expected(Settings settings) {
    var wanted = settings.storm();
    long rounds = wanted.levels().stream().mapToLong(level -> level * wanted.rounds()).sum();
    return Expected.commits(3 * rounds, Duration.ofMillis(4));
  }

  private List<Verdict> judge() {
    if (!run.leads()) {
      return List.of();
    }
    StormJudge.crossing(run.tally(BranchesCrossing.COMMIT)).ifPresent(run::note);
    return List.of(
        StormJudge.versions(
            QUIET, TableVersions.read(run.target().database(), run.target().contract(), "storm")));
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(Users.alone(run, "one user alone", CALM));
    levels.forEach(level -> populations.add(storm(level)));
    populations.add(BranchesCrossing.population(run.leads() ? 2 : 0));
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(Users.inOrder(run, populations))
        .protocols(run.protocol())
        .assertions(noVerdictFailed(), notFailed("success rate"), notFailed("no deadlock"));
  }

  @Override
  public void after() {
    run.close();
  }
}
