package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.server.WayIn;

class FairnessTest {

  private static final ErrorCount REFUSED =
      new ErrorCount("connect", "08P01", 7, "no more connections allowed (max_client_conn)");

  private static final ErrorCount ANOTHER = new ErrorCount("commit", "23505", 1, "branches_pkey");

  @ParameterizedTest
  @EnumSource(Whose.class)
  void leavesEveryVerdictAsItIsWithoutAPooler(Whose whose) {
    var verdict = Verdict.fail("claim", "evidence").of(whose);

    assertThat(new Fairness(WayIn.DIRECT, List.of(REFUSED)).of(verdict)).isSameAs(verdict);
  }

  @Test
  void takesBackWhatIsSaidOfTheServerThroughAPooler() {
    var through = new Fairness(WayIn.SESSIONS, List.of());

    for (var verdict : List.of(Verdict.pass("slots", "20 of 20"), Verdict.fail("slots", "none"))) {
      var fair = through.of(verdict.of(Whose.SERVER));

      assertThat(fair.outcome()).isEqualTo(Outcome.UNDECIDED);
      assertThat(fair.whose()).isEqualTo(Whose.WAY_IN);
      assertThat(fair.evidence()).contains(WayIn.REMEDY, verdict.evidence());
    }
  }

  @Test
  void accusesNoPoolInFrontOfAPooler() {
    var through = new Fairness(WayIn.TRANSACTIONS, List.of());
    var passed = Verdict.pass("pool limit", "5").of(Whose.POOL);

    assertThat(through.of(passed)).isSameAs(passed);
    assertThat(through.of(Verdict.fail("pool limit", "6").of(Whose.POOL)).outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void doesNotCountAgainstPgGitWhatThePoolerRefused() {
    var failed = Verdict.fail("success rate", "60 %");

    var fair = new Fairness(WayIn.SESSIONS, List.of(ANOTHER, REFUSED)).of(failed);

    assertThat(fair.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(fair.evidence()).contains("refused 7 requests with 08P01", "60 %");
  }

  @Test
  void doesNotTakeThePoolersQueueForPgGits() {
    var failed = Verdict.fail("graceful overload", "0.6 of the peak").as(Severity.LOAD);

    assertThat(new Fairness(WayIn.SESSIONS, List.of()).of(failed).outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void accusesPgGitOfItsOwnThroughAPoolerToo() {
    var failed = Verdict.fail("success rate", "60 %");

    assertThat(new Fairness(WayIn.TRANSACTIONS, List.of(ANOTHER)).of(failed)).isSameAs(failed);
  }
}
