package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        .containsOnlyKeys("cpu", "cores", "memory", "heap", "os", "jdk", "compiler", "collector");
  }

  /** As the simulations of smoke and those of load run: their times are not comparable. */
  @Test
  void tellsHowTheJvmCompilesAndCollects() throws Exception {
    var brief = facts("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    var optimizing = facts("-XX:TieredStopAtLevel=4", "-XX:+UseG1GC");

    assertThat(brief).contains("compiler=mixed mode, emulated-client").contains("collector=Copy");
    assertThat(optimizing)
        .contains("compiler=mixed mode")
        .doesNotContain("emulated-client")
        .contains("collector=G1 Young Generation");
  }

  /** Prints the facts, in a JVM of its own. */
  static final class Printed {
    public static void main(String[] args) {
      System.out.println(HostFacts.read());
    }
  }

  private static String facts(String compiler, String collector) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(java, compiler, collector, "-cp", path, Printed.class.getName()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void saysUnknownWhereThereIsNoProc() {
    assertThat(HostFacts.read(proc.resolve("none")))
        .containsEntry("memory", "unknown")
        .hasEntrySatisfying("cpu", cpu -> assertThat(cpu).startsWith("unknown ("));
  }
}
