package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChangePointTest {
  /** Yearly flow of the Nile at Aswan, 1871 to 1970. */
  private static final double[] NILE = {
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
  };

  private static double[] levels(Random random, double noise, int each, double... levels) {
    double[] series = new double[each * levels.length];
    for (int i = 0; i < series.length; i++) {
      series[i] = levels[i / each] * (1 + noise * random.nextGaussian());
    }
    return series;
  }

  @Test
  @DisplayName("the Nile fell in 1899, when the first Aswan dam was begun")
  void findsTheKnownChangeOfTheNile() {
    // Cobb (1978), doi 10.1093/biomet/65.2.243: the level changed between 1898 and 1899
    List<ChangePoint> changes = ChangePoint.of(NILE, 1);

    assertThat(changes).hasSize(1);
    assertThat(1871 + changes.get(0).index()).isEqualTo(1899);
    assertThat(changes.get(0).before()).isCloseTo(1097.75, within(0.01));
    assertThat(changes.get(0).after()).isCloseTo(849.97, within(0.01));
  }

  @Test
  @DisplayName("a step of 10 % at 5 % noise is found where it is, to within two runs")
  void findsStep() {
    List<ChangePoint> changes = ChangePoint.of(levels(new Random(2), 0.05, 30, 1, 1.1), 1);

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).index()).isBetween(28, 32);
    assertThat(changes.get(0).ratio()).isCloseTo(1.1, within(0.03));
    assertThat(changes.get(0).sentence("run", "ms"))
        .startsWith("from run 3")
        .contains(" ms, before ");
  }

  @Test
  void findsEveryLevel() {
    double[] upAndDown = levels(new Random(3), 0.03, 25, 1, 1.2, 1.0, 1.3);

    assertThat(ChangePoint.of(upAndDown, 1))
        .extracting(ChangePoint::index)
        .containsExactly(25, 50, 75);
  }

  @Test
  @DisplayName("a series of one level shows a change in about 1 % of cases")
  void seldomFindsWhatIsNotThere() {
    Random random = new Random(4);
    int alarms = 0;
    for (int i = 0; i < 300; i++) {
      alarms += ChangePoint.of(levels(random, 0.05, 40, 1), i).isEmpty() ? 0 : 1;
    }

    assertThat(alarms).isLessThanOrEqualTo(9);
  }

  @Test
  @DisplayName("a slow drift is found, not before it began")
  void findsWhereDriftBegan() {
    Random random = new Random(5);
    double[] series = new double[100];
    for (int i = 0; i < 100; i++) {
      series[i] = (1 + 0.005 * Math.max(0, i - 50)) * (1 + 0.02 * random.nextGaussian());
    }

    List<ChangePoint> changes = ChangePoint.of(series, 1);

    assertThat(changes).isNotEmpty();
    assertThat(changes.get(0).index()).isBetween(50, 65);
  }

  @Test
  @DisplayName("one stray value is no level")
  void ignoresSingleSpike() {
    double[] series = levels(new Random(6), 0.02, 40, 1);
    series[20] = 3;

    assertThat(ChangePoint.of(series, 1)).isEmpty();
  }

  @Test
  void shortOrConstantSeriesHaveNoChange() {
    assertThat(ChangePoint.of(new double[0], 1)).isEmpty();
    assertThat(ChangePoint.of(new double[] {1, 1, 1, 9, 9}, 1)).isEmpty();
    assertThat(ChangePoint.of(new double[50], 1)).isEmpty();
  }

  @Test
  void refusesWhatItCannotSearch() {
    assertThatIllegalArgumentException().isThrownBy(() -> ChangePoint.of(new double[2_001], 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChangePoint.of(new double[] {1, Double.NaN}, 1));
  }
}
