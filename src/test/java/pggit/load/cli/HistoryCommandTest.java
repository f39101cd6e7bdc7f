package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gate history}: exit codes, words and files. */
class HistoryCommandTest {
  private final StringWriter said = new StringWriter();

  @TempDir Path directory;

  @Test
  void nothingOfUseIsWrongUseAndLeavesNoFile() throws IOException {
    var damaged = Files.writeString(directory.resolve("a.json"), "{");

    assertThat(history(damaged.toString())).isEqualTo(64);
    assertThat(history(directory.resolve("nowhere").toString())).isEqualTo(64);
    assertThat(history()).isEqualTo(64);
    assertThat(said.toString())
        .contains("no history can be made: there is no gate.json of gate ab that can be read; ")
        .contains("a.json is damaged", "cannot read", "nowhere")
        .contains("Missing required parameter: 'DIR'");
    assertThat(directory).isDirectoryNotContaining("glob:**.{html,csv}");
  }

  @Test
  void drawsAndExportsWhatIsThereAndNamesTheRest() throws IOException {
    Files.writeString(
        directory.resolve("one.json"),
        """
        {"schema": 4, "mode": "ab", "started": "2026-01-02T03:04:05Z", "took": "PT60S",
         "baseline": "a", "candidate": "b", "verdict": "pass", "reasons": [],
         "facts": {"seed": "1", "server": "PostgreSQL 17.11"},
         "comparisons": [{"metric": "WAL per commit", "unit": "bytes", "ratio": 1.0, "low": 0.99, "high": 1.01,
           "allowed": 1.02, "verdict": "pass", "baselineValue": 900.0, "candidateValue": 900.0, "pairs": 30,
           "p": 1.0, "confidence": 0.99, "sentence": "", "noisy": false}],
         "pairs": [{"metric": {"name": "WAL per commit", "unit": "bytes", "direction": "LOWER_IS_BETTER", "kind": "COST"},
           "paired": true, "baseline": [900.0], "candidate": [900.0], "sessions": [0]}],
         "history": [], "failures": [], "leftOut": [], "blame": []}
        """);
    Files.writeString(directory.resolve("two.json"), "{}");
    var output = directory.resolve("output");

    assertThat(history(directory.toString(), "--output", output.toString())).isZero();

    assertThat(said.toString().lines().toList())
        .hasSize(5)
        .startsWith("gate history: runs 1 to 1, the newest of 2026-01-02T03:04:05Z")
        .anyMatch(line -> line.matches("  left out: .*two\\.json has schema \\(none\\).*"));
    assertThat(output.resolve("history.html")).content().contains("no change of level in 1 run<");
    assertThat(output.resolve("history.csv"))
        .content()
        .contains("2026-01-02T03:04:05Z,\"\",\"b\",pass,900.0");
    assertThat(output.resolve("bencher.json"))
        .hasContent(
            "{\"WAL per commit\":{\"bytes\":{\"value\":900.0},\"ratio\":{\"value\":1.0,\"lower_value\":0.99,\"upper_value\":1.01}}}");
    assertThat(history(directory.toString(), "--output", output.toString()))
        .as("its own files are none of a run")
        .isZero();
    assertThat(said.toString()).doesNotContain("bencher.json has");
  }

  private int history(String... arguments) {
    var all = new String[arguments.length + 2];
    all[0] = "gate";
    all[1] = "history";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    var out = new PrintWriter(said, true);
    return Main.commandLine().setOut(out).setErr(out).execute(all);
  }
}
