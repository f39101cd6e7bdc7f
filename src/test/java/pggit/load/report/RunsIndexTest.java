package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Estimate;
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

    String page = Files.readString(RunsIndex.write(results));

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

  private void rapid(String name, int secondsLater, double median, Verdict verdict) {
    RunFiles.of(results.resolve(name), 5)
        .started(RunFiles.STARTED.plus(Duration.ofSeconds(secondsLater)))
        .metric(new Estimate.Of("commit", "response p50"), "ms", median)
        .metric(new Estimate.Of("commits", "acknowledged"), "commits", 500)
        .verdict(verdict)
        .write();
  }
}
