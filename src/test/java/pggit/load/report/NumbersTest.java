package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.0005, < 1 µs",
    "0.31, 310 µs",
    "0.9994, 999 µs",
    "1.2351, 1.24 ms",
    "999.4, 999 ms",
    "12300, 12.3 s",
    "246000, 4.1 min",
    "7200000, 2 h"
  })
  void writesTimesWithThreeDigits(double millis, String written) {
    assertThat(Numbers.time(millis)).isEqualTo(written.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({"0, 0/s", "174.6, 175/s", "9994, '9,994/s'", "22900, 22.9 k/s", "1200000, 1.2 M/s"})
  void writesRatesShort(double perSecond, String written) {
    assertThat(Numbers.rate(perSecond)).isEqualTo(written.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1024, 1 KiB", "17196646, 16.4 MiB", "1e15, 909 TiB"})
  void writesBytesInPowersOf1024(double bytes, String written) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(written.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "0.0002, 0.02 %",
    "0.99996875, 99.996 %",
    "0.9999999, 99.999 %",
    "1, 100 %"
  })
  void aShareThatIsNotWholeNeverReadsAsWhole(double share, String written) {
    assertThat(Numbers.percent(share)).isEqualTo(written.replace(' ', '\u00a0'));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, –",
    "Infinity, ∞",
    "-1.5, −1.5",
    "-1234.5, '−1,235'",
    "0.000012345, 0.0000123",
    "3.21e-7, 0.000000321"
  })
  void writesOddNumbersWithoutExponents(double number, String written) {
    assertThat(Numbers.digits(number)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, ms, 1.5 ms",
    "2048, bytes, 2 KiB",
    "88, %, 88 %",
    "3, commits, 3 commits",
    "12345, commits, '12,345 commits'",
    "1.08, ratio, 1.08",
    "500, us, 500 µs"
  })
  void writesTheUnitsOfEstimates(double value, String unit, String written) {
    assertThat(Numbers.of(value, unit)).isEqualTo(written.replace(' ', '\u00a0'));
  }
}
