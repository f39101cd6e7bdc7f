package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Extent;
import pggit.load.measure.Outcome;
import pggit.load.measure.Tally;
import pggit.load.pggit.TableVersions;

class StormJudgeTest {

  @Test
  void saysWhichStatementsADeadlockEnded() {
    var commits = new Tally();
    commits.succeeded(0, 1);
    commits.failed("40P01", "deadlock detected", 0, 1);
    var creates = new Tally();
    creates.failed("57014", "canceled", 0, 1);

    var verdict = StormJudge.noDeadlock(Map.of("commit", commits, "CREATE TABLE", creates), "both");

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .isEqualTo(
            "1 of 3 statements were ended by a deadlock, on tables of their own: 1 x commit;"
                + " \"deadlock detected\"");
    assertThat(StormJudge.noDeadlock(Map.of("CREATE TABLE", creates), "both").outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void saysWhyTransactionsThatCommitToTwoBranchesEndInADeadlock() {
    var both = new Tally();
    both.failed("40P01", "deadlock detected", 0, 1);

    var verdict = StormJudge.noDeadlock(Map.of("both", both), "both");

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .contains("1 x both (pgGit keeps a branch locked until the transaction ends");
  }

  @Test
  void remarksOnBranchesCreatedInOppositeOrders() {
    var commits = new Tally();
    commits.succeeded(0, 1);

    assertThat(StormJudge.crossing(commits)).isEmpty();
    commits.failed("40P01", "deadlock detected", 0, 1);
    assertThat(StormJudge.crossing(commits)).get().asString().contains("deadlock (40P01)");
  }

  @Test
  void wantsTheVersionOfTheTableThatWasTreatedAloneFromAllOthers() {
    var right = versions(Map.of("quiet", Optional.of("1.1.0"), "a", Optional.of("1.1.0")));
    var wrong =
        versions(
            Map.of(
                "quiet", Optional.of("1.1.0"),
                "a", Optional.of("1.1.0"),
                "b", Optional.of("1.0.0"),
                "c", Optional.empty()));

    assertThat(StormJudge.versions("quiet", right).outcome()).isEqualTo(Outcome.PASS);
    var verdict = StormJudge.versions("quiet", wrong);
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.extent().often()).isEqualTo(new Extent.Often(2, 3, true));
    assertThat(verdict.evidence())
        .startsWith("1 of 3 tables created and altered at once have version 1.1.0")
        .endsWith("others: 1.0.0 (1), none (1)");
  }

  @Test
  void whereNobodyTriedNobodyCouldDeadlock() {
    assertThat(StormJudge.noDeadlock(Map.of("commit", new Tally()), "both").outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void tellsADefectOfVersioningFromOneOfReadingThem() {
    var never = versions(Map.of("quiet", Optional.empty()));
    var without = new TableVersions(Map.of(), Optional.of("this pgGit has no get_version"));

    assertThat(StormJudge.versions("quiet", never).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(StormJudge.versions("quiet", without).outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  private static TableVersions versions(Map<String, Optional<String>> byTable) {
    return new TableVersions(byTable, Optional.empty());
  }
}
