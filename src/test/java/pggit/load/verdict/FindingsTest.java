package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Cause;
import pggit.load.measure.Invocation;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;
import pggit.load.measure.Runs;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

class FindingsTest {

  private static final Cause NO_BRANCH = error("23502", "null value in column \"branch_id\"");

  private final Map<String, RunResult> runs = new LinkedHashMap<>();

  private static Cause error(String sqlState, String message) {
    return Cause.errors(List.of(Cause.Kind.of(sqlState, message)));
  }

  private void run(String simulation, Verdict... verdicts) {
    runs.put(
        simulation + "-1",
        Runs.of(
            simulation,
            Instant.EPOCH,
            new Invocation(
                "1",
                Instant.EPOCH,
                Map.of("pggit.source", "it's/install.sql", "pggit.password", "***")),
            List.of(),
            verdicts));
  }

  private List<Finding> findings() {
    return Findings.of(runs).findings();
  }

  @Test
  void whatHoldsOrCannotBeToldIsNoFinding() {
    run("A", Verdict.pass("one", ""), Verdict.undecided("two", ""));

    assertThat(findings()).isEmpty();
  }

  @Test
  void theGravestComesFirst() {
    run(
        "A",
        Verdict.fail("dear", "").as(Severity.COST),
        Verdict.fail("refused", ""),
        Verdict.fail("lost", "").as(Severity.LOSS));

    assertThat(findings()).extracting(Finding::name).containsExactly("lost", "refused", "dear");
  }

  @Test
  void whatFollowsFromAnotherStandsUnderItAndMakesItAsGrave() {
    run(
        "A",
        Verdict.fail("consequence", "2")
            .as(Severity.LOSS)
            .because(error("0", "").following("root")),
        Verdict.fail("far", "3").because(error("1", "").following("consequence")),
        Verdict.fail("root", "1"));

    assertThat(findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.name()).isEqualTo("root");
              assertThat(f.severity()).isEqualTo(Severity.LOSS);
              assertThat(f.consequences())
                  .extracting(Finding.Consequence::name)
                  .containsExactly("consequence", "far");
            });
  }

  /** A root that holds, or that another run has, is none. */
  @Test
  void whatFollowsFromNothingThatFailedStandsByItself() {
    run("A", Verdict.fail("a", "").because(NO_BRANCH.following("gone")), Verdict.pass("gone", ""));
    run("B", Verdict.fail("gone", ""));

    assertThat(findings()).extracting(Finding::name).containsExactlyInAnyOrder("a", "gone");
  }

  @Test
  void oneKindOfErrorIsOneFindingOverAllRunsShownByWhatHasAScript() {
    run("A", Verdict.fail("success rate", "").because(NO_BRANCH));
    run(
        "B",
        Verdict.fail("first commit", "").because(NO_BRANCH).shownBy("first.sql"),
        Verdict.fail("other", "").because(error("40P01", "deadlock detected")));

    assertThat(findings()).extracting(Finding::name).containsExactly("first commit", "other");
    assertThat(findings().get(0).consequences())
        .extracting(Finding.Consequence::simulation)
        .containsExactly("A");
  }

  @Test
  void errorsOfOneKindDifferInNamesAndNumbersButNotInTheConstraint() {
    var one = Cause.Kind.of("23505", "23505 duplicate key of \"a\" 17, unique constraint \"x\"");

    assertThat(one)
        .isEqualTo(Cause.Kind.of("23505", "duplicate key of \"b\" 4, unique constraint \"x\""));
    assertThat(one)
        .isNotEqualTo(Cause.Kind.of("23505", "duplicate key of \"a\" 17, unique constraint \"y\""));
  }

  @Test
  void twoRunsThatReachTheSameAreOneFindingUnlessTheirErrorsDiffer() {
    run("A", Verdict.fail("lost", ""), Verdict.fail("rate", "").because(NO_BRANCH));
    run("B", Verdict.fail("lost", ""), Verdict.fail("rate", "").because(error("40P01", "")));

    assertThat(findings()).extracting(Finding::name).containsExactly("lost", "rate", "rate");
  }

  @Test
  void whoseItIsKeepsFindingsApart() {
    run(
        "A",
        Verdict.fail("a", "").because(NO_BRANCH),
        Verdict.fail("b", "").because(NO_BRANCH).of(Whose.SERVER));

    assertThat(findings()).hasSize(2);
  }

  /** Wilson's interval of 3 of 40 is 2.6 to 19.9 %. */
  @Test
  void howOftenHasAnIntervalWhereItIsByChance() {
    run(
        "A",
        Verdict.fail("a", "").often(3, 40).byChance(),
        Verdict.fail("b", "").often(40, 40).byChance(),
        Verdict.fail("c", "").often(3, 40));

    assertThat(findings().get(0).often().interval().low()).isBetween(0.0255, 0.0265);
    assertThat(findings().get(0).often().interval().high()).isBetween(0.1985, 0.1995);
    assertThat(findings().get(1).often().interval()).isNull();
    assertThat(findings().get(2).often().interval()).isNull();
  }

  @Test
  void theCommandRepeatsTheRunWithItsSettingsAndNoPassword() {
    run("A", Verdict.fail("a", ""));

    assertThat(findings().get(0).command())
        .isEqualTo(
            "mvn gatling:test -Dgatling.simulationClass=pggit.load.simulations.A"
                + " '-Dpggit.source=it'\\''s/install.sql'");
  }

  @Test
  void aFileReadsBackAsItWasWritten(@TempDir Path directory) {
    run(
        "A",
        Verdict.fail("a", "").often(1, 2).byChance().since(25, "users").waiting("Lock:tuple"),
        Verdict.fail("b", "").because(error("1", "").following("a")));
    var findings = Findings.of(runs);

    Findings.write(directory, findings);

    assertThat(JsonFile.read(directory.resolve(Findings.NAME), Findings.class, Findings.SCHEMA))
        .isEqualTo(findings);
  }

  /** A table that is missing is not another table that is missing. */
  @Test
  void errorsAboutTwoObjectsOfTheDatabaseAreTwo() {
    run(
        "A",
        Verdict.fail("a", "").because(error("42P01", "relation \"pggit.one\" does not exist")),
        Verdict.fail("b", "").because(error("42P01", "relation \"pggit.two\" does not exist")),
        Verdict.fail("c", "").because(error("42P01", "relation \"t_17\" does not exist")),
        Verdict.fail("d", "").because(error("42P01", "relation \"t_18\" does not exist")));

    assertThat(findings()).extracting(Finding::name).containsExactly("a", "b", "c");
  }

  /** Whatever takes too long ends in the same words; only that it is one thing is not known. */
  @Test
  void whatEndsLateIsNoCauseAndADeadlockIsOneInItsOwnRunAlone() {
    var late = error("57014", "canceling statement due to statement timeout");
    var deadlock = error("40P01", "deadlock detected");
    run(
        "A",
        Verdict.fail("a", "").because(late),
        Verdict.fail("b", "").because(late),
        Verdict.fail("c", "").because(deadlock),
        Verdict.fail("d", "").because(deadlock));
    run("B", Verdict.fail("e", "").because(deadlock));

    assertThat(findings()).extracting(Finding::name).containsExactly("a", "b", "c", "e");
  }

  /** What fails for two reasons does not explain what fails for one of them. */
  @Test
  void twoCausesStayTwoFindingsWhereOneVerdictHasBoth() {
    var both =
        Cause.errors(
            List.of(Cause.Kind.of("23505", "duplicate"), Cause.Kind.of("40P01", "deadlock")));
    run(
        "A",
        Verdict.fail("success rate", "").because(both),
        Verdict.fail("no deadlock", "").because(error("40P01", "deadlock")),
        Verdict.fail("own IDs", "").because(error("23505", "duplicate")));

    assertThat(findings()).extracting(Finding::name).containsExactly("no deadlock", "own IDs");
    assertThat(findings().get(0).consequences())
        .extracting(Finding.Consequence::name)
        .containsExactly("success rate");
  }

  @Test
  void theGravestHeadsWhatIsOfOneKindAndWhatIsGraverThanItsRootIsNamed() {
    run(
        "A",
        Verdict.fail("refused", "").because(NO_BRANCH).shownBy("refused.sql"),
        Verdict.fail("lost", "").because(NO_BRANCH).as(Severity.LOSS),
        Verdict.fail("root", "").as(Severity.COST).because(error("1", "")),
        Verdict.fail("leaf", "").as(Severity.IDENTITY).because(error("1", "").following("root")));

    assertThat(findings()).extracting(Finding::name).containsExactly("lost", "root");
    assertThat(findings().get(1).severity()).isEqualTo(Severity.IDENTITY);
    assertThat(findings().get(1).facts()).containsExactly("the worst of it: leaf");
  }
}
