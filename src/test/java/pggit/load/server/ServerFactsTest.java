package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFactsTest {

  private static final Endpoint ENDPOINT =
      new Endpoint("h", 5432, "d", new Login("u", Secret.of("")), Map.of());

  @Test
  void refusesServersOlderThan14() {
    ServerFacts old = new ServerFacts("13.22", 130_022, Map.of());

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> ExternalServer.refuseTooOld(old, ENDPOINT))
        .withMessage("PostgreSQL 13.22 at h:5432 is too old: 14 or newer is needed.");
    assertThatCode(
            () -> ExternalServer.refuseTooOld(new ServerFacts("14.0", 140_000, Map.of()), ENDPOINT))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWhatIsNotDurable() {
    Map<String, String> said =
        Map.of("fsync", "on", "synchronous_commit", "local", "full_page_writes", "on");

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> new ServerFacts("17", 170000, said).requireDurability())
        .withMessageContaining("synchronous_commit = local");
    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> new ServerFacts("17", 170000, Map.of()).requireDurability())
        .withMessageContaining("fsync = unknown");
  }
}
