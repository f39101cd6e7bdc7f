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

  private final WatchedPool watched;
  private final Pool pool;
  private final PoolWatch watch;
  private final LeakLog log;
  private final Duration threshold;
  private final int leaked;
  private final String steal;
  private final String beside;
  private final String afterwards;

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

  List<PopulationBuilder> populations() {
    return List.of(
        scenario(steal).exec(pggit(steal).leak()).injectOpen(atOnceUsers(leaked)),
        // Held for less than the threshold, or it would be reported as well.
        scenario(beside)
            .exec(take(beside, threshold.multipliedBy(3).dividedBy(4)))
            .injectOpen(atOnceUsers(watched.limit())),
        scenario("evict " + leaked)
            .exec(perform("await reports", this::awaitReports))
            .exec(perform("evict", pool::evictLeaked))
            .exec(perform("await end of sessions", this::awaitEnd))
            .injectOpen(atOnceUsers(1)),
        scenario(afterwards)
            .exec(take(afterwards, SHORT_HOLD))
            .injectOpen(atOnceUsers(watched.limit())));
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
    watched.awaitFull(SHORT_HOLD);
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
