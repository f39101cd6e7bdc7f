package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.core.CoreDsl.repeat;
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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.pggit.TableVersions;
import pggit.load.run.LoadRun;
import pggit.load.verdict.Judge;
import pggit.load.verdict.StormJudge;

/**
 * Does pgGit keep up when many users create, alter and drop tables and commit at once? Tables are
 * their own, so PostgreSQL by itself lets all of them through; half of the users go to two shared
 * branches in one order and half in the other, one after the other and within a transaction. A
 * table that was treated alike before the storm tells which version all others must have.
 */
public final class DdlStormSimulation extends Simulation {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String CREATE = "CREATE TABLE";
  private static final String ALTER = "ALTER TABLE";
  private static final String DROP = "DROP TABLE";
  private static final String VERSION = "get_version";
  private static final String COMMIT = "commit";
  private static final String TOGETHER = "commit in a transaction";
  private static final String CROSSING = "branches created in opposite orders";
  private static final String TABLE = "storm_#{n}_#{i}";
  private static final String QUIET = "storm_quiet";

  private final LoadRun run = LoadRun.open(getClass()).withTables();
  private final List<Integer> levels = run.levels(run.settings().storm().levels());
  private final int rounds = run.settings().storm().rounds();
  private final AtomicInteger users = new AtomicInteger();

  /** Creates and alters a table, commits in between, reads its version; drops another one. */
  private static ChainBuilder round(String first, String second) {
    return exec(pggit(CREATE).sql(create(TABLE)))
        .exec(pggit(COMMIT).commit().branch(first))
        .exec(pggit(ALTER).sql(alter(TABLE)))
        .exec(pggit(COMMIT).commit().branch(second))
        .exec(pggit(VERSION).version(TABLE))
        .exec(pggit("begin").sql("BEGIN"))
        .exec(pggit(TOGETHER).commit().branch(first).undone())
        .exec(pggit(TOGETHER).commit().branch(second).undone())
        .exec(pggit("roll back").sql("ROLLBACK"))
        .exec(pggit(CREATE).sql("CREATE TABLE passing_#{n} (id int)"))
        .exec(pggit(DROP).sql("DROP TABLE passing_#{n}"))
        .exec(pggit(COMMIT).commit().branch("own-#{n}"));
  }

  private static String create(String table) {
    return "CREATE TABLE " + table + " (id int PRIMARY KEY)";
  }

  private static String alter(String table) {
    return "ALTER TABLE " + table + " ADD COLUMN more text";
  }

  private static PopulationBuilder quiet() {
    return scenario("one user alone")
        .exec(pggit("connect").connect())
        .exec(pggit("CREATE TABLE alone").sql(create(QUIET)))
        .exec(pggit("ALTER TABLE alone").sql(alter(QUIET)))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(1));
  }

  private PopulationBuilder storm(int count) {
    var name = count + " at once";
    return scenario(name)
        .exec(phase(name, true))
        .exec(
            session -> {
              int n = users.incrementAndGet();
              return session.set("n", n).set("way", n % 2);
            })
        .exec(pggit("connect").connect())
        .exec(gather("all connected, " + name, count, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(
            repeat(rounds, "i")
                .on(
                    doSwitch("#{way}")
                        .on(
                            onCase(0).then(round("left", "right")),
                            onCase(1).then(round("right", "left")))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  /** Two users who each create two branches in a transaction, in opposite orders, step by step. */
  private static PopulationBuilder crossing() {
    return scenario(CROSSING)
        .exec(phase(CROSSING, false))
        .exec(session -> session.set("way", session.userId() % 2))
        .exec(pggit("connect").connect())
        .exec(gather("both connected", 2, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(
            doSwitch("#{way}")
                .on(
                    onCase(0L).then(creating("fresh-left", "fresh-right")),
                    onCase(1L).then(creating("fresh-right", "fresh-left"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(2));
  }

  private static ChainBuilder creating(String first, String second) {
    return exec(pggit("begin").sql("BEGIN"))
        .exec(pggit(CROSSING).commit().branch(first).undone())
        .exec(gather("one branch each", 2, GATHER_LIMIT))
        .exec(pggit(CROSSING).commit().branch(second).undone())
        .exec(pggit("roll back").sql("ROLLBACK"));
  }

  private List<Verdict> judge() {
    StormJudge.crossing(run.tally(CROSSING)).ifPresent(run::note);
    long lives = levels.stream().mapToLong(Integer::longValue).sum() * rounds;
    var ddl = Stream.of(CREATE, ALTER, DROP).map(run::tally).toList();
    var stored = new ArrayList<Tally>(ddl);
    stored.add(run.tally(COMMIT));
    var all = new TreeMap<String, Tally>();
    Stream.of(CREATE, ALTER, DROP, COMMIT, TOGETHER).forEach(r -> all.put(r, run.tally(r)));
    return List.of(
        Judge.successRate("statements", 7 * lives, stored, run.settings().successRate()),
        StormJudge.noDeadlock(all, TOGETHER),
        StormJudge.versions(
            QUIET, TableVersions.read(run.target().database(), run.target().contract(), "storm")));
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(quiet());
    levels.forEach(level -> populations.add(storm(level)));
    populations.add(crossing());
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(InOrder.of(populations)).protocols(run.protocol()).assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
