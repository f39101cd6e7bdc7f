package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

    Certificate.read(file).with("+20 %", Certificate.Run.of(worse, "a loop")).write(file);
    Certificate.read(file).with("+20 %", Certificate.Run.of(same, "a loop")).write(file);

    Certificate kept = Certificate.read(file);
    assertThat(kept.runs("+20 %"))
        .extracting(Certificate.Run::verdict)
        .containsExactly(Ruling.REGRESSION, Ruling.PASS);
    assertThat(kept.runs("+20 %").get(0).found()).containsExactly("commit latency p50");
    assertThat(kept.table()).contains("| +20 % | 2 | 1 = 50 % (9.5 to 90.5 %) | 1 | 0 | 62 s |");
  }

  @Test
  void theDocumentsShowTheCertificateThatIsKept() throws Exception {
    assertThat(Files.readString(Path.of("docs", "gate.md")))
        .contains(Certificate.read(Certificate.FILE).table());
  }
}
