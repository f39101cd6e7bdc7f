package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {

  private static final Duration OFTEN = Duration.ofMillis(5);

  @TempDir Path directory;

  @Test
  void seesAPoolThatSomebodyElseHolds() throws Exception {
    PoolTracker tracker = new PoolTracker(0);
    var source = PoolState.ofRegistered("held elsewhere", tracker);

    assertThat(source.get()).isEmpty();
    try (var pool = new HikariDataSource(StubDatabase.pool("held elsewhere", 2, 250, tracker));
        var held = pool.getConnection()) {
      await().until(() -> pool.getHikariPoolMXBean().getTotalConnections() == 2);
      assertThat(source.get()).contains(new PoolState(1, 1, 0, 2, 0));
      assertThat(source.get()).contains(PoolState.of(pool.getHikariPoolMXBean(), tracker));
      assertThat(held).isNotNull();
    }
    assertThat(source.get()).isEmpty();
  }

  @Test
  void writesARowForEachLook() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (var sampler = PoolState.sampler(directory.resolve("new"), OFTEN)) {
      sampler.watch("ours", () -> Optional.of(new PoolState(looks.incrementAndGet(), 2, 3, 4, 5)));
      await().until(() -> sampler.samples("ours").size() >= 3);
    }

    var rows = Files.readAllLines(directory.resolve("new").resolve("pool.csv"));
    assertThat(rows.get(0)).isEqualTo("time,name,active,idle,pending,total,timeouts");
    assertThat(rows.get(1))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z,ours,1,2,3,4,5");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void writesTheSameUnderEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-u-nu-arab"));
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch("ours", () -> Optional.of(new PoolState(1234567, 2, 3, 4, 5)));
      await().until(() -> !sampler.samples("ours").isEmpty());
    } finally {
      Locale.setDefault(before);
    }

    assertThat(Files.readAllLines(directory.resolve("pool.csv")).get(1))
        .matches("[0-9T:.-]+Z,ours,1234567,2,3,4,5");
  }

  @Test
  void leavesOutMomentsWithoutAPool() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch(
          "late",
          () ->
              looks.incrementAndGet() < 3
                  ? Optional.empty()
                  : Optional.of(new PoolState(0, 0, 0, 0, 0)));
      await().until(() -> !sampler.samples("late").isEmpty());
    }

    assertThat(looks).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void goesOnAfterASourceThatThrows() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch(
          "shaky",
          () -> {
            if (looks.incrementAndGet() == 1) {
              throw new IllegalStateException("first time");
            }
            return Optional.of(new PoolState(1, 0, 0, 1, 0));
          });

      await().until(() -> !sampler.samples("shaky").isEmpty());
    }
  }

  @Test
  void doesNotLetAStuckSourceHoldUpAnother() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch(
          "stuck",
          () -> {
            try {
              stuck.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return Optional.empty();
          });
      sampler.watch("free", () -> Optional.of(new PoolState(0, 0, 0, 0, 0)));

      await().until(() -> sampler.samples("free").size() >= 3);
      stuck.countDown();
    }
  }

  @Test
  void closesTwiceAndStopsItsThreads() throws Exception {
    var sampler = PoolState.sampler(directory, OFTEN);
    sampler.watch("short", () -> Optional.of(new PoolState(0, 0, 0, 0, 0)));
    sampler.close();
    sampler.close();

    await() // a thread that has done its last work is still seen for a moment
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("pggit-sampler-short"));
  }

  @Test
  void refusesAThingTwiceAndAPaceOfNothing() {
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch("ours", Optional::empty);
      assertThatIllegalArgumentException().isThrownBy(() -> sampler.watch("ours", Optional::empty));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PoolState.sampler(directory, Duration.ZERO));
    }
  }

  @Test
  void quotesANameThatWouldBreakARow() throws Exception {
    try (var sampler = PoolState.sampler(directory, OFTEN)) {
      sampler.watch("a,\"b\"", () -> Optional.of(new PoolState(1, 2, 3, 4, 5)));
      await().until(() -> sampler.samples("a,\"b\"").size() >= 2); // the first row is written
    }

    assertThat(Files.readAllLines(directory.resolve("pool.csv")).get(1))
        .endsWith("Z,\"a,\"\"b\"\"\",1,2,3,4,5");
  }
}
