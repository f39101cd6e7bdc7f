package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static org.galaxio.gatling.javaapi.JdbcDsl.DB;
import static org.galaxio.gatling.javaapi.JdbcDsl.allResults;
import static org.galaxio.gatling.javaapi.JdbcDsl.jdbc;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolWatch;
import pggit.load.run.WatchedPool;
import pggit.load.settings.Settings;
import pggit.load.verdict.PoolFacts;
import pggit.load.verdict.PoolJudge;

/**
 * More users than connections, on one pool of gatling-jdbc. The same users go through all phases,
 * since gatling-jdbc opens a pool for each population: they hold for longer than the time-out, then
 * for shorter, then a few of them see whether the pool came back.
 */
final class ExhaustedPool {

  private static final int SURPLUS = 5;
  private static final String ANSWER = "answer";
  private static final Duration RECOVERY = Duration.ofSeconds(1);
  private static final Duration RECOVERY_HOLD = Duration.ofMillis(200);
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);

  /** Arrivals apart enough for an order of waking up, close enough to wait together. */
  private static final Duration APART = Duration.ofMillis(12);

  private final LoadRun run;
  private final Settings.Pooled plan;
  private final PoolWatch watch;
  private final WatchedPool pool;
  private final int reachable;
  private final int users;
  private final String longHold;
  private final String shortHold;
  private final String recovery;
  private final String commit;
  private final AtomicInteger arrived = new AtomicInteger();

  /** When the first user came to a phase, {@link System#nanoTime}. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  ExhaustedPool(LoadRun run, Settings.Pooled plan, PoolWatch watch, int limit, boolean filled) {
    this.run = run;
    this.plan = plan;
    this.watch = watch;
    var configured =
        new WatchedPool("pggit pool of " + limit, run.endpoint(), limit, plan.timeout());
    pool = filled ? configured : configured.onDemand();
    reachable = Math.min(limit, run.room().admitted());
    users = limit + SURPLUS;
    longHold = "hold longer than the time-out, pool of " + limit;
    shortHold = "hold shorter than the time-out, pool of " + limit;
    recovery = "take all again, pool of " + limit;
    commit = "commit after exhaustion, pool of " + limit;
    watch.watch(pool);
  }

  PopulationBuilder population() {
    return scenario(pool.name())
        .exec(session -> session.set("user", arrived.getAndIncrement()))
        .exec(perform("fill", this::awaitFilled))
        .exec(together("filled"))
        .exec(hold(longHold, plan.longHold()))
        .exec(together(longHold))
        .exec(pause(session -> APART.multipliedBy(session.getInt("user"))))
        .exec(hold(shortHold, plan.shortHold()))
        .exec(together(shortHold))
        .exec(doIf(s -> s.getInt("user") < reachable).then(hold(recovery, RECOVERY_HOLD)))
        .exec(together(recovery))
        .exec(
            doIf(s -> s.getInt("user") == 0)
                .then(exec(closeJdbcPool()).exec(pggit(commit).commit())))
        .injectOpen(atOnceUsers(users))
        .protocols(DB().hikariConfig(pool.config()));
  }

  /** Who asks for more than there is for longer than the time-out does not get it. */
  Assertion refusesTheSurplus() {
    return details(longHold).failedRequests().count().gte((long) SURPLUS);
  }

  private ChainBuilder hold(String name, Duration held) {
    return exec(session -> {
          begun.putIfAbsent(name, System.nanoTime());
          return session.remove(ANSWER).set("asked", System.nanoTime());
        })
        .exec(
            jdbc(name)
                .query("SELECT 'held', pg_sleep(" + held.toMillis() / 1e3 + ")")
                .check(allResults().saveAs(ANSWER)))
        .exec(session -> count(name, session));
  }

  private Session count(String name, Session session) {
    long asked = session.getLong("asked");
    // gatling-jdbc tells no SQLSTATE and does not mark its users as failed.
    if (session.contains(ANSWER)) {
      run.tally(name).succeeded(asked, System.nanoTime());
    } else {
      run.tally(name).failed("KO", "no answer", asked, System.nanoTime());
    }
    return session;
  }

  private ChainBuilder together(String phase) {
    var limit = plan.longHold().plus(plan.timeout()).plus(FILLED_WITHIN);
    return exec(gather("all through " + phase, users, limit));
  }

  private void awaitFilled() {
    pool.awaitFull(FILLED_WITHIN);
  }

  List<Verdict> verdicts() {
    var all = watch.facts(pool);
    var slow = between(all, longHold, shortHold);
    var quick = between(all, shortHold, recovery);
    long again = begun.getOrDefault(recovery, Long.MAX_VALUE);
    long released = quick.returns().stream().mapToLong(r -> r).max().orElse(again);
    var took = all.since(again);
    int limit = pool.limit();
    return List.of(
        PoolJudge.limit("pool limit " + limit, all, reachable),
        reachable < limit
            ? PoolJudge.refused("time-outs, pool of " + limit, all, reachable)
            : PoolJudge.timeouts("time-outs, pool of " + limit, slow, users, failures(longHold)),
        reachable < limit
            ? PoolJudge.onlyTimeouts("order, pool of " + limit, quick, failures(shortHold))
            : PoolJudge.inOrder("order, pool of " + limit, quick, users, failures(shortHold)),
        PoolJudge.recovery("pool recovery, pool of " + limit, took, released, reachable, RECOVERY),
        run.facts().allWithin(commit, 1, commit, run.settings().timeout()));
  }

  private PoolFacts between(PoolFacts all, String from, String to) {
    return all.between(
        begun.getOrDefault(from, Long.MAX_VALUE), begun.getOrDefault(to, Long.MAX_VALUE));
  }

  private long failures(String name) {
    var tally = run.tally(name);
    return tally.attempts() - tally.successes();
  }

  List<Estimate> estimates() {
    return pool.estimates();
  }
}
