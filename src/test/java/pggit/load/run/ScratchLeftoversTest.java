package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.pggit.Backends;

class ScratchLeftoversTest {

  @Test
  void passesWhenNothingIsLeft() {
    var verdict = ScratchLeftovers.verdict(Map.of(), 3, 12_000_000);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .isEqualTo(
            "pg_stat_activity has no session of 3 application names, 12 ms after the last one was closed");
  }

  @Test
  void namesWhatIsLeftAndInWhichState() {
    var verdict =
        ScratchLeftovers.verdict(Map.of("our pool", new Backends(1, 2, 3, 6)), 3, 2_000_000_000);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .isEqualTo(
            "sessions left in pg_stat_activity: 6 of \"our pool\" (1 active, 2 idle,"
                + " 3 idle in transaction), 2000 ms after the last one was closed");
  }
}
