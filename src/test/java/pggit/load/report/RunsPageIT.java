package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/** The page of all runs as a browser shows it. */
class RunsPageIT {
  @RegisterExtension static final Browser browser = new Browser();

  @TempDir static Path directory;
  private static Path page;

  @BeforeAll
  static void makePages() {
    rapid("a", 0, 4.0, 200, Verdict.fail("nothing lost", "2 are missing"));
    rapid("b", 60, 2.0, 201, Verdict.pass("nothing lost", "all are stored"));
    SampleRuns.hostile(directory.resolve("hostile"));
    SampleRuns.nothing(directory.resolve("nothing"));
    page = RunsIndex.write(directory);
  }

  private static void rapid(String name, int later, double median, double rate, Verdict verdict) {
    RunFiles.of(directory.resolve(name), 5)
        .started(RunFiles.STARTED.plusSeconds(later))
        .metric(new Estimate.Of("commit", "response p50"), "ms", median)
        .metric(Estimate.of("commit rate", "requests/s", Direction.HIGHER_IS_BETTER, rate, 500))
        .verdict(verdict)
        .write();
  }

  @BeforeEach
  void open() {
    browser.size(1280, 900);
    browser.open(page);
  }

  @Test
  void opensWithoutAComplaintOrARequest() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.equals(page.toUri().toString()) || url.startsWith("data:"));
    assertThat(browser.<Object>script("return window.hacked")).isNull();
  }

  @Test
  void comparesARunWithTheOneBefore() {
    browser.driver().findElement(By.cssSelector("button[data-before]")).click();

    String difference = browser.driver().findElement(By.id("difference")).getText();
    assertThat(difference.replace('\u00a0', ' '))
        .contains("nothing lost FAIL pass")
        .contains("commit response p50 4 ms 2 ms 0.5 × better")
        .as("half a per cent is neither better nor worse")
        .contains("commit rate 200/s 201/s 1 ×")
        .doesNotContain("1 × better");
  }

  @Test
  void saysThatRunsAreNotAlike() {
    browser.script(
        """
        const [before, after] = [document.getElementById('before'), document.getElementById('after')];
        before.selectedIndex = [...before.options].findIndex(o => o.text.includes('Nothing'));
        before.dispatchEvent(new Event('change'));""");

    assertThat(browser.driver().findElement(By.id("difference")).getText())
        .contains("the simulations differ");
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() {
    browser.size(390, 844);

    assertThat(browser.<Long>script("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390);
  }

  @Test
  void leadsToThePagesOfItsRuns() {
    List<String> links =
        browser.script(
            "return [...document.querySelectorAll('#runs a')].map(a => a.getAttribute('href'))");

    assertThat(links).contains("a/index.html", "b/index.html", "hostile/index.html");
    browser.driver().findElement(By.cssSelector("#runs a[href='b/index.html']")).click();
    assertThat(browser.driver().getTitle()).contains("RapidCommitSimulation");
  }
}
