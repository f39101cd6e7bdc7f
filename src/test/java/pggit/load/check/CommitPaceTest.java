package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private final CommitPace pace = new CommitPace();

  private void took(int... millis) {
    IntStream.of(millis).forEach(ms -> pace.took(ms * 1_000_000L));
  }

  @Test
  void saysHowSlowCommitsAre() {
    took(300, 290, 310);

    assertThat(pace.slow()).contains("3 commits took 300 ms each");
  }

  @Test
  void saysThatTheyBecomeSlower() {
    took(10, 12, 60, 70, 80, 90, 150, 160);

    assertThat(pace.slow())
        .contains(
            "8 commits took 12 ms each at first and 160 ms in the end: they become slower the more"
                + " there are");
  }

  @Test
  void saysNothingOfQuickOnes() {
    took(5, 6, 7, 900, 5);

    assertThat(pace.slow()).isEmpty();
  }

  @Test
  void doesNotMixExaminationsToSayThatTheyBecomeSlower() {
    took(10, 10, 10, 10);
    pace.beginAgain();
    took(200, 200, 200, 200, 200);

    assertThat(pace.slow()).contains("9 commits took 200 ms each");
  }
}
