package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

  @Test
  void areThoseOfTheAttemptThatGotFurthest() {
    var poolOnly = FailedAttempts.NONE.and(Whose.POOL, 250, 0).and(Whose.POOL, 260, 0);
    var once = poolOnly.and(Whose.PGGIT, 10, 40).and(Whose.POOL, 250, 0);

    assertThat(FailedAttempts.NONE.whose()).isEqualTo(Whose.INJECTOR);
    assertThat(poolOnly).isEqualTo(new FailedAttempts(Whose.POOL, 510, 0));
    assertThat(once).isEqualTo(new FailedAttempts(Whose.PGGIT, 770, 40));
  }

  @Test
  void countNoTimeOfTheServersOrTheNetworksForPgGit() {
    var attempts =
        FailedAttempts.NONE
            .and(Whose.SERVER, 5, 1_000)
            .and(Whose.PGGIT, 5, 40)
            .and(Whose.WAY_IN, 5, 30_000);

    assertThat(attempts).isEqualTo(new FailedAttempts(Whose.PGGIT, 15, 40));
  }

  @Test
  void refuseTimesBelowZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedAttempts.NONE.and(Whose.POOL, -1, 0));
  }
}
