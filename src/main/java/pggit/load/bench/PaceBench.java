package pggit.load.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;
import pggit.load.run.Progress;
import pggit.load.run.Target;
import pggit.load.server.Endpoint;

/** Is a rate of commits held, and if not, whose fault is it? */
public final class PaceBench implements BenchPart {

  private static final double ALLOWED = 0.005;
  private static final double OWN_LAG_MILLIS = 5;

  private final int perSecond;
  private final int users;
  private final int seconds;

  /**
   * @param users with a connection each, among whom the rate is divided
   */
  public PaceBench(int perSecond, int users, int seconds) {
    this.perSecond = perSecond;
    this.users = users;
    this.seconds = seconds;
  }

  @Override
  public int connections() {
    return users;
  }

  @Override
  public Duration planned() {
    return PaceProcess.WARMUP.plusSeconds(seconds + 3);
  }

  @Override
  public BenchRun.Found run(Target target, Progress progress) {
    var found = run(target.load());
    progress.done(planned(), "%,d commits/s by a schedule".formatted(perSecond));
    return found;
  }

  BenchRun.Found run(Endpoint endpoint) {
    var facts =
        PaceFacts.parse(
            ChildJvm.ask(
                PaceProcess.class,
                List.of("-Xmx1G"),
                endpoint,
                List.of("" + perSecond, "" + users, "" + seconds)));
    double share = facts.done() / (double) facts.due();
    var evidence =
        String.format(
            Locale.ROOT,
            "%,d of %,d commits due in %d s (%.2f %%), %d failed; began late: median %.2f ms, of"
                + " itself p99 %.2f ms; response median %.2f ms",
            facts.done(),
            facts.due(),
            seconds,
            100 * share,
            facts.failed(),
            facts.lagP50Millis(),
            facts.ownLagP99Millis(),
            facts.responseP50Millis());
    var name = "%,d commits/s within 0.5 %%".formatted(perSecond);
    return new BenchRun.Found(
        evidence + "\n",
        List.of(
            Estimate.of(
                "share of due commits done", "", Direction.HIGHER_IS_BETTER, share, facts.due())),
        List.of(verdict(name, share, evidence + why(facts, share))));
  }

  private static Verdict verdict(String name, double share, String evidence) {
    return Verdict.of(Math.abs(share - 1) <= ALLOWED, name, evidence);
  }

  private static String why(PaceFacts facts, double share) {
    if (Math.abs(share - 1) <= ALLOWED) {
      return "";
    }
    return facts.ownLagP99Millis() > OWN_LAG_MILLIS
        ? "; the injector was the limit"
        : "; the server was the limit: users still waited for the answer before";
  }
}
