package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSpecTest {

  private static final EmbeddedSpec SPEC = EmbeddedSpec.defaults();

  @Test
  void leavesAHundredConnectionsToOrdinaryRoles() {
    assertThat(SPEC.maxConnections() - SPEC.reservedConnections()).isEqualTo(100);
    assertThat(SPEC.reservedConnections()).isEqualTo(3);
    assertThat(SPEC.port()).isZero();
    assertThat(SPEC.durable()).isTrue();
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withPort(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withPort(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withMaxConnections(3));
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withReservedConnections(103));
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withReservedConnections(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbeddedSpec(0, 103, 3, Map.of(), Duration.ZERO, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"port", "PORT", "data_directory", "max_connections", "a b", "", "x = 1\ny"})
  void refusesSettingsThatAreNotFreeToChoose(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> SPEC.withSetting(name, "1"));
  }

  @Test
  void keepsSettingsOfModulesToo() {
    EmbeddedSpec spec = SPEC.withSetting("pg_stat_statements.max", "100").withSetting("a", "1");

    assertThat(spec.settings()).hasToString("{a=1, pg_stat_statements.max=100}");
  }
}
