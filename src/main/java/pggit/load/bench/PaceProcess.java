package pggit.load.bench;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Recorder;
import pggit.load.measure.Recorder.Part;
import pggit.load.server.Endpoint;

/** Main class of a JVM that commits by a schedule; answers with one line of {@link PaceFacts}. */
final class PaceProcess {

  static final Duration RAMP = Duration.ofSeconds(2);

  static final Duration WARMUP = RAMP.plusSeconds(3);
  private static final double MILLI = 1e6;

  /** What the simulation that Gatling is just making is to do. */
  record Task(
      Endpoint endpoint,
      int users,
      Duration period,
      Recorder recorder,
      LongAdder done,
      AtomicBoolean stopped) {}

  private static volatile @Nullable Task current;

  private PaceProcess() {}

  static Task task() {
    return Objects.requireNonNull(current, "this simulation belongs to the benchmark");
  }

  /** Words: commits per second, users, seconds. */
  public static void main(String[] arguments) throws InterruptedException {
    var answers = ChildJvm.answers();
    var words = ChildJvm.words(arguments);
    int perSecond = Integer.parseInt(words.get(0));
    int users = Integer.parseInt(words.get(1));
    int seconds = Integer.parseInt(words.get(2));
    var task =
        new Task(
            ChildJvm.endpoint(arguments),
            users,
            Duration.ofNanos(Math.round(1e9 * users / perSecond)),
            new Recorder(),
            new LongAdder(),
            new AtomicBoolean());
    current = task;
    task.recorder().phase("warm-up", false);
    var gatling = new Thread(() -> ChildJvm.gatling(PacedSimulation.class), "gatling");
    gatling.start();
    Window.awaitFirst(task.done()::sum, () -> !gatling.isAlive());
    Window.sleep(WARMUP);
    task.recorder().phase("measured", true);
    long before = task.done().sum();
    long began = System.nanoTime();
    Window.sleep(Duration.ofSeconds(seconds));
    long done = task.done().sum() - before;
    double took = (System.nanoTime() - began) / 1e9;
    task.recorder().phase("end", false);
    task.stopped().set(true);
    gatling.join();
    answers.println(facts(task, Math.round(perSecond * took), done).line());
    System.exit(0);
  }

  private static PaceFacts facts(Task task, long due, long done) {
    var recorder = task.recorder();
    var name = PacedSimulation.COMMIT;
    return new PaceFacts(
        due,
        done,
        recorder.errors().stream().mapToLong(ErrorCount::count).sum(),
        recorder.snapshot(name, Part.LAG).quantileNanos(0.5) / MILLI,
        recorder.snapshot(name, Part.OWN_LAG).quantileNanos(0.99) / MILLI,
        recorder.snapshot(name, Part.RESPONSE).quantileNanos(0.5) / MILLI);
  }
}
