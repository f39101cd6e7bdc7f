package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.analysis.Slope;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.ProcessMemory;
import pggit.load.server.SetupException;

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
  private static final String LATENCY = "latency";
  private static final String MEMORY = "server memory";
  private static final String BYTES = "database size per commit";

  private static final String SQL =
      """
      SELECT (SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables),
             (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
             pg_database_size(current_database())
      """;

  /** Values of one thing with the times they were seen at. */
  private static final class Series {
    private final String unit;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    Series(String unit) {
      this.unit = unit;
    }

    void add(double second, double value) {
      seconds.add(second);
      values.add(value);
    }

    Slope slope(String what) {
      return Slope.of(
          what,
          unit,
          seconds.stream().mapToDouble(Double::doubleValue).toArray(),
          values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private final Connection connection;
  private final Recorder recorder;
  private final OptionalLong postmaster;
  private final Map<String, Series> series = new LinkedHashMap<>();
  private final ScheduledExecutorService thread;
  private boolean started;
  private long begunNanos;
  private long countBefore;
  private double sumBefore;
  private long firstCount;
  private double firstBytes;

  private CreepSampler(Connection connection, Recorder recorder, OptionalLong postmaster) {
    this.connection = connection;
    this.recorder = recorder;
    this.postmaster = postmaster;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var sampler = new Thread(task, "pggit-creep");
              sampler.setDaemon(true);
              return sampler;
            });
  }

  /** Connects, as the harness; looks at nothing yet. */
  public static CreepSampler open(Target target, Recorder recorder) {
    var postmaster =
        target.server() instanceof EmbeddedServer embedded
            ? OptionalLong.of(embedded.postmasterPid())
            : OptionalLong.empty();
    try {
      return new CreepSampler(target.database().connect(), recorder, postmaster);
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
    if (started) {
      return;
    }
    started = true;
    begunNanos = System.nanoTime();
    long period = Math.max(LEAST_PERIOD.toNanos(), duration.toNanos() / LOOKS);
    long warmUp = Math.max(period, duration.toNanos() / WARM_UP_SHARE);
    var unused =
        thread.scheduleAtFixedRate(() -> look(operation), warmUp, period, TimeUnit.NANOSECONDS);
  }

  /** Nothing may surely double within {@code time}. */
  public synchronized List<Verdict> verdicts(Duration time) {
    thread.shutdownNow();
    var verdicts = new ArrayList<Verdict>();
    slopes().forEach(slope -> verdicts.add(slope.doesNotDouble(time)));
    if (verdicts.isEmpty()) {
      verdicts.add(Verdict.undecided("no creep", "watched too short"));
    }
    return verdicts;
  }

  /** The slopes per hour. */
  public synchronized List<Estimate> estimates() {
    return slopes().stream().map(s -> s.estimate(Direction.LOWER_IS_BETTER)).toList();
  }

  @Override
  public void close() throws SQLException {
    thread.shutdownNow();
    connection.close();
  }

  private List<Slope> slopes() {
    var slopes = new ArrayList<Slope>();
    series.forEach(
        (what, values) -> {
          if (values.seconds.size() >= 2) {
            slopes.add(values.slope(what));
          }
        });
    return slopes;
  }

  private synchronized void look(String operation) {
    double now = (System.nanoTime() - begunNanos) / 1e9;
    var responses = recorder.snapshot(operation, Part.RESPONSE);
    long count = responses.count();
    if (count <= countBefore) {
      return;
    }
    double sum = responses.meanNanos() * count;
    add(LATENCY, "ms", now, (sum - sumBefore) / (count - countBefore) / 1e6);
    countBefore = count;
    sumBefore = sum;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(SQL)) {
      row.next();
      add("dead rows", "rows", now, row.getDouble(1));
      add("connections", "connections", now, row.getDouble(2));
      // The history itself grows with every commit, as it should: its share per commit must not.
      double bytes = row.getDouble(3);
      if (firstCount == 0) {
        firstCount = count;
        firstBytes = bytes;
      } else {
        add(BYTES, "bytes", now, (bytes - firstBytes) / (count - firstCount));
      }
    } catch (SQLException e) { // a busy server: one look less
      LOG.debug("could not look at the server", e);
    }
    postmaster.ifPresent(pid -> memory(pid).ifPresent(bytes -> add(MEMORY, "bytes", now, bytes)));
  }

  /** Of all processes of a server, without the memory they share; empty where nobody tells. */
  private static OptionalDouble memory(long postmaster) {
    double own = 0;
    try {
      own += ProcessMemory.of(postmaster).ownBytes();
    } catch (IllegalStateException e) {
      return OptionalDouble.empty();
    }
    var children = ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::children).toList();
    for (var child : children) {
      try {
        own += ProcessMemory.of(child.pid()).ownBytes();
      } catch (IllegalStateException e) {
        LOG.trace("it has just ended", e);
      }
    }
    return OptionalDouble.of(own);
  }

  private void add(String what, String unit, double second, double value) {
    series.computeIfAbsent(what, w -> new Series(unit)).add(second, value);
  }
}
