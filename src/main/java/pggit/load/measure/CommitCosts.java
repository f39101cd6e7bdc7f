package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a commit costs the server: what the server spent between the first and the last sample,
 * divided by the commits acknowledged meanwhile. Everything counts that the server did, also for
 * others: connections, DDL, vacuum, checkpoints.
 */
public final class CommitCosts {

  /** Fewer commits say nothing: the server's own work would be divided among them. */
  private static final long FEWEST_COMMITS = 20;

  /** Fewer stretches of time give no interval. */
  private static final int FEWEST_STRETCHES = 10;

  /** 97.5 % quantile of the standard normal distribution. */
  private static final double Z_95 = 1.959964;

  /** Name of the WAL that a commit costs. */
  public static final String WAL = "WAL per commit";

  /** Name of the buffers that it touches. */
  public static final String BUFFERS = "buffers touched per commit";

  private CommitCosts() {}

  /**
   * The costs that the samples tell of, in the order of time; unknown where a column is missing or
   * there were too few commits.
   */
  public static List<Estimate> of(List<ServerSample> samples) {
    return List.of(
        cost(WAL, "bytes", samples, ServerColumn.WAL_BYTES),
        cost(BUFFERS, "buffers", samples, ServerColumn.BUFFERS_HIT, ServerColumn.BUFFERS_READ),
        cost("server CPU per commit", "us", samples, ServerColumn.SERVER_CPU_MICROS));
  }

  private static Estimate cost(
      String name, String unit, List<ServerSample> samples, ServerColumn... summands) {
    Direction direction = Direction.LOWER_IS_BETTER;
    List<long[]> points = new ArrayList<>(); // commits, spent
    for (ServerSample sample : samples) {
      OptionalLong commits = sample.number(ServerColumn.ACKNOWLEDGED);
      OptionalLong spent = sum(sample, summands);
      if (commits.isPresent() && spent.isPresent()) {
        points.add(new long[] {commits.getAsLong(), spent.getAsLong()});
      }
    }
    if (points.size() < 2) {
      return Estimate.unknown(name, unit, direction);
    }
    long[] first = points.get(0);
    long[] last = points.get(points.size() - 1);
    long commits = last[0] - first[0];
    if (commits < FEWEST_COMMITS) {
      return Estimate.unknown(name, unit, direction, Math.max(0, commits));
    }
    double ratio = (last[1] - first[1]) / (double) commits;
    if (points.size() <= FEWEST_STRETCHES) {
      return Estimate.of(name, unit, direction, ratio, commits);
    }
    double half = Z_95 * standardError(points, ratio);
    return Estimate.of(name, unit, direction, ratio, ratio - half, ratio + half, commits);
  }

  private static OptionalLong sum(ServerSample sample, ServerColumn... summands) {
    long sum = 0;
    for (ServerColumn summand : summands) {
      OptionalLong number = sample.number(summand);
      if (number.isEmpty()) {
        return number;
      }
      sum += number.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  /**
   * Of the ratio of two sums over stretches of time, linearised: the spread of what a stretch spent
   * beyond {@code ratio} for each of its commits (Cochran, Sampling Techniques, 6.3).
   */
  private static double standardError(List<long[]> points, double ratio) {
    int n = points.size() - 1;
    double squares = 0;
    for (int i = 1; i <= n; i++) {
      double commits = points.get(i)[0] - points.get(i - 1)[0];
      double spent = points.get(i)[1] - points.get(i - 1)[1];
      double residual = spent - ratio * commits;
      squares += residual * residual;
    }
    double total = points.get(n)[0] - points.get(0)[0];
    return Math.sqrt(squares * n / (n - 1.0)) / total;
  }
}
