package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.gate.GateHistory;

/** The page of a history of the gate; {@code RunPageIT} looks at it in a browser. */
class HistoryPageTest {
  private final GateHistory history = SampleRuns.history();

  @TempDir Path directory;

  @Test
  void tellsEachChangeInWordsAndMarksItInItsChart() throws IOException {
    Path file = RunReport.write(directory, history);

    assertThat(file).hasFileName("history.html");
    // Means are 1,000.47 and 1,100.53 bytes of all runs, 601.5 and 661.3 µs of the ten fast ones.
    assertThat(Files.readString(file))
        .contains("<h1 id=\"headline\">Gate: 2 changes of level in 30 runs</h1>")
        .contains("<section class=\"banner warn\"")
        .contains(
            "WAL per commit from run 16 on: 1.07 KiB, before 0.977 KiB (+10 %), unknown; run 16 itself:")
        .contains(" from run 17 on: 661 µs, before 602 µs (+9.94 %), environment 2; run 17 itself:")
        .contains("\"text\":\"changed at run 16\",\"across\":\"x\",\"at\":16.0")
        .contains("The newest run: 1.08\u00a0KiB, +0.0 % [-0.2, +0.2] against its baseline.")
        .contains("Times of different environments are not comparable");
  }

  @Test
  void namesRunsEnvironmentsAndWhatIsLeftOut() throws IOException {
    assertThat(Files.readString(RunReport.write(directory, history)))
        .contains("2026-03-30")
        .contains(
            "c29&lt;/script&gt;",
            "<td>environment 2</td>",
            "Environment 1: ",
            "cpu Slow",
            "cores unknown")
        .contains("Left out: a.json is damaged: &lt;/script&gt;")
        .doesNotContain("<img src=x");
  }

  @Test
  void whereNoChangeIsSeenItSaysHowManyRunsThatTakes() {
    var page = HistoryPage.of(new GateHistory(history.runs().subList(0, 9), List.of()));

    assertThat(page.headline()).isEqualTo("Gate: no change of level in 9 runs");
    assertThat(page.why()).isEqualTo("A change shows from ten comparable runs on.");
    assertThat(page.sign()).isEqualTo(Sign.NONE);
  }
}
