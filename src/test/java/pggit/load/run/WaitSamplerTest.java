package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;

/** What users waited for, and whether it is pgGit's doing. */
class WaitSamplerTest {

  @Test
  void failsUsersWhoWaitForLocksAndNotForTheDisk() {
    var locked = Map.of("Lock:tuple", 80L, "working", 20L);
    var busy = Map.of("LWLock:WALWrite", 60L, "Lock:extend", 30L, "working", 10L);
    var few = Map.of("Lock:tuple", 3L);

    assertThat(WaitSampler.notBlocked("w", locked, 50).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(WaitSampler.notBlocked("w", locked, 50).extent().waits()).isEqualTo("Lock:tuple");
    assertThat(WaitSampler.notBlocked("w", busy, 50).outcome()).isEqualTo(Outcome.PASS);
    assertThat(WaitSampler.notBlocked("w", few, 50).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(WaitSampler.words(busy))
        .isEqualTo(
            "users seen at work 100 times: LWLock:WALWrite 60 %, Lock:extend 30 %, working 10 %");
  }

  @Test
  void namesAWaitOnlyWhereManyWereSeenAtIt() {
    assertThat(most(Map.of("Lock:tuple", 25L, "working", 75L))).contains("Lock:tuple");
    assertThat(most(Map.of("Lock:tuple", 24L, "working", 76L))).isEmpty();
    assertThat(most(Map.of("Lock:tuple", 49L))).isEmpty();
    assertThat(most(Map.of("working", 100L))).isEmpty();
  }

  private static Optional<String> most(Map<String, Long> seen) {
    return WaitSampler.most(seen, event -> event.startsWith("Lock:"));
  }
}
