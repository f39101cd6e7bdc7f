package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

class RunReportTest {
  @TempDir Path directory;

  @Test
  void titlesStateWhatWasFound() throws IOException {
    String page = page(SampleRuns.everything(directory));

    assertThat(texts(page, "h1"))
        .containsExactly("Pool pressure: 1 of 6 verdicts failed, 1 undecided");
    assertThat(texts(page, "h3 id"))
        .containsExactly(
            "99 % of 12,368 commits were answered within 27.4 ms, the slowest after 235 ms",
            "The median moved between 3.84 ms and 87 ms; the 99th percentile was worst at 0:30 with 235 ms",
            "65.7 % of a response is PostgreSQL at work (5.57 ms of 8.48 ms)",
            "206 commits/s while there were any, 260 at best",
            "83 requests failed, most with 57P01 terminated by administrator",
            "pool of 10: all 10 connections at work for 33.3 % of the time, up to 34 users waited, 15 gave up",
            "5.55 sessions were active on average, 8 at most",
            "Active sessions waited most for LWLock:WALWrite: 36 % of their time",
            "Up to 3 sessions waited for locks, and the server broke deadlocks",
            "585 KiB/s of WAL at most, 2.6 KiB per commit",
            "95.2 % of the pages looked at were in shared memory",
            "Of 2 cores the server used 0.9, the load's JVM used 0.7",
            "The server's memory went from 181 MiB to 187 MiB",
            "pgGit's relations grew from 1.91 MiB to 3.48 MiB");
  }

  @Test
  void drawsGrowthCapacityOverloadAndGateFirst() throws IOException {
    String page = page(SampleRuns.curves(directory));

    assertThat(texts(page, "h2"))
        .startsWith("Verdicts", "Against the baseline", "How cost grows", "Capacity and overload");
    assertThat(texts(page, "h3 id"))
        .startsWith(
            "1 of 4 metrics is worse than the baseline",
            "commit latency p95: 4.7 ms, changed its level once")
        .contains(
            "Work of one commit does not grow with the commits; 51.3 pages foretold at 60 k commits",
            "Throughput peaks at 32.4 users with 2,210/s; more users make it slower",
            "At 2 × the capacity 86 % of what could be served is served; recovered after 4 s");
  }

  @Test
  void tellsWhatUsersSawOfEachFaultInItsOrder() throws IOException {
    String page = page(SampleRuns.everything(directory));

    assertThat(texts(page, "h2")).containsSubsequence("Verdicts", "Recovery", "How long it took");
    String table = between(page, "until all had recovered", "</table>");
    assertThat(texts(table, "td"))
        .containsExactly(
            "1 link cut",
            "no failure",
            "0:12",
            "2 ms",
            "41 ms",
            "38 ms",
            "310 ms",
            "2 backend killed",
            "71 × 08006 connection lost, 12 × 57P01 terminated by administrator",
            "0:30",
            "4 s",
            "4.1 s",
            "95 ms",
            "<span class=\"tag\">longest</span> 1.31 s");
    assertThat(page(SampleRuns.curves(directory.resolve("curves"))))
        .doesNotContain("until all had recovered");
  }

  @Test
  void putsTheWorstFirstAndANumberBesideItsLimit() throws IOException {
    String page = page(SampleRuns.everything(directory));

    assertThat(page.indexOf("graceful overload")).isLessThan(page.indexOf("success rate"));
    assertThat(texts(page, "title")).contains("12.1 ms, limit 100 ms", "99.3 %, at least 80 %");
  }

  @Test
  void opensWithItsFindingsTheGravestFirst() throws IOException {
    RunFiles.of(directory, 5)
        .verdict(Verdict.fail("locks", "40 waited").as(Severity.HYGIENE))
        .verdict(Verdict.fail("nothing lost", "2 are missing").as(Severity.LOSS))
        .write();

    String page = page(directory);

    assertThat(page).contains("<p class=\"why\">nothing lost: 2 are missing</p>");
    assertThat(page.indexOf("id=\"findings\"")).isLessThan(page.indexOf("id=\"verdicts\""));
    assertThat(texts(page, "h4").stream().map(String::strip))
        .containsExactly("nothing lost", "locks");
  }

  @Test
  void textFromOutsideIsNothingButText() throws IOException {
    String page = page(SampleRuns.hostile(directory));

    assertThat(own(page).contains("<script>window.hacked")).isFalse();
    assertThat(own(page).contains("<img")).isFalse();
    assertThat(page.split("<script", -1)).as("data, library, our own").hasSize(4);
    String data = between(page, "id=\"data\">", "</script>");
    assertThat(data).doesNotContain("<").doesNotContain(">").contains("window.hacked");
    assertThat(texts(page, "h1").get(0)).startsWith("Hostile&lt;/script&gt;&lt;script&gt;");
    assertThat(page).contains("because &lt;/script&gt;");
  }

  @Test
  void noTextFromOutsideBreaksOutOfAnAttribute() throws IOException {
    String page = page(SampleRuns.hostile(directory));

    for (String tag : matches(page, "<(?:div|section|svg|td|button|figure|a|option)\\b[^>]*>")) {
      assertThat(tag).doesNotContainPattern("\\sonerror=");
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void comesOutTheSameToTheByteWhereverItIsMade(Locale locale, String zone) throws IOException {
    Path run = SampleRuns.everything(directory);
    String first = page(run);
    Locale here = Locale.getDefault();
    TimeZone now = TimeZone.getDefault();
    try {
      Locale.setDefault(locale);
      TimeZone.setDefault(TimeZone.getTimeZone(zone));

      assertThat(page(run).equals(first)).isTrue();
    } finally {
      Locale.setDefault(here);
      TimeZone.setDefault(now);
    }
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of(Locale.GERMANY, "Europe/Berlin"),
        Arguments.of(Locale.forLanguageTag("ar-EG-u-nu-arab"), "Asia/Kathmandu"));
  }

  @Test
  void asksTheNetworkForNothing() throws IOException {
    String page = page(SampleRuns.everything(directory));
    String own = own(page);

    assertThat(matches(own, "default-src &#39;none&#39;")).hasSize(1);
    assertThat(matches(own, "https?://\\S+|\\bsrc=|@import|url\\(")).isEmpty();
  }

  @Test
  void saysWhatARunThatFoundNothingDoesNotShow() throws IOException {
    String page = page(SampleRuns.nothing(directory));

    assertThat(texts(page, "h1")).containsExactly("Nothing: no verdict");
    assertThat(texts(page, "h3 id")).isEmpty();
    assertThat(page)
        .contains("This run judged nothing.")
        .contains("no successful request was recorded")
        .contains("this run has no server.csv");
  }

  @Test
  void aFileCutShortByTheEndOfTheProcessIsReadAsFarAsItGoes() throws IOException {
    Path run = SampleRuns.everything(directory);
    for (String file :
        List.of("pool.csv", "server.csv", "errors.csv", "events.csv", "recovery.csv")) {
      Files.writeString(run.resolve(file), "2026-03-01T12:3", StandardOpenOption.APPEND);
    }
    Files.writeString(run.resolve("latency.hlog"), "Tag=commit/resp", StandardOpenOption.APPEND);

    assertThat(page(run)).contains("1 line of latency.hlog could not be read and is left out");
  }

  @Test
  void refusesWhatIsNoResultOfARun() throws IOException {
    Files.writeString(directory.resolve("run.json"), "{\"schema\": 1}");

    assertThatThrownBy(() -> RunReport.write(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.json");
  }

  @Test
  @Tag("slow")
  void pageOfTenMillionRequestsIsSmallAndSoonMade() throws Exception {
    Path run = SampleRuns.tenMillion(directory);

    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                String.join(
                    File.pathSeparator,
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))),
                TenMillion.class.getName(),
                run.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(number(output, "millis"))
        .as("processor time in ms: %s", output)
        .isLessThan(5 * number(output, "reading"));
    assertThat(Files.size(run.resolve("index.html"))).isLessThan(2_500_000);
    assertThat(Files.readString(run.resolve("index.html"))).contains("of 5,040,000 commits");
  }

  private static int number(String output, String name) {
    return Integer.parseInt(matches(output, "(?<=" + name + " )\\d+").get(0));
  }

  private static String page(Path run) throws IOException {
    return Files.readString(RunReport.write(run));
  }

  private static List<String> texts(String page, String element) {
    String end = "</" + element.split(" ", 2)[0] + ">";
    return matches(page, "(?<=<" + element + "[^>]{0,60}>).*?(?=" + end + ")").stream()
        .map(text -> text.replace('\u00a0', ' '))
        .toList();
  }

  /** The page without the chart library, which has much of what is looked for. */
  private static String own(String page) {
    return page.replace(Assets.ECHARTS, "");
  }

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from) + from.length();
    return page.substring(start, page.indexOf(to, start));
  }

  private static List<String> matches(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    return matcher.results().map(found -> found.group()).toList();
  }
}
