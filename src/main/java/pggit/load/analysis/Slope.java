package pggit.load.analysis;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/**
 * How fast something creeps: Theil and Sen's slope, the median of the slopes of all pairs, so that
 * a checkpoint or a vacuum does not tilt it. Long series are first reduced to medians of up to 100
 * blocks; what correlation is left between blocks widens the interval.
 *
 * @param what crept: {@code "server memory"}
 * @param perSecond slope in units per second, with a 95 % interval
 * @param start fitted value at the beginning
 * @param seconds from the first measurement to the last
 * @see <a href="https://doi.org/10.1080/01621459.1968.10480934">Sen (1968)</a>
 * @see <a href="https://doi.org/10.1016/S0022-1694(97)00125-X">Hamed, Rao (1998), on correlated
 *     series</a>
 */
public record Slope(
    String what, String unit, Interval perSecond, double start, double seconds, long measurements) {
  private static final int MOST_BLOCKS = 100;
  private static final int LEAST_BLOCKS = 5;
  private static final double CONFIDENCE = 0.95;

  private static final double LEAST_SEEN = 1.0 / 24;

  /**
   * What has just begun settles: a size per commit grows until its tables were extended a while.
   */
  private static final double LEAST_SECONDS = 60;

  /** Whatever grows from nothing doubles at once, but no slope from nothing is no growth. */
  private static final double NOTHING = 1e-300;

  /**
   * With fewer than 5 measurements the interval is unbounded.
   *
   * @param seconds when each value was measured, strictly increasing, at least 2
   * @param values what was measured, same length
   * @throws IllegalArgumentException if the lengths differ, {@code seconds} does not increase or a
   *     value is not finite
   */
  public static Slope of(String what, String unit, double[] seconds, double[] values) {
    check(what, seconds, values);
    int blocks = Math.min(MOST_BLOCKS, seconds.length);
    double[] t = new double[blocks];
    double[] v = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      int from = (int) ((long) i * seconds.length / blocks);
      int to = (int) ((long) (i + 1) * seconds.length / blocks);
      t[i] = Interval.median(Arrays.copyOfRange(seconds, from, to));
      v[i] = Interval.median(Arrays.copyOfRange(values, from, to));
    }
    double[] slopes = pairwise(t, v);
    double slope = Interval.quantile(slopes, 0.5);
    double[] starts =
        IntStream.range(0, blocks).mapToDouble(i -> v[i] - slope * (t[i] - seconds[0])).toArray();
    return new Slope(
        what,
        unit,
        interval(slope, slopes, t, v),
        Interval.median(starts),
        seconds[seconds.length - 1] - seconds[0],
        seconds.length);
  }

  private static void check(String what, double[] seconds, double[] values) {
    boolean fits =
        seconds.length >= 2
            && seconds.length == values.length
            && DoubleStream.concat(Arrays.stream(seconds), Arrays.stream(values))
                .allMatch(Double::isFinite)
            && IntStream.range(1, seconds.length).allMatch(i -> seconds[i] > seconds[i - 1]);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected as many finite times as values, at least 2, and times must increase; were %d and %d"
              .formatted(what, seconds.length, values.length));
    }
  }

  private static double[] pairwise(double[] t, double[] v) {
    double[] slopes = new double[t.length * (t.length - 1) / 2];
    int next = 0;
    for (int i = 0; i < t.length; i++) {
      for (int j = 0; j < i; j++) {
        slopes[next++] = (v[i] - v[j]) / (t[i] - t[j]);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  /** The slopes whose rank Kendall's tau does not reject. */
  private static Interval interval(double slope, double[] slopes, double[] t, double[] v) {
    double n = t.length;
    double variance = n * (n - 1) * (2 * n + 5) / 18 * inflation(slope, t, v);
    double z = new NormalDistribution().inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double reach = z * Math.sqrt(variance);
    int low = (int) Math.floor((slopes.length - reach) / 2) - 1;
    int high = (int) Math.ceil((slopes.length + reach) / 2);
    if (t.length < LEAST_BLOCKS || low < 0 || high >= slopes.length) {
      return Interval.unbounded(slope);
    }
    return new Interval(slope, slopes[low], slopes[high]);
  }

  /** (1 + r) / (1 - r) for the correlation r of neighbouring residuals, if they resemble. */
  private static double inflation(double slope, double[] t, double[] v) {
    double[] residuals =
        IntStream.range(0, t.length).mapToDouble(i -> v[i] - slope * t[i]).toArray();
    double mean = StudentT.mean(residuals);
    double products = 0;
    double squares = 0;
    double before = 0;
    for (double residual : residuals) {
      squares += (residual - mean) * (residual - mean);
      products += (residual - mean) * before;
      before = residual - mean;
    }
    double correlation = squares == 0 ? 0 : Math.min(0.95, Math.max(0, products / squares));
    return (1 + correlation) / (1 - correlation);
  }

  /** Growth within a time, as a share of the value at the beginning. */
  Interval growthWithin(Duration time) {
    double shares = time.toNanos() / 1e9 / Math.max(Math.abs(start), NOTHING);
    return perSecond.times(shares);
  }

  /**
   * Pass if it surely does not double within {@code time}, fail if it surely does. What grew by
   * less than a twenty-fourth while it was watched, which is what doubling within a day comes to in
   * an hour, is not said to double: a start takes a little more of everything.
   *
   * @param time for example a day
   */
  public Verdict doesNotDouble(Duration time) {
    Interval growth = growthWithin(time);
    String name = "no creep of " + what;
    if (growth.high() < 1) {
      return Verdict.pass(name, sentence());
    }
    boolean doubles = growth.low() >= 1;
    double seen = growth.low() * seconds / (time.toNanos() / 1e9);
    return doubles && seen >= LEAST_SEEN && seconds >= LEAST_SECONDS
        ? Verdict.fail(name, sentence())
        : Verdict.undecided(
            name, sentence() + (doubles ? "; watched too short to speak of so long a time" : ""));
  }

  /** Per hour, since that is what people watch. */
  public Estimate estimate(Direction direction) {
    return perSecond.times(3600).estimate(what + " slope", unit + "/h", direction, measurements);
  }

  /** {@code server memory: +1.2 MiB [0.9, 1.5] per hour from 210 MiB, watched for 2 h; …}. */
  String sentence() {
    String follows =
        perSecond.low() > 0 && start > 0
            ? "; doubles in " + Plain.quantity(start / perSecond.value(), "s")
            : perSecond.holds(0) ? "; no slope shown" : "";
    return "%s: %s per hour from %s, watched for %s%s"
        .formatted(
            what,
            Plain.quantity(perSecond.times(3600), unit),
            Plain.quantity(start, unit),
            Plain.quantity(seconds, "s"),
            follows);
  }
}
