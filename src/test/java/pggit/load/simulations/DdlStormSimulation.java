package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.ALL_VERDICTS;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.run.Judge;
import pggit.load.run.LoadRun;

/**
 * Does pgGit keep up when many users create, alter and drop tables and commit at once? Tables are
 * their own, so PostgreSQL by itself lets all of them through; half of the users go to two shared
 * branches in one order and half in the other.
 */
public class DdlStormSimulation extends Simulation {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String CREATE = "CREATE TABLE";
  private static final String ALTER = "ALTER TABLE";
  private static final String DROP = "DROP TABLE";
  private static final String VERSION = "get_version";
  private static final String COMMIT = "commit";

  private final LoadRun run = LoadRun.open(getClass());
  private final List<Integer> levels = run.levels(run.settings().counts("storm.levels"));
  private final int rounds = run.settings().count("storm.rounds");
  private final AtomicInteger users = new AtomicInteger();

  /** Creates a table, alters it, commits twice, reads its version, and drops every other one. */
  private static ChainBuilder round(String first, String second) {
    return exec(pggit(CREATE).sql("CREATE TABLE storm_#{n}_#{i} (id int PRIMARY KEY)"))
        .exec(pggit(COMMIT).commit().branch(first))
        .exec(pggit(ALTER).sql("ALTER TABLE storm_#{n}_#{i} ADD COLUMN more text"))
        .exec(pggit(COMMIT).commit().branch(second))
        .exec(pggit(VERSION).version("storm_#{n}_#{i}"))
        .exec(pggit(CREATE).sql("CREATE TABLE passing_#{n} (id int)"))
        .exec(pggit(DROP).sql("DROP TABLE passing_#{n}"))
        .exec(pggit(COMMIT).commit().branch("own-#{n}"));
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

  private List<Verdict> judge() {
    long lives = levels.stream().mapToLong(Integer::longValue).sum() * rounds;
    var ddl = Stream.of(CREATE, ALTER, DROP).map(run::tally).toList();
    var all = new ArrayList<Tally>(ddl);
    all.add(run.tally(COMMIT));
    var versions = run.tally(VERSION);
    return List.of(
        Judge.successRate("statements", 7 * lives, all, run.settings().number("success.rate")),
        noDeadlock(all),
        versions(versions, lives));
  }

  private static Verdict noDeadlock(List<Tally> tallies) {
    long deadlocks = tallies.stream().mapToLong(t -> t.failures().getOrDefault("40P01", 0L)).sum();
    long attempts = tallies.stream().mapToLong(Tally::attempts).sum();
    return Verdict.of(
        deadlocks == 0,
        "no deadlock",
        "%,d of %,d statements were ended by a deadlock, on tables of their own"
            .formatted(deadlocks, attempts));
  }

  /** Each table was created and altered, and nobody else touched it. */
  private Verdict versions(Tally versions, long lives) {
    var name = "no version lost";
    if (run.target().contract().versionSql().isEmpty()) {
      return Verdict.undecided(name, "this pgGit has no get_version");
    }
    long altered = run.tally(ALTER).successes();
    return Verdict.of(
        versions.successes() >= altered,
        name,
        "%,d of %,d tables have a version, %,d were altered; %s"
            .formatted(versions.successes(), lives, altered, versions.failures()));
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    levels.forEach(level -> populations.add(storm(level)));
    populations.add(
        scenario("verdicts")
            .exec(verdicts(() -> run.conclude(this::judge)))
            .injectOpen(atOnceUsers(1)));
    setUp(InOrder.of(populations))
        .protocols(run.protocol())
        .assertions(details(ALL_VERDICTS).successfulRequests().count().is(1L));
  }

  @Override
  public void after() {
    run.close();
  }
}
