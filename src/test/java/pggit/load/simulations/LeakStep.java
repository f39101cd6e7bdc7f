package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Leak;
import pggit.load.protocol.Pool;
import pggit.load.run.LeakLog;
import pggit.load.run.PoolWatch;
import pggit.load.run.WatchedPool;
import pggit.load.verdict.LeakJudge;
import pggit.load.verdict.PoolFacts;

/**
 * Some users take a connection and never return it; others try to get one meanwhile; the harness
 * evicts what was leaked; everybody tries again.
 */
final class LeakStep {

  private static final Duration SHORT_HOLD = Duration.ofMillis(300);
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);

  private final WatchedPool watched;
  private final Pool pool;
  private final PoolWatch watch;
  private final LeakLog log;
  private final Duration threshold;
  private final int leaked;
  private final String steal;
  private final String beside;
  private final String afterwards;
  private final AtomicInteger come = new AtomicInteger();

  /** When the first user came to a phase, {@link System#nanoTime}. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  private volatile List<Leak> leaks = List.of();
  private volatile int alive;

  LeakStep(
      WatchedPool watched,
      Pool pool,
      PoolWatch watch,
      LeakLog log,
      Duration threshold,
      int leaked) {
    this.watched = watched;
    this.pool = pool;
    this.watch = watch;
    this.log = log;
    this.threshold = threshold;
    this.leaked = leaked;
    steal = "leak, %d of %d".formatted(leaked, watched.limit());
    beside = "take beside %d leaked".formatted(leaked);
    afterwards = "take after eviction of %d".formatted(leaked);
  }

  PopulationBuilder population() {
    int users = watched.limit();
    var limit = threshold.plus(FILLED_WITHIN);
    return scenario("%d of %d leak".formatted(leaked, users))
        .exec(once("fill", this::fill))
        .exec(session -> session.set("n", come.incrementAndGet()))
        .exec(doIf(session -> session.getInt("n") <= leaked).then(exec(pggit(steal).leak())))
        .exec(gather(steal, users, limit))
        // Held for less than the threshold, or it would be reported as well.
        .exec(take(beside, threshold.multipliedBy(3).dividedBy(4)))
        .exec(gather(beside, users, limit))
        .exec(once("await reports", this::awaitReports))
        .exec(once("evict", pool::evictLeaked))
        .exec(once("await end of sessions", this::awaitEnd))
        .exec(take(afterwards, SHORT_HOLD))
        .injectOpen(atOnceUsers(users));
  }

  private void fill() {
    pool.open();
    watched.awaitFull(FILLED_WITHIN);
  }

  /** As many get nothing as connections are out. */
  Assertion refusesTheSurplus() {
    return details(beside).failedRequests().count().gte((long) leaked);
  }

  private ChainBuilder take(String name, Duration held) {
    return exec(session -> {
          begun.putIfAbsent(name, System.nanoTime());
          return session;
        })
        .exec(pggit(name).sql("SELECT pg_sleep(" + held.toMillis() / 1e3 + ")"));
  }

  private void awaitReports() {
    leaks = pool.leaks();
    log.await(leaks, threshold.plus(LeakJudge.REPORT_WITHIN));
  }

  private void awaitEnd() {
    alive = watch.awaitEnd(watched, leaks.stream().map(Leak::backend).toList());
    watched.awaitFull(FILLED_WITHIN);
  }

  List<Verdict> verdicts() {
    var meanwhile = between(beside, afterwards);
    int limit = watched.limit();
    return List.of(
        LeakJudge.othersCanBeHad(
            "pool with %d of %d leaked".formatted(leaked, limit), limit, leaked, meanwhile),
        LeakJudge.reported(
            "leak, %d of %d".formatted(leaked, limit),
            leaks,
            log.reports(),
            threshold,
            Pool.PLACE_OF_LEAK),
        LeakJudge.whole(
            "pool recovery, %d of %d leaked".formatted(leaked, limit),
            limit,
            since(afterwards),
            leaks,
            alive));
  }

  private PoolFacts between(String from, String to) {
    return watch
        .facts(watched)
        .between(begun.getOrDefault(from, Long.MAX_VALUE), begun.getOrDefault(to, Long.MAX_VALUE));
  }

  private PoolFacts since(String from) {
    long first = begun.getOrDefault(from, Long.MAX_VALUE);
    return watch.facts(watched).between(first, first + threshold.toNanos() / 2);
  }
}
