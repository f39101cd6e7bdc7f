package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/** The page of all runs as a browser shows it. */
class RunsPageIT {
  @RegisterExtension static final Browser browser = new Browser();

  private static final Map<String, Path> PAGES = new HashMap<>();
  private static final String SCRIPT = "-- expected: t";

  @TempDir static Path directory;
  private static Path page;

  @BeforeAll
  static void makePages() {
    rapid("a", 0, 4.0, 200, Verdict.fail("nothing lost", "2 are missing"));
    rapid("b", 60, 2.0, 201, Verdict.pass("nothing lost", "all are stored"));
    SampleRuns.hostile(directory.resolve("hostile"));
    SampleRuns.nothing(directory.resolve("nothing"));
    page = RunsIndex.write(directory);
    make("none", List.of());
    make("one", List.of(Verdict.fail("nothing lost", "2 are missing").as(Severity.LOSS)));
    List<Verdict> forty = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Severity severity = Severity.values()[i % Severity.values().length];
      forty.add(Verdict.fail("verdict " + i, "evidence ".repeat(i)).as(severity));
    }
    make("forty", forty);
  }

  /** A page of all runs with so many findings, the first of which has a script. */
  private static void make(String name, List<Verdict> failed) {
    Path results = directory.resolve("pages").resolve(name);
    RunFiles run = RunFiles.of(results.resolve("run"), 5);
    run.verdict(Verdict.pass("unique Trinity IDs", "none was given out twice"));
    for (int i = 0; i < failed.size(); i++) {
      run.verdict(i == 0 ? failed.get(i).shownBy("shown.sql") : failed.get(i));
    }
    run.file("shown.sql", List.of("SELECT 'as wide as " + "a script ".repeat(30) + "';", SCRIPT));
    run.write();
    PAGES.put(name, RunsIndex.write(results));
  }

  private static Path page(String name) {
    return Objects.requireNonNull(PAGES.get(name), name);
  }

  private static void rapid(String name, int later, double median, double rate, Verdict verdict) {
    RunFiles.of(directory.resolve(name), 5)
        .started(RunFiles.STARTED.plusSeconds(later))
        .metric(new Estimate.Of("commits", "response p50"), "ms", median)
        .metric(Estimate.of("commit rate", "requests/s", Direction.HIGHER_IS_BETTER, rate, 500))
        .verdict(verdict)
        .write();
  }

  @BeforeEach
  void open() {
    browser.size(1280, 900);
    browser.prefers("light");
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
        .contains("commits response p50 4 ms 2 ms 0.5 × better")
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

  @ParameterizedTest
  @ValueSource(strings = {"none", "one", "forty"})
  void findingsNeedNoScrollingSidewaysOnAPhone(String name) {
    browser.size(390, 844);
    browser.open(page(name));
    browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");

    assertThat(browser.<Long>script("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390);
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "none, light",
    "none, dark",
    "one, light",
    "one, dark",
    "forty, light",
    "forty, dark"
  })
  void textsHaveTheContrastOfWcagAa(String name, String theme) throws IOException {
    browser.prefers(theme);
    browser.open(page(name));
    browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");

    assertThat(browser.<List<String>>script(Browser.source("contrast.js"))).isEmpty();
  }

  @Test
  void fortyFindingsAreReadAFewAtATime() {
    browser.open(page("forty"));

    assertThat(browser.<Long>script(SEEN)).isEqualTo(10);
    browser.driver().findElement(By.xpath("//summary[text()='30 more findings']")).click();
    assertThat(browser.<Long>script(SEEN)).isEqualTo(40);
  }

  private static final String SEEN =
      "return [...document.querySelectorAll('.finding')].filter(f => f.checkVisibility()).length";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScriptIsUnfoldedAndCopiedWithTheKeyboardAlone(boolean hasClipboard) {
    browser.open(page("one"));
    browser.script(
        """
        window.copied = [];
        const clipboard = arguments[0] ? { writeText: async text => { window.copied.push(text); } } : undefined;
        Object.defineProperty(navigator, 'clipboard', { value: clipboard });
        document.execCommand = () => { window.copied.push(String(getSelection())); return true; };""",
        hasClipboard);

    for (int i = 0; i < 40 && !focused().startsWith("See it yourself"); i++) {
      new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
    }
    new Actions(browser.driver()).sendKeys(Keys.ENTER, Keys.TAB).perform();
    assertThat(focused()).isEqualTo("Copy");
    new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();

    await().until(() -> focused().equals("Copied"));
    assertThat(browser.<List<String>>script("return window.copied"))
        .singleElement()
        .asString()
        .startsWith("SELECT 'as wide")
        .contains(SCRIPT);
  }

  private static String focused() {
    return browser.driver().switchTo().activeElement().getText();
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
