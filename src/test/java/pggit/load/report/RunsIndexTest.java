package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Cause;
import pggit.load.measure.Estimate;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

class RunsIndexTest {
  @TempDir Path target;
  private Path results;

  @BeforeEach
  void results() throws IOException {
    results = Files.createDirectories(target.resolve("pggit"));
  }

  @Test
  void listsRunsNewestFirstWithTheirVerdictsAndFigures() throws IOException {
    rapid("old", 0, 3.5, Verdict.fail("nothing lost", "2 are missing"));
    rapid("new", 60, 3.1, Verdict.pass("nothing lost", "all are stored"));

    String page = Files.readString(RunsIndex.write(results)).split("id=\"runs\"", 2)[1];

    assertThat(page.indexOf("href=\"new/index.html\""))
        .isLessThan(page.indexOf("href=\"old/index.html\""))
        .isPositive();
    assertThat(page).contains("1 FAIL").contains("1 pass").contains("3.1\u00a0ms");
    assertThat(results.resolve("old/index.html")).as("made if it was missing").exists();
  }

  @Test
  void whatFailedYesterdayAndPassesNowIsNoAlarm() throws IOException {
    rapid("old", 0, 3.5, Verdict.fail("nothing lost", "2 are missing"));
    rapid("new", 60, 3.1, Verdict.pass("nothing lost", "all are stored"));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("<h1 id=\"headline\">The only simulation passes</h1>");
  }

  @Test
  void drawsATrendOfTheRunsOfASimulation() throws IOException {
    rapid("a", 0, 4, Verdict.pass("x", ""));
    rapid("b", 60, 2, Verdict.pass("x", ""));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("points=\"4.0,4.0 116.0,16.0\"")
        .contains("median response over 2 runs, now 2\u00a0ms");
  }

  @Test
  void comparesARunWithTheOneOfItsSimulationBefore() throws IOException {
    rapid("a", 0, 4, Verdict.pass("x", ""));
    RunFiles.of(results.resolve("other"), 5)
        .simulation("OtherSimulation")
        .started(RunFiles.STARTED.plusSeconds(30))
        .write();
    rapid("b", 60, 2, Verdict.pass("x", ""));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("data-before=\"2\" data-after=\"0\"")
        .contains("<option value=\"2\" selected");
  }

  @Test
  void linksGatlingsReportOfTheSameTime() throws IOException {
    rapid("a", 0, 4, Verdict.pass("x", ""));
    Files.createDirectories(target.resolve("gatling/rapidcommitsimulation-20260301123012345"));
    Files.createDirectories(target.resolve("gatling/rapidcommitsimulation-20260301113012345"));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("../gatling/rapidcommitsimulation-20260301123012345/index.html")
        .doesNotContain("20260301113012345");
  }

  @Test
  void aDamagedRunDoesNotHideTheOthers() throws IOException {
    rapid("good", 0, 4, Verdict.pass("x", ""));
    Files.createDirectories(results.resolve("bad"));
    Files.writeString(results.resolve("bad/run.json"), "{");

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("bad is left out: ")
        .contains("href=\"good/index.html\"");
  }

  @Test
  void textFromOutsideIsNothingButText() throws IOException {
    SampleRuns.hostile(results.resolve("hostile"));

    String page = Files.readString(RunsIndex.write(results));

    assertThat(page).doesNotContain("<script>window.hacked").doesNotContain("<img");
    assertThat(page.split("<script", -1)).as("data and our own").hasSize(3);
  }

  @Test
  void comesOutTheSameToTheByte() throws IOException {
    rapid("a", 0, 4, Verdict.pass("x", ""));
    SampleRuns.hostile(results.resolve("hostile"));

    String first = Files.readString(RunsIndex.write(results));

    assertThat(Files.readString(RunsIndex.write(results))).isEqualTo(first);
  }

  @Test
  void saysHowToMakeTheFirstRun() throws IOException {
    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("No run yet")
        .contains("<code>mvn gatling:test</code>");
  }

  @Test
  void opensWithTheGravestFindingAndNamesItInTheBanner() throws IOException {
    rapid("a", 0, 4, Verdict.fail("locks", "40 waited").as(Severity.HYGIENE));
    capacity("b", 60, Verdict.fail("nothing lost", "2 are missing").as(Severity.LOSS));

    String page = Files.readString(RunsIndex.write(results));

    assertThat(page).contains("<p class=\"why\">nothing lost: 2 are missing</p>");
    assertThat(page.indexOf("id=\"findings\"")).isLessThan(page.indexOf("id=\"simulations\""));
    assertThat(page.indexOf("lost or altered data</span>"))
        .isPositive()
        .isLessThan(page.indexOf("hygiene</span>"));
  }

  @Test
  void showsTheScriptOfAFindingAndWhereThereIsNoneTheCommandThatRepeatsIt() throws IOException {
    rapid("a", 0, 4, Verdict.fail("ids", "two are one").shownBy("scripts/ids.sql"));
    Files.createDirectories(results.resolve("a/scripts"));
    Files.writeString(results.resolve("a/scripts/ids.sql"), "SELECT 1 < 2; -- expected: t");
    capacity("b", 60, Verdict.fail("stays", "why").shownBy("../a/scripts/ids.sql"));

    assertThat(Files.readString(RunsIndex.write(results)))
        .containsOnlyOnce("SELECT 1 &lt; 2; -- expected: t")
        .containsOnlyOnce("See it yourself: scripts/ids.sql</summary>")
        .containsOnlyOnce(
            ">mvn gatling:test -Dgatling.simulationClass=pggit.load.simulations.CapacitySimulation");
  }

  @Test
  void saysWhatIsNewAndWhatIsGoneSinceTheRunBefore() throws IOException {
    rapid("a", 0, 4, Verdict.fail("old one", "why"), Verdict.pass("new one", ""));
    rapid("b", 60, 4, Verdict.pass("old one", ""), Verdict.fail("new one", "why"));
    capacity("first of its kind", 90, Verdict.fail("another", "why"));

    String page = Files.readString(RunsIndex.write(results));

    assertThat(page)
        .containsPattern("<h4>new one\\s+<span class=\"tag\">new</span>")
        .containsPattern("<h4>another\\s+</h4>")
        .contains("gone</span> <b>old one</b>, which <a href=\"a/index.html\">");
  }

  /** Who mends his pgGit wants to read that, and whoever tries another one what he compared. */
  @Test
  void saysWhichPgGitTheRunsBeforeWereOfIfItWasAnotherOne() throws IOException {
    of("/home/me/pggit", "aaaa0001", 0, Verdict.fail("ids", "two are one"));
    of("/home/me/pggit", "aaaa0002", 60, Verdict.pass("ids", ""));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("gone</span> <b>ids</b>")
        .contains("since runs of another pgGit: /home/me/pggit, fingerprint aaaa0001.");

    of("/a/copy/of/it", "aaaa0002", 120, Verdict.fail("ids", "two are one"));

    assertThat(Files.readString(RunsIndex.write(results)))
        .containsPattern("<h4>ids\\s+<span class=\"tag\">new</span>")
        .doesNotContain("another pgGit");

    capacity("capacity", 150, Verdict.pass("x", ""));
    RunFiles.of(results.resolve("capacity of another"), 5)
        .simulation("CapacitySimulation")
        .started(RunFiles.STARTED.plusSeconds(160))
        .pgGit("<b>", "aaaa0003")
        .verdict(Verdict.fail("x", ""))
        .write();

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("of another pgGit: reference extension (Capacity).");
  }

  private void of(String source, String fingerprint, int secondsLater, Verdict verdict) {
    RunFiles.of(results.resolve("at " + secondsLater), 5)
        .started(RunFiles.STARTED.plusSeconds(secondsLater))
        .pgGit(source, fingerprint)
        .verdict(verdict)
        .write();
  }

  @Test
  void whatTheLatestRunLeavesOpenIsNotGone() throws IOException {
    rapid("a", 0, 4, Verdict.fail("locks", "why"));
    rapid("b", 60, 4, Verdict.undecided("locks", "nobody came"));

    assertThat(Files.readString(RunsIndex.write(results)))
        .doesNotContain("gone</span>")
        .contains("Nothing is wrong with what these runs looked at; one verdict is undecided.");
  }

  @Test
  void namesWhatFollowsFromAFindingBelowIt() throws IOException {
    rapid(
        "a",
        0,
        4,
        Verdict.fail("root", "why"),
        Verdict.fail("leaf", "so")
            .because(Cause.errors(List.of()).following("root"))
            .as(Severity.LOSS));

    assertThat(Files.readString(RunsIndex.write(results)))
        .contains("<summary>1 consequence</summary>")
        .contains("<b>leaf</b>")
        .as("as grave as what follows from it")
        .contains("lost or altered data</span>")
        .doesNotContain("<h4>leaf");
  }

  @Test
  void simulationsThatFailedComeFirstThenThoseThatAreUndecided() throws IOException {
    capacity("failed", 0, Verdict.fail("x", ""));
    rapid("undecided", 30, 4, Verdict.undecided("x", ""));
    RunFiles.of(results.resolve("passed"), 5)
        .simulation("OtherSimulation")
        .started(RunFiles.STARTED.plusSeconds(60))
        .verdict(Verdict.pass("x", ""))
        .write();

    assertThat(Files.readString(RunsIndex.write(results)))
        .containsPattern(
            "(?s)trends.*failed/index.html.*undecided/index.html.*passed/index.html.*id=\"runs\"");
  }

  private void capacity(String name, int secondsLater, Verdict verdict) {
    RunFiles.of(results.resolve(name), 5)
        .simulation("CapacitySimulation")
        .started(RunFiles.STARTED.plusSeconds(secondsLater))
        .verdict(verdict)
        .write();
  }

  private void rapid(String name, int secondsLater, double median, Verdict... verdicts) {
    RunFiles run =
        RunFiles.of(results.resolve(name), 5)
            .started(RunFiles.STARTED.plus(Duration.ofSeconds(secondsLater)))
            .metric(new Estimate.Of("commits", "response p50"), "ms", median)
            .metric(new Estimate.Of("commits", "acknowledged"), "commits", 500);
    List.of(verdicts).forEach(run::verdict);
    run.write();
  }
}
