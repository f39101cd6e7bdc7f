package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.cli.Main;
import pggit.load.measure.RunResult;

class MergeBenchTest {

  @Test
  void mergesAndFindsEveryGeneratedCommitAndKeepsTheFigures(@TempDir Path dir) throws Exception {
    int exit =
        Main.commandLine(new MergeBench())
            .execute("--injectors=3", "--seconds=4", "--per-second=5", "--results=" + dir);

    assertThat(exit).isZero();
    try (var runs = Files.list(dir)) {
      var figures =
          RunResult.read(runs.findFirst().orElseThrow()).metrics().stream()
              .collect(Collectors.toMap(e -> e.of().kind(), e -> e.value().orElseThrow()));
      assertThat(figures)
          .containsEntry("commits in the histogram", 60.0)
          .containsEntry("commits in the ledger", 60.0)
          .containsEntry("findings by ID", 0.0)
          .containsEntry("findings by message", 0.0)
          .containsKeys("files merged, time", "rows by ID, heap", "size of a ledger");
    }
  }
}
