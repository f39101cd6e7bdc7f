package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateFactsTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void file() {
    file = directory.resolve("gate.json");
  }

  @Test
  void readsWhatIsDrawnAndLeavesTheRestAlone() throws IOException {
    Files.writeString(
        file,
        """
        {"schema": 7, "comparisons": [{"metric": "p95", "ratio": 1.1, "low": 1.0, "high": 1.2,
         "allowed": 1.05, "verdict": "regression", "more": []}]}""");

    GateFacts gate = GateFacts.read(file);

    assertThat(gate.comparisons())
        .containsExactly(new GateFacts.Compared("p95", 1.1, 1.0, 1.2, 1.05, "regression", ""));
    assertThat(gate.history()).isEmpty();
  }

  @Test
  void aDirectoryOfTheGateAloneHasAPageAndIsListed() throws IOException {
    Path gate = Files.createDirectories(directory.resolve("gate-1"));
    Files.writeString(
        gate.resolve("gate.json"),
        """
        {"schema": 1, "mode": "ab", "started": "2026-03-01T12:30:05Z", "took": "PT90S",
         "baseline": "1.0", "candidate": "1.1", "verdict": "regression", "reasons": ["p95 grew"],
         "facts": {"seed": "7"}, "pairs": [], "history": [], "comparisons": [
          {"metric": "p95", "ratio": 1.2, "low": 1.1, "high": null, "allowed": 1.05,
           "verdict": "regression", "sentence": "p95 1.2 times the baseline's"},
          {"metric": "throughput", "ratio": 0.99, "low": 0.97, "high": 1.01, "allowed": 0.95,
           "verdict": "pass", "sentence": "throughput as before"}]}""");

    String page = Files.readString(RunReport.write(gate));
    String all = Files.readString(RunsIndex.write(directory));

    assertThat(page)
        .contains("Gate: 1 of 2 verdicts failed")
        .contains("1.1 against 1.0")
        .contains("p95 1.2 times the baseline's")
        .contains("1 of 2 metrics is worse than the baseline");
    assertThat(all).contains("gate-1/index.html");
  }

  @Test
  void namesTheFileThatIsNotTheGates() throws IOException {
    Files.writeString(file, "{\"comparisons\": 3}");

    assertThatThrownBy(() -> GateFacts.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gate.json");
  }
}
