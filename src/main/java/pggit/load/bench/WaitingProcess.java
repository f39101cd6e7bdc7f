package pggit.load.bench;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Main class of a JVM in which a crowd waits; answers with one line of {@link WaitingFacts}. */
final class WaitingProcess {

  private static final long POLL_NANOS = 5_000_000;

  private static volatile @Nullable Waiting waiting;

  private WaitingProcess() {}

  static Waiting waiting() {
    return Objects.requireNonNull(waiting, "this simulation belongs to the benchmark");
  }

  /** Words: driver, users, pool, hold ms, time-out ms. */
  public static void main(String[] arguments) throws InterruptedException {
    var answers = ChildJvm.answers();
    var words = ChildJvm.words(arguments);
    var crowd =
        new Waiting(
            new Waiting.Plan(
                ChildJvm.endpoint(arguments),
                Driver.valueOf(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Duration.ofMillis(Long.parseLong(words.get(3))),
                Duration.ofMillis(Long.parseLong(words.get(4)))));
    waiting = crowd;
    var gatling = new Thread(() -> ChildJvm.gatling(WaitingSimulation.class), "gatling");
    gatling.start();
    while (!crowd.allHaveCome() && gatling.isAlive()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    crowd.measureWhileWaiting();
    gatling.join();
    answers.println(crowd.facts().line());
    System.exit(0);
  }
}
