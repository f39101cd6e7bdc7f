package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private final CountDownLatch release = new CountDownLatch(1);
  private Workers workers;

  @AfterEach
  void end() {
    release.countDown();
    workers.shutdownNow();
  }

  @Test
  void startsAThreadForEachTaskWhileAllAreAtWork() throws InterruptedException {
    workers = new Workers(0);
    var begun = new CountDownLatch(300);

    for (int i = 0; i < 300; i++) {
      workers.execute(() -> hold(begun));
    }

    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesTheNextTaskToTheThreadThatBecameIdleLast() throws InterruptedException {
    workers = new Workers(0);
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    for (int i = 0; i < 20; i++) {
      var done = new CountDownLatch(1);
      workers.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
      done.await();
      var thread = threads.get(i);
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    assertThat(threads).containsOnly(threads.get(0));
  }

  @Test
  void keepsTasksBeyondTheLimitUntilAThreadIsFree() throws InterruptedException {
    workers = new Workers(2);
    var begun = new CountDownLatch(2);
    var third = new CountDownLatch(1);
    workers.execute(() -> hold(begun));
    workers.execute(() -> hold(begun));
    begun.await();

    workers.execute(third::countDown);

    assertThat(workers.isShort()).isTrue();
    assertThat(third.getCount()).isEqualTo(1);
    release.countDown();
    assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(workers.isShort()).isFalse();
  }

  @Test
  void survivesATaskThatFails() throws InterruptedException {
    workers = new Workers(1);
    var done = new CountDownLatch(1);

    workers.execute(
        () -> {
          throw new IllegalStateException("a task of a test that is to fail");
        });
    workers.execute(done::countDown);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsItsThreadsAndTakesNoMoreTasks() throws InterruptedException {
    workers = new Workers(3);
    var begun = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      workers.execute(() -> hold(begun));
    }
    begun.await();
    workers.execute(() -> {});

    assertThat(workers.shutdownNow()).hasSize(1);

    assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> workers.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private void hold(CountDownLatch begun) {
    begun.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
