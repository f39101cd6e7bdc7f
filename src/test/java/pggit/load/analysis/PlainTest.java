package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1.0 | 1",
        "1.23456 | 1.23",
        "0.000123456 | 0.000123",
        "1234567 | 1,230,000",
        "-12.34 | -12.3",
        "1e20 | 1.0e+20",
        "1e-9 | 1.0e-09",
        "Infinity | unbounded",
      })
  void showsThreeDigits(double number, String shown) {
    assertThat(Plain.number(number)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0008 | ms | 800 ns",
        "1.9 | ms | 1.9 ms",
        "1900 | ms | 1.9 s",
        "999.6 | ms | 1 s",
        "0.0019 | s | 1.9 ms",
        "90 | s | 90 s",
        "600 | s | 10 min",
        "36000 | s | 10 h",
        "864000 | s | 10 days",
        "3.15576e9 | s | 100 years",
        "2560 | bytes | 2.5 KiB",
        "2.5e9 | bytes | 2.33 GiB",
        "12 | buffers | 12 pages",
        "12 | '' | 12",
      })
  void choosesFittingUnit(double number, String unit, String shown) {
    assertThat(Plain.quantity(number, unit)).isEqualTo(shown);
  }

  @Test
  void givesEndsTheUnitOfTheValueUnlessTheyAreFarOff() {
    assertThat(Plain.quantity(new Interval(1.9, 0.7, 2.1), "ms")).isEqualTo("1.9 ms [0.7, 2.1]");
    assertThat(Plain.quantity(new Interval(190, 170, 17_000), "ms"))
        .isEqualTo("190 ms [170, 17 s]");
  }

  @ParameterizedTest
  @CsvSource({
    "1.9, 1.7, Infinity",
    "1.9, -Infinity, 2.1",
    "1.9, -Infinity, Infinity",
    "1.9, 1.7, 171",
    "-1.9, -171, -1.7",
    "1.9, 0, 191",
    "1.9, -191, 2.1",
    "0, 0, Infinity",
  })
  void anIntervalThatDoesNotTellIsWordsAndNoDigits(double value, double low, double high) {
    assertThat(Plain.quantity(new Interval(value, low, high), "ms"))
        .endsWith(" ms [interval not known from this run]");
  }

  @ParameterizedTest
  @CsvSource({"1.9, 1.7, 170", "-1.9, -170, -1.7", "1.9, 0, 190", "0, -2, 3", "0, 0, 0"})
  void anIntervalOfNoMoreThanTwoOrdersOfMagnitudeHasItsEnds(double value, double low, double high) {
    assertThat(Plain.quantity(new Interval(value, low, high), "x")).matches(".* x \\[.*, .*]");
  }

  @Test
  void countsAreNotRounded() {
    assertThat(Plain.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Plain.count(1.5)).isEqualTo("1.5");
  }
}
