package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pggit.load.analysis.LeastSquares.Curve;
import pggit.load.analysis.LeastSquares.Fit;

class LeastSquaresTest {
  private static final Percentage SIX_DIGITS = Percentage.withPercentage(1e-4);

  /**
   * NIST Statistical Reference Datasets for non-linear regression, with the certified parameters,
   * their residual sums of squares.
   *
   * @see <a href="https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml">NIST StRD</a>
   */
  enum Certified {
    MISRA1A(
        (x, b) -> b[0] * (1 - Math.exp(-b[1] * x)),
        new double[] {500, 0.0001},
        new double[] {250, 0.0005},
        new double[] {2.3894212918E+02, 5.5015643181E-04},
        1.2455138894E-01,
        """
        77.6 10.07  114.9 14.73  141.1 17.94  190.8 23.93  239.9 29.61  289.0 35.18  332.8 40.02
        378.4 44.82  434.8 50.76  477.3 55.05  536.8 61.01  593.1 66.40  689.1 75.47  760.0 81.78
        """),
    CHWIRUT2(
        (x, b) -> Math.exp(-b[0] * x) / (b[1] + b[2] * x),
        new double[] {0.1, 0.01, 0.02},
        new double[] {0.15, 0.008, 0.010},
        new double[] {1.6657666537E-01, 5.1653291286E-03, 1.2150007096E-02},
        5.1304802941E+02,
        """
        0.5 92.9  1 57.1  1.75 31.05  3.75 11.5875  5.75 8.025  0.875 63.6  2.25 21.4  3.25 14.25
        5.25 8.475  0.75 63.8  1.75 26.8  2.75 16.4625  4.75 7.125  0.625 67.3  1.25 41.0
        2.25 21.15  4.25 8.175  0.5 81.5  3 13.12  0.75 59.9  3 14.62  1.5 32.9  6 5.44  3 12.56
        6 5.44  1.5 32.0  3 13.95  0.5 75.8  2 20.0  4 10.42  0.75 59.5  2 21.67  5 8.55  0.75 62.0
        2.25 20.2  3.75 7.76  5.75 3.75  3 11.81  0.75 54.7  2.5 23.7  4 11.55  0.75 61.3  2.5 17.7
        4 8.74  0.75 59.2  2.5 16.3  4 8.62  0.5 81.0  6 4.87  3 14.62  0.5 81.7  2.75 17.17
        0.5 81.3  1.75 28.9
        """),
    DAN_WOOD(
        (x, b) -> b[0] * Math.pow(x, b[1]),
        new double[] {1, 5},
        new double[] {0.7, 4},
        new double[] {7.6886226176E-01, 3.8604055871E+00},
        4.3173084083E-03,
        "1.309 2.138  1.471 3.421  1.490 3.597  1.565 4.340  1.611 4.882  1.680 5.660"),
    RAT42(
        (x, b) -> b[0] / (1 + Math.exp(b[1] - b[2] * x)),
        new double[] {100, 1, 0.1},
        new double[] {75, 2.5, 0.07},
        new double[] {7.2462237576E+01, 2.6180768402E+00, 6.7359200066E-02},
        8.0565229338E+00,
        "9 8.93  14 10.80  21 18.59  28 22.33  42 39.35  57 56.11  63 61.73  70 64.62  79 67.08");

    private final Curve curve;
    private final double[] farStart;
    private final double[] nearStart;
    private final double[] parameters;
    private final double squares;
    private final double[] x;
    private final double[] y;

    Certified(
        Curve curve,
        double[] farStart,
        double[] nearStart,
        double[] parameters,
        double squares,
        String xy) {
      this.curve = curve;
      this.farStart = farStart;
      this.nearStart = nearStart;
      this.parameters = parameters;
      this.squares = squares;
      String[] numbers = xy.strip().split("\\s+");
      this.x = new double[numbers.length / 2];
      this.y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = Double.parseDouble(numbers[2 * i]);
        y[i] = Double.parseDouble(numbers[2 * i + 1]);
      }
    }

    private void check(Fit fit) {
      assertThat(fit.squares()).isCloseTo(squares, SIX_DIGITS);
      for (int i = 0; i < parameters.length; i++) {
        assertThat(fit.parameters().get(i)).as("b%d", i + 1).isCloseTo(parameters[i], SIX_DIGITS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Certified.class)
  @DisplayName("agrees with the values certified by NIST to six digits, from both starts")
  void agreesWithCertifiedValues(Certified certified) {
    LeastSquares problem = new LeastSquares(certified.curve, certified.x, certified.y);

    certified.check(fit(problem, certified.nearStart));
    certified.check(fit(problem, certified.farStart));
  }

  private static Fit fit(LeastSquares problem, double... start) {
    double[] unbounded = new double[start.length];
    Arrays.fill(unbounded, Double.NEGATIVE_INFINITY);
    return problem.fit(start, unbounded);
  }

  @Test
  void staysOnTheBoundWhenTheOptimumLiesBeyondIt() {
    // y = 3 - x; the best line with a slope >= 0 is the mean, 1.5
    double[] x = {0, 1, 2, 3};
    double[] y = {3, 2, 1, 0};

    Fit fit =
        new LeastSquares((at, p) -> p[0] + p[1] * at, x, y)
            .fit(new double[] {1, 1}, new double[] {Double.NEGATIVE_INFINITY, 0});

    assertThat(fit.parameters().get(0)).isCloseTo(1.5, within(1e-9));
    assertThat(fit.parameters().get(1)).isZero();
    assertThat(fit.squares()).isCloseTo(5.0, within(1e-9));
  }

  @Test
  void refusesFewerMeasurementsThanParameters() {
    LeastSquares problem =
        new LeastSquares((x, p) -> p[0] + p[1] * x, new double[] {1, 2}, new double[] {1, 2});

    assertThatIllegalArgumentException().isThrownBy(() -> fit(problem, 0, 0));
  }
}
