package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {
  @TempDir Path proc;

  @Test
  void readsTheFirstProcessorAndTheMemoryFromProc() throws IOException {
    Files.writeString(
        proc.resolve("cpuinfo"),
        "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\n\nprocessor\t: 1\nmodel name\t: Other\n");
    Files.writeString(proc.resolve("meminfo"), "MemTotal:       16384 kB\nMemFree: 1 kB\n");

    assertThat(HostFacts.read(proc))
        .containsEntry("cpu", "Some CPU @ 2.00GHz")
        .containsEntry("memory", "16384 kB")
        .containsOnlyKeys("cpu", "cores", "memory", "heap", "os", "jdk");
  }

  @Test
  void saysUnknownWhereThereIsNoProc() {
    assertThat(HostFacts.read(proc.resolve("none")))
        .containsEntry("memory", "unknown")
        .hasEntrySatisfying("cpu", cpu -> assertThat(cpu).startsWith("unknown ("));
  }
}
