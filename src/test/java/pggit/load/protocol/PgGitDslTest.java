package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

class PgGitDslTest {

  @Test
  void verdictsThatCouldNotBeComputedFailTheRunAndAccuseNobodyElse() {
    var verdicts =
        PgGitDsl.concluded(
            () -> {
              throw new IllegalStateException("no samples");
            });

    assertThat(verdicts)
        .extracting(Verdict::name)
        .containsExactly("verdicts could be computed", PgGitDsl.ALL_VERDICTS);
    assertThat(verdicts).extracting(Verdict::outcome).containsOnly(Outcome.FAIL);
    assertThat(verdicts.get(0).whose()).isEqualTo(Whose.INJECTOR);
    assertThat(verdicts.get(0).evidence()).contains("says nothing about pgGit", "no samples");
  }

  @Test
  void undecidedVerdictsFailNothing() {
    var verdicts =
        PgGitDsl.concluded(() -> List.of(Verdict.pass("a", ""), Verdict.undecided("b", "")));

    assertThat(verdicts.get(2)).isEqualTo(Verdict.pass(PgGitDsl.ALL_VERDICTS, "none failed"));
  }
}
