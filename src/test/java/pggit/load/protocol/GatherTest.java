package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GatherTest {

  @Test
  void letsUsersGoTogetherWhenAllHaveCome() {
    try (var first = new OneUser();
        var second = new OneUser()) {
      var gather = line(2, Duration.ofMinutes(1));

      first.begins(gather.before(first));
      assertThat(first.isThrough()).isFalse();
      second.begins(gather.before(second));

      Awaitility.await().until(() -> first.isThrough() && second.isThrough());
    }
  }

  @Test
  void letsThoseWhoCameGoWhenOneStaysAway() {
    try (var only = new OneUser()) {
      var gather = line(2, Duration.ofMillis(50));

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

  private static SharedAction line(int users, Duration limit) {
    return new SharedAction(next -> new Gather(users, limit, all -> all.forEach(next::$bang)));
  }
}
