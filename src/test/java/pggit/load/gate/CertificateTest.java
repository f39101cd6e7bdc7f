package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the certificate is kept and shown. */
class CertificateTest {
  @TempDir Path directory;

  @Test
  void goesOnWhereItWas() {
    Path file = directory.resolve("gate.json");
    GateResult worse = Example.result(Example.pairs(Example.LATENCY, 100, 120));
    GateResult same = Example.result(Example.pairs(Example.LATENCY, 100, 100));

    Certificate.read(file).with("+20 %", run(worse, 1)).write(file);
    Certificate.read(file).with("+20 %", run(same, 2)).write(file);

    Certificate kept = Certificate.read(file);
    assertThat(kept.runs("+20 %"))
        .extracting(Certificate.Run::verdict)
        .containsExactly(Ruling.REGRESSION, Ruling.PASS);
    assertThat(kept.runs("+20 %").get(0).found()).containsExactly("commit latency p50");
    assertThat(kept.table()).contains("| +20 % | 2 | 1 = 50 % (9.5 to 90.5 %) | 1 | 0 | 62 s |");
  }

  /** A part of two machines' files is the same: both began as copies of one. */
  @Test
  void takesInTheRunsOfAnotherMachineEachOnce() {
    GateResult same = Example.result(Example.pairs(Example.LATENCY, 100, 100));
    Certificate common =
        Certificate.read(directory.resolve("none")).with("unchanged (A/A)", run(same, 1));
    Certificate here = common.with("unchanged (A/A)", run(same, 2));
    Certificate there =
        common.with("unchanged (A/A)", run(same, 3)).with("unchanged released", run(same, 4));

    Certificate all = here.with(there).with(here).with(there);

    assertThat(all.runs("unchanged (A/A)")).hasSize(3);
    assertThat(all.runs("unchanged released")).hasSize(1);
    // Wilson, 0 of 4: z²/(4 + z²) = 3.8415/7.8415
    assertThat(all.table())
        .contains("| all that are unchanged | 4 | 0 = 0 % (0.0 to 49.0 %) | 4 |");
  }

  private static Certificate.Run run(GateResult result, int second) {
    Certificate.Run run = Certificate.Run.of(result, Map.of("changed", "a loop"));
    return new Certificate.Run(
        run.started().plusSeconds(second),
        run.verdict(),
        run.found(),
        run.seconds(),
        run.pairs(),
        run.seed(),
        run.facts());
  }

  @Test
  void theDocumentsShowTheCertificateThatIsKept() throws Exception {
    Certificate kept = Certificate.read(Certificate.FILE);

    assertThat(Files.readString(Path.of("docs", "gate.md")))
        .contains(kept.table())
        .contains(Certificate.read(Certificate.BACKTEST).table());
    assertThat(Files.readString(Path.of("README.md"))).contains(kept.summary());
  }
}
