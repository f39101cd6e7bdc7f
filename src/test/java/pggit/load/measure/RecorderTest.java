package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Recorder.Operation;

class RecorderTest {
  private static final long MILLI = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Recorder recorder = new Recorder();
  private final Operation commit = recorder.operation("commit");

  @Test
  void recordsEachPartOfAnOperationApart() {
    long intended = -5 * MILLI; // nanoTime may be negative

    recorder.record(
        commit,
        recorder.currentPhase(),
        intended,
        intended + 1 * MILLI,
        intended + 3 * MILLI,
        intended + 6 * MILLI,
        intended + 10 * MILLI,
        OptionalLong.empty());

    assertThat(onlyMillis(Part.LAG)).isCloseTo(1, within(0.001));
    assertThat(onlyMillis(Part.ACQUIRE)).isCloseTo(2, within(0.002));
    assertThat(onlyMillis(Part.EXECUTE)).isCloseTo(3, within(0.003));
    assertThat(onlyMillis(Part.RESPONSE)).isCloseTo(10, within(0.01));
  }

  @Test
  void timesNothingOfTheWarmUpButCountsItsFailures() {
    recorder.phase("warm-up", false);
    record(commit, recorder.currentPhase(), 900 * MILLI);
    commit.tally().failed("53300", "too many clients", 0, MILLI);
    recorder.phase("steady", true);
    record(commit, recorder.currentPhase(), 2 * MILLI);

    assertThat(recorder.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
    assertThat(recorder.snapshot("commit", Part.RESPONSE).quantileNanos(1)).isLessThan(3 * MILLI);
    assertThat(recorder.snapshot("commit", Part.RESPONSE, "warm-up").isEmpty()).isTrue();
    assertThat(recorder.errors())
        .containsExactly(new ErrorCount("commit", "53300", 1, "too many clients"));
  }

  @Test
  void keepsWhatOthersCountOfARequestThatItDidNotSee() {
    recorder.tally("held by another driver").succeeded(0, MILLI);
    recorder.tally("held by another driver").failed("KO", "no answer", 0, MILLI);

    assertThat(recorder.tally("held by another driver").attempts()).isEqualTo(2);
    assertThat(recorder.operations()).contains("held by another driver");
  }

  @Test
  void timesWhatStraddlesTwoPhasesInNeither() {
    recorder.phase("10 users", true);
    int begun = recorder.currentPhase();
    recorder.phase("25 users", true);

    record(commit, begun, MILLI);

    assertThat(recorder.snapshot("commit", Part.RESPONSE).isEmpty()).isTrue();
    assertThat(recorder.straddled()).isEqualTo(1);
  }

  @Test
  void countsInNeitherAlsoWhenAPhaseIsTakenUpAgain() {
    recorder.phase("a", true);
    int begun = recorder.currentPhase();
    recorder.phase("b", true);
    recorder.phase("a", true);

    record(commit, begun, MILLI);
    record(commit, recorder.currentPhase(), MILLI);

    assertThat(recorder.snapshot("commit", Part.RESPONSE, "a").count()).isEqualTo(1);
    assertThat(recorder.straddled()).isEqualTo(1);
  }

  @Test
  void goesOnWithThePhaseThatIsBegunTwice() {
    recorder.phase("steady", true);
    int begun = recorder.currentPhase();

    recorder.phase("steady", true);

    assertThat(recorder.currentPhase()).isEqualTo(begun);
  }

  @Test
  void keepsPhasesApartAndAddsThemUp() {
    recorder.phase("10 users", true);
    record(commit, recorder.currentPhase(), 1 * MILLI);
    recorder.phase("25 users", true);
    record(commit, recorder.currentPhase(), 5 * MILLI);
    record(commit, recorder.currentPhase(), 5 * MILLI);

    assertThat(recorder.snapshot("commit", Part.EXECUTE, "10 users").count()).isEqualTo(1);
    assertThat(recorder.snapshot("commit", Part.EXECUTE, "25 users").count()).isEqualTo(2);
    assertThat(recorder.snapshot("commit", Part.EXECUTE).count()).isEqualTo(3);
  }

  @Test
  void keepsOperationsApart() {
    Operation look = recorder.operation("look");
    record(commit, recorder.currentPhase(), 1 * MILLI);
    record(look, recorder.currentPhase(), 7 * MILLI);

    assertThat(recorder.operations()).containsExactly("commit", "look");
    assertThat(recorder.operation("look")).isSameAs(look);
    assertThat(recorder.snapshot("look", Part.EXECUTE).quantileNanos(1)).isGreaterThan(6 * MILLI);
    assertThat(recorder.snapshot("commit", Part.EXECUTE).quantileNanos(1)).isLessThan(2 * MILLI);
    assertThat(recorder.snapshot("nobody", Part.EXECUTE).isEmpty()).isTrue();
  }

  @Test
  void countsValueAboveRangeAsAnHour() {
    record(commit, recorder.currentPhase(), TimeUnit.HOURS.toNanos(1));
    record(commit, recorder.currentPhase(), TimeUnit.MINUTES.toNanos(61));
    record(commit, recorder.currentPhase(), TimeUnit.DAYS.toNanos(2));

    Snapshot response = recorder.snapshot("commit", Part.RESPONSE);
    assertThat(response.count()).isEqualTo(3);
    assertThat(response.quantileNanos(1)).isEqualTo(TimeUnit.HOURS.toNanos(1));
  }

  @Test
  void snapshotStaysAsItWas() {
    record(commit, recorder.currentPhase(), MILLI);
    Snapshot before = recorder.snapshot("commit", Part.RESPONSE);

    record(commit, recorder.currentPhase(), MILLI);

    assertThat(before.count()).isEqualTo(1);
    assertThat(recorder.snapshot("commit", Part.RESPONSE).count()).isEqualTo(2);
  }

  @Test
  void countsErrorsByOperationAndSqlStateWithTheFirstMessage() {
    Operation look = recorder.operation("look");
    look.tally().failed("57014", "canceled", 0, MILLI);
    commit.tally().failed("53300", "first", 0, MILLI);
    commit.tally().failed("53300", "second", 0, MILLI);
    commit.tally().failed("08006", "x".repeat(10_000), 0, MILLI);

    assertThat(recorder.errors())
        .containsExactly(
            new ErrorCount("commit", "08006", 1, "x".repeat(500)),
            new ErrorCount("commit", "53300", 2, "first"),
            new ErrorCount("look", "57014", 1, "canceled"));
  }

  @Test
  void losesNothingWhileManyRecordAndOneReadsAndChangesPhases() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    long recorded = 0;
    try {
      List<Future<Long>> writers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        writers.add(pool.submit(() -> recordUntil(done)));
      }
      for (int round = 0; round < 300; round++) {
        recorder.phase("phase " + round % 7, true);
        recorder.operation("operation " + round % 5);
        recorder.snapshot("commit", Part.RESPONSE);
      }
      done.set(true);
      for (Future<Long> writer : writers) {
        recorded += writer.get(60, TimeUnit.SECONDS);
      }
    } finally {
      done.set(true);
      pool.shutdownNow();
    }

    long counted = recorder.snapshot("commit", Part.RESPONSE).count();
    assertThat(counted).isPositive();
    assertThat(counted + recorder.straddled()).isEqualTo(recorded);
    assertThat(recorder.snapshot("commit", Part.LAG).count()).isEqualTo(counted);
    assertThat(recorder.snapshot("commit", Part.ACQUIRE).count()).isEqualTo(counted);
    assertThat(recorder.snapshot("commit", Part.EXECUTE).count()).isEqualTo(counted);
  }

  @Test
  void recordsWhileAReaderHoldsTheLock() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () ->
                recorder.locked(
                    () -> {
                      locked.countDown();
                      try {
                        return release.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    reader.start();
    try {
      assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();

      record(commit, recorder.currentPhase(), MILLI); // would hang here if it took the lock
    } finally {
      release.countDown();
      reader.join();
    }

    assertThat(recorder.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
  }

  @Test
  void allocatesNothingPerRecord() {
    recordMany(50_000); // until compiled
    long before = THREADS.getCurrentThreadAllocatedBytes();

    recordMany(100_000);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void summarisesTenMillionValuesInLittleTimeAndMemory() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000_000; i++) {
      record(commit, recorder.currentPhase(), (long) (MILLI * Math.exp(random.nextGaussian())));
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();

    Snapshot response = recorder.snapshot("commit", Part.RESPONSE);
    Estimate p50 = response.quantile("p50", 0.5);
    response.quantile("p99", 0.99);

    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes).isLessThan(64L << 20);
    assertThat(response.count()).isEqualTo(10_000_000);
    assertThat(p50.value().orElseThrow()).isCloseTo(1, within(0.01)); // median of exp(N(0,1)) ms
  }

  @Test
  void refusesAPhaseThatIsBothWarmUpAndMeasured() {
    recorder.phase("warm-up", false);

    assertThatThrownBy(() -> recorder.phase("warm-up", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("warm-up");
  }

  @Test
  void refusesAnOperationOfAnotherRecorder() {
    Operation other = new Recorder().operation("commit");

    assertThatThrownBy(() -> record(other, recorder.currentPhase(), MILLI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commit");
  }

  private long recordUntil(AtomicBoolean done) {
    long recorded = 0;
    while (!done.get()) {
      record(commit, recorder.currentPhase(), recorded++ % MILLI);
    }
    return recorded;
  }

  private void recordMany(int times) {
    for (int i = 0; i < times; i++) {
      record(commit, recorder.currentPhase(), i);
    }
  }

  private void record(Operation operation, int phase, long nanos) {
    recorder.record(operation, phase, 0, 0, 0, nanos, nanos, OptionalLong.empty());
  }

  private double onlyMillis(Part part) {
    Snapshot snapshot = recorder.snapshot("commit", part);
    assertThat(snapshot.count()).isEqualTo(1);
    return snapshot.quantileNanos(0.5) / MILLI;
  }
}
