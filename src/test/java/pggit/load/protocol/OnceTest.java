package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OnceTest {

  /** How the work is said to be done, for each time that it was begun. */
  private final List<Consumer<Session>> begun = new CopyOnWriteArrayList<>();

  private final SharedAction once =
      new SharedAction(next -> new Once(done -> unused -> begun.add(ends(done)), next));

  private Consumer<Session> begun() {
    await().until(() -> !begun.isEmpty());
    return begun.get(0);
  }

  private static Consumer<Session> ends(Action done) {
    return done::$bang;
  }

  @Test
  void nobodyGoesOnBeforeTheWorkOfTheFirstIsDone() throws InterruptedException {
    try (var first = new OneUser();
        var second = new OneUser();
        var late = new OneUser()) {
      first.begins(once.before(first));
      var done = begun();
      second.begins(once.before(second));
      assertThat(first.isThrough()).isFalse();
      assertThat(second.isThrough()).isFalse();

      done.accept(first.session());

      await().until(() -> first.isThrough() && second.isThrough());
      assertThat(late.does(once.before(late)).isFailed()).isFalse();
      assertThat(begun).hasSize(1);
    }
  }

  @Test
  void allGoOnAsFailedIfTheWorkFailed() throws InterruptedException {
    try (var first = new OneUser();
        var late = new OneUser()) {
      first.begins(once.before(first));
      begun().accept(first.session().markAsFailed());

      assertThat(late.does(once.before(late)).isFailed()).isTrue();
    }
  }

  @Test
  void whatTheFirstUserFailedAtBeforeFailsNobodyElse() throws InterruptedException {
    var handedIn = new CopyOnWriteArrayList<Session>();
    var shared =
        new SharedAction(
            next ->
                new Once(
                    done ->
                        session -> {
                          handedIn.add(session);
                          done.$bang(session);
                        },
                    next));
    try (var first = new OneUser();
        var second = new OneUser()) {
      assertThat(
              first
                  .does(
                      next ->
                          JavaAction.of(
                              "fails before",
                              session ->
                                  shared.before(first).apply(next).$bang(session.markAsFailed())))
                  .isFailed())
          .isTrue();
      assertThat(second.does(shared.before(second)).isFailed()).isFalse();
      assertThat(handedIn).hasSize(1);
    }
  }
}
