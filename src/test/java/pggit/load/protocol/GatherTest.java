package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatling.core.action.Action;
import java.time.Duration;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GatherTest {

  @Test
  void letsUsersGoTogetherWhenAllHaveCome() {
    try (var first = new OneUser();
        var second = new OneUser()) {
      var gather = new Line(2, Duration.ofMinutes(1));

      first.begins(gather.before(first));
      assertThat(first.isThrough()).isFalse();
      second.begins(gather.before(second));

      Awaitility.await().until(() -> first.isThrough() && second.isThrough());
    }
  }

  @Test
  void letsThoseWhoCameGoWhenOneStaysAway() {
    try (var only = new OneUser()) {
      var gather = new Line(2, Duration.ofMillis(50));

      only.begins(gather.before(only));

      Awaitility.await().atMost(Duration.ofSeconds(10)).until(only::isThrough);
    }
  }

  @Test
  void refusesALineForNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PgGitDsl.gather("line", 0, Duration.ofSeconds(1)))
        .withMessageContaining("users must be >= 1");
  }

  /** One gather action that hands each user on to that user's own next action. */
  private static final class Line {
    private final Action gather;

    Line(int users, Duration limit) {
      var toEachTheirOwn =
          JavaAction.of(
              "next", session -> ((Action) session.attributes().apply("next")).$bang(session));
      gather = JavaAction.of("line", new Gather(users, limit, toEachTheirOwn));
    }

    Function<Action, Action> before(OneUser user) {
      return next ->
          new JavaAction("remember next") {
            @Override
            public void execute(io.gatling.core.session.Session session) {
              gather.$bang(session.set("next", next));
            }
          };
    }
  }
}
