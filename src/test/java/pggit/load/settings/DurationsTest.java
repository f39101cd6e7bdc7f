package pggit.load.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "250 us, 250, 250 us",
    "100ms, 100000, 100 ms",
    "1.5 s, 1500000, 1500 ms",
    "90 seconds, 90000000, 90 s",
    "5 min, 300000000, 5 min",
    "0.5h, 1800000000, 30 min",
    "2 D, 172800000000, 48 h",
    "0 s, 0, 0 s",
  })
  void understandsNumberAndUnit(String text, long micros, String shown) {
    Duration duration = Durations.parse(text).orElseThrow();

    assertThat(duration).isEqualTo(Duration.ofNanos(micros * 1000));
    assertThat(Durations.text(duration)).isEqualTo(shown);
    assertThat(Durations.parse(shown)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5 s", "5 fortnights", "1,5 s", "1 s 2", "999999999999 d"})
  void refusesAnythingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void keepsNanosecondsOfAFraction() {
    assertThat(Durations.parse("0.000000001 s")).contains(Duration.ofNanos(1));
  }
}
