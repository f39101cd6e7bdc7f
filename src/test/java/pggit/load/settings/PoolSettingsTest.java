package pggit.load.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.server.SetupException;

class PoolSettingsTest {

  @Test
  void takesTheNumbersOfTheFile() {
    var plan = with("pool.limits", "5,10,20");

    assertThat(plan.limits()).containsExactly(5, 10, 20);
    assertThat(plan.timeout()).hasSeconds(2);
    assertThat(plan.longHold()).hasSeconds(3);
    assertThat(plan.shortHold()).hasSeconds(1);
    assertThat(plan.leakThreshold()).hasSeconds(2);
    assertThat(plan.size()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pool.limits|0|pggit.pool.limits = \"0\"",
        "pool.limits|5,-1|pggit.pool.limits = \"5,-1\"",
        "pool.timeout|249 ms|from 250 ms",
        "pool.pressure.timeout|100 ms|from 250 ms",
        "pool.leak.threshold|1999 ms|from 2 s",
        "pool.hold.long|2 s|at least 1.25 x pool.timeout (2 s), or nobody who waits gets a time-out",
        "pool.hold.short|1700 ms|at most 0.8 x pool.timeout (2 s), or those who wait get a time-out",
        "pool.hold.long|40 s|less than pggit.timeout (30 s), or the server cancels it",
        "pool.pressure.hold|1 s|at most a tenth of pool.pressure.leg (2 s), or the phase is over",
        "pool.pressure.leg|2500 ms|whole seconds, since Gatling cuts off the rest"
      })
  void refusesNumbersThatWouldShowNothing(String key, String value, String message) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("pggit." + key)
        .hasMessageContaining(message);
  }

  private static Settings.Pooled with(String key, String value) {
    var settings =
        Settings.of(
            ConfigFactory.parseResources("gatling.conf"), Map.of("pggit." + key, value), Map.of());
    return settings.pool().checked(settings.timeout());
  }
}
