package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.analysis.Slope;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.ProcessTree;
import pggit.load.measure.Recorder;
import pggit.load.measure.Ticker;
import pggit.load.measure.Verdict;
import pggit.load.server.SetupException;
import pggit.load.verdict.InjectorLimit;

/**
 * What may creep under a constant load, looked up at even intervals: mean response time, dead rows,
 * bytes stored per commit, connections, and the memory of an embedded server's processes. One
 * thread of its own; the readers come after the load.
 */
public final class CreepSampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CreepSampler.class);
  private static final int LOOKS = 200;

  /** A tenth goes by before the first look, while sessions fill their caches. */
  private static final int WARM_UP_SHARE = 10;

  private static final Duration LEAST_PERIOD = Duration.ofMillis(250);

  /** Of what is counted in something else than itself. */
  private static final Map<String, String> UNITS =
      Map.of(
          "latency", "ms",
          "dead rows", "rows",
          "database size per commit", "bytes",
          "server memory", "bytes");

  private static final String SQL =
      """
      SELECT (SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables),
             (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
             pg_database_size(current_database())
      """;

  private final Connection connection;
  private final Recorder recorder;
  private final LongSupplier commits;
  private final OptionalLong postmaster;

  /** Of each thing seconds and value of each look. */
  private final Map<String, List<double[]>> seen = new LinkedHashMap<>();

  private Optional<Ticker> ticker = Optional.empty();
  private long begunNanos;
  private long countBefore;
  private double sumBefore;
  private long firstCount;
  private double firstBytes;

  private CreepSampler(Target target, Recorder recorder, LongSupplier commits) throws SQLException {
    this.recorder = recorder;
    this.commits = commits;
    postmaster = target.postmaster();
    connection = target.database().connect();
  }

  /**
   * Connects, as the harness; looks at nothing yet.
   *
   * @param recorder of response times
   * @param commits that anybody has made up to now
   */
  static CreepSampler open(Target target, Recorder recorder, LongSupplier commits) {
    try {
      return new CreepSampler(target, recorder, commits);
    } catch (SQLException e) {
      throw new SetupException("cannot watch the server: " + e.getMessage(), e);
    }
  }

  /**
   * Begins to look; a second call is ignored.
   *
   * @param operation whose response times are watched
   * @param duration of the load, which 200 looks are spread over
   */
  public synchronized void start(String operation, Duration duration) {
    if (ticker.isPresent()) {
      return;
    }
    begunNanos = System.nanoTime();
    var period = Duration.ofNanos(Math.max(LEAST_PERIOD.toNanos(), duration.toNanos() / LOOKS));
    double warmUp = Math.max(period.toNanos(), duration.toNanos() / WARM_UP_SHARE) / 1e9;
    ticker =
        Optional.of(
            Ticker.start("pggit-creep", period, "looks for creep", () -> look(operation, warmUp)));
  }

  /**
   * Nothing may surely double within {@code time}.
   *
   * @param excuse why it may not be pgGit's fault if the response times do
   */
  public List<Verdict> verdicts(Duration time, Optional<String> excuse) {
    ticker.ifPresent(Ticker::close);
    var verdicts = slopes().map(slope -> judged(slope, time, excuse)).toList();
    return verdicts.isEmpty()
        ? List.of(Verdict.undecided("no creep", "watched too short"))
        : verdicts;
  }

  private static Verdict judged(Slope slope, Duration time, Optional<String> excuse) {
    var verdict = slope.doesNotDouble(time);
    return slope.what().equals("latency") ? InjectorLimit.excused(verdict, excuse) : verdict;
  }

  /** The slopes per hour. */
  public List<Estimate> estimates() {
    return slopes().map(slope -> slope.estimate(Direction.LOWER_IS_BETTER)).toList();
  }

  @Override
  public void close() throws SQLException {
    ticker.ifPresent(Ticker::close);
    connection.close();
  }

  private synchronized Stream<Slope> slopes() {
    return seen.entrySet().stream()
        .filter(entry -> entry.getValue().size() >= 2)
        .map(
            entry ->
                Slope.of(
                    entry.getKey(),
                    UNITS.getOrDefault(entry.getKey(), entry.getKey()),
                    entry.getValue().stream().mapToDouble(look -> look[0]).toArray(),
                    entry.getValue().stream().mapToDouble(look -> look[1]).toArray()))
        .toList()
        .stream();
  }

  private synchronized void look(String operation, double warmUpSeconds) {
    double now = (System.nanoTime() - begunNanos) / 1e9;
    var responses = recorder.snapshot(operation, Part.RESPONSE);
    long count = responses.count();
    if (now < warmUpSeconds || count <= countBefore) {
      return;
    }
    double sum = responses.meanNanos() * count;
    add("latency", now, (sum - sumBefore) / (count - countBefore) / 1e6);
    countBefore = count;
    sumBefore = sum;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(SQL)) {
      row.next();
      add("dead rows", now, row.getDouble(1));
      add("connections", now, row.getDouble(2));
      // The history itself grows with every commit, as it should: its share per commit must not.
      double bytes = row.getDouble(3);
      long made = commits.getAsLong();
      if (firstCount == 0) {
        firstCount = made;
        firstBytes = bytes;
      } else if (made > firstCount) {
        add("database size per commit", now, (bytes - firstBytes) / (made - firstCount));
      }
    } catch (SQLException e) { // a busy server: one look less
      LOG.debug("could not look at the server", e);
    }
    postmaster.stream()
        .mapToObj(ProcessTree::look)
        .flatMap(Optional::stream)
        .forEach(use -> add("server memory", now, use.ownBytes()));
  }

  private void add(String what, double second, double value) {
    seen.computeIfAbsent(what, w -> new ArrayList<>()).add(new double[] {second, value});
  }
}
