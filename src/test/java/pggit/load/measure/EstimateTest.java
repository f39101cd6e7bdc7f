package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pggit.load.measure.Direction.LOWER_IS_BETTER;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimateTest {

  @Test
  void carriesItsInterval() {
    Estimate estimate = Estimate.of("p95", "ms", LOWER_IS_BETTER, 2, 1, 3, 40);

    assertThat(estimate.value()).hasValue(2);
    assertThat(estimate.low()).hasValue(1);
    assertThat(estimate.high()).hasValue(3);
    assertThat(estimate.count()).isEqualTo(40);
  }

  @Test
  void unknownHasNoValueButItsCount() {
    Estimate estimate = Estimate.unknown("p95", "ms", LOWER_IS_BETTER, 3);

    assertThat(estimate.value()).isEmpty();
    assertThat(estimate.count()).isEqualTo(3);
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> Estimate.of("p95", "ms", LOWER_IS_BETTER, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p95");
    assertThatThrownBy(
            () -> Estimate.of("p95", "ms", LOWER_IS_BETTER, 1, 0, Double.POSITIVE_INFINITY, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnIntervalThatDoesNotHoldTheValue() {
    assertThatThrownBy(() -> Estimate.of("p95", "ms", LOWER_IS_BETTER, 4, 1, 3, 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low <= value <= high");
    assertThatThrownBy(
            () ->
                new Estimate(
                    "p95",
                    "ms",
                    LOWER_IS_BETTER,
                    OptionalDouble.of(1),
                    OptionalDouble.of(1),
                    OptionalDouble.empty(),
                    1,
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both ends");
  }

  @Test
  void refusesANegativeCount() {
    assertThatThrownBy(() -> Estimate.of("p95", "ms", LOWER_IS_BETTER, 4, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count");
  }

  static Stream<Locale> locales() {
    return Stream.of("", "de-DE", "ar-EG-u-nu-arab", "fa-IR", "tr-TR").map(Locale::forLanguageTag);
  }

  @ParameterizedTest
  @MethodSource("locales")
  void makesItsNameFromWhatItIsOfUnderEveryLocale(Locale locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      var p50 = new Estimate.Of("commit", "p50").at(1_500, "commits");
      var grace = new Estimate.Of("", "grace").at(1.4996, "x capacity").in("with retries");

      assertThat(Estimate.of("p50", "ms", LOWER_IS_BETTER, 3, 1).of(p50).name())
          .isEqualTo("commit p50 at 1,500 commits");
      assertThat(grace.name()).isEqualTo("grace at 1.5 x capacity, with retries");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesASizeWithoutAUnit() {
    assertThatThrownBy(() -> new Estimate.Of("commit", "p50").at(1, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
