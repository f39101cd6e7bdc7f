package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.gate.Ruling;

class GateFactsTest {
  @TempDir Path directory;

  @Test
  void aDirectoryOfTheGateAloneHasAPageAndIsListed() throws IOException {
    Path gate = Files.createDirectories(directory.resolve("gate-1"));
    SampleRuns.gate(
            List.of(
                SampleRuns.compared("p95", 1.2, 1.1, null, 1.05, Ruling.REGRESSION),
                SampleRuns.compared("throughput", 0.99, 0.97, 1.01, 0.95, Ruling.PASS)),
            List.of())
        .write(gate);

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
    Files.writeString(directory.resolve("gate.json"), "{\"comparisons\": 3}");

    assertThatThrownBy(() -> RunReport.write(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gate.json");
  }
}
