package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pggit.load.measure.Gauge;

class MeterTest {

  @Test
  void aLimitHasRoomBehindIt() {
    Meter meter = Meter.of(Gauge.atMost(10, 100, "ms"));

    assertThat(meter.limit()).isEqualTo("75.0");
    assertThat(meter.width()).isEqualTo("7.5");
    assertThat(meter.words()).isEqualTo("10\u00a0ms, limit 100\u00a0ms");
  }

  @Test
  void aPercentageEndsAtAHundred() {
    Meter meter = Meter.of(Gauge.atLeast(99.5, 80, "%"));

    assertThat(meter.width()).isEqualTo("99.5");
    assertThat(meter.limit()).isEqualTo("80.0");
    assertThat(meter.words()).isEqualTo("99.5\u00a0%, at least 80\u00a0%");
  }

  @Test
  void aNumberFarBeyondItsLimitStaysInThePicture() {
    Meter meter = Meter.of(Gauge.atMost(10_000, 100, "ms"));

    assertThat(Double.parseDouble(meter.width())).isBetween(90.0, 100.0);
    assertThat(meter.limit()).isEqualTo("1.0");
  }
}
