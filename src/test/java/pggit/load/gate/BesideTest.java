package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Something at work beside the gate is at work, and is gone afterwards. */
class BesideTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void leavesNoProcess(Beside beside) throws Exception {
    long before = children();

    try (var work = beside.start(8, directory)) {
      await().until(() -> beside == Beside.NOTHING || children() > before + 1);
    }

    await().untilAsserted(() -> assertThat(children()).isEqualTo(before));
  }

  private static long children() {
    return ProcessHandle.current().descendants().count();
  }
}
