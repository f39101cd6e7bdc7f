package pggit.load.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;
import pggit.load.run.Progress;
import pggit.load.run.Target;

/**
 * Ten thousand users for a pool of twenty, in a JVM with 512 MB of heap: what a waiting user costs,
 * and whether each gets his connection or his time-out on time. gatling-jdbc gets fewer users,
 * since each of them is a thread.
 */
public final class WaitingBench implements BenchPart {

  private static final int POOL = 20;
  private static final Duration HOLD = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final double LATE_SHARE = 1.1; // as verdicts on pools allow

  private final int users;
  private final int usersOfGatlingJdbc;

  /**
   * @param usersOfGatlingJdbc 0 to leave it out
   */
  public WaitingBench(int users, int usersOfGatlingJdbc) {
    this.users = users;
    this.usersOfGatlingJdbc = usersOfGatlingJdbc;
  }

  @Override
  public int connections() {
    return POOL;
  }

  @Override
  public Duration planned() {
    return plannedCrowd().multipliedBy(usersOfGatlingJdbc > 0 ? 2 : 1);
  }

  private static Duration plannedCrowd() {
    return TIMEOUT.plusSeconds(5);
  }

  @Override
  public BenchRun.Found run(Target target, Progress progress) {
    var metrics = new ArrayList<Estimate>();
    var ours = crowd(target, Driver.POOLED, users, progress);
    metrics(metrics, Driver.POOLED, ours);
    var table =
        new StringBuilder(
            "| %d connections, each held %d ms, time-out %d s | waiting users | threads | heap per user | RSS per user | served | refused, after |%n|---|---:|---:|---:|---:|---:|---:|%n"
                .formatted(POOL, HOLD.toMillis(), TIMEOUT.toSeconds()));
    row(table, Driver.POOLED, ours);
    if (usersOfGatlingJdbc > 0) {
      var theirs = crowd(target, Driver.GATLING_JDBC, usersOfGatlingJdbc, progress);
      metrics(metrics, Driver.GATLING_JDBC, theirs);
      row(table, Driver.GATLING_JDBC, theirs);
    }
    return new BenchRun.Found(table.toString(), metrics, verdicts(ours));
  }

  static List<Verdict> verdicts(WaitingFacts facts) {
    double timeout = TIMEOUT.toMillis();
    boolean onTime =
        facts.went() == facts.came()
            && facts.latestServedMillis() <= timeout * LATE_SHARE + HOLD.toMillis()
            && (facts.served() == facts.came()
                || (facts.earliestRefusalMillis() >= timeout - 1
                    && facts.latestRefusalMillis() <= timeout * LATE_SHARE));
    return List.of(
        Verdict.of(
            facts.went() == facts.came(),
            "%,d waiting users within 512 MB of heap".formatted(facts.came()),
            "%,d of them were answered; %,d threads".formatted(facts.went(), facts.threads())),
        Verdict.of(
            onTime,
            "a connection or a time-out on time for each",
            String.format(
                Locale.ROOT,
                "%,d served within %.0f ms, %,d refused after %.0f to %.0f ms, time-out %.0f ms",
                facts.served(),
                facts.latestServedMillis(),
                facts.went() - facts.served(),
                facts.earliestRefusalMillis(),
                facts.latestRefusalMillis(),
                timeout)));
  }

  private static void metrics(List<Estimate> metrics, Driver driver, WaitingFacts facts) {
    var down = Direction.LOWER_IS_BETTER;
    var name = driver.label() + ", waiting users: ";
    metrics.add(Estimate.of(name + "heap", "bytes/user", down, facts.heapPerUser(), facts.came()));
    metrics.add(Estimate.of(name + "RSS", "bytes/user", down, facts.rssPerUser(), facts.came()));
    metrics.add(Estimate.of(name + "threads", "threads", down, facts.threads(), facts.came()));
  }

  private static void row(StringBuilder table, Driver driver, WaitingFacts facts) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %d | %.1f kB | %.1f kB | %,d | %,d, %.0f–%.0f ms |%n",
            driver.label(),
            facts.came(),
            facts.threads(),
            facts.heapPerUser() / 1e3,
            facts.rssPerUser() / 1e3,
            facts.served(),
            facts.went() - facts.served(),
            facts.earliestRefusalMillis(),
            facts.latestRefusalMillis()));
  }

  private static WaitingFacts crowd(Target target, Driver driver, int count, Progress progress) {
    var facts =
        WaitingFacts.parse(
            ChildJvm.ask(
                WaitingProcess.class,
                List.of("-Xmx512m"),
                target.load(),
                List.of(
                    driver.name(),
                    "" + count,
                    "" + POOL,
                    "" + HOLD.toMillis(),
                    "" + TIMEOUT.toMillis())));
    progress.done(plannedCrowd(), "%s, %,d waiting users".formatted(driver.label(), count));
    return facts;
  }
}
