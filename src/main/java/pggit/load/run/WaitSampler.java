package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Ticker;
import pggit.load.measure.Verdict;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/**
 * What the users' backends wait for, looked up many times a second: how often each wait event was
 * found with a statement under way, by phase. One thread of its own; {@link #phase} and the readers
 * may come from any.
 */
public final class WaitSampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WaitSampler.class);
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** With fewer sightings a share says nothing. */
  private static final long LEAST_SIGHTINGS = 50;

  /** What fewer of the users at work wait for explains nothing of what becomes of all. */
  private static final double LEAST_SHARE = 0.25;

  private static final int SHOWN = 4;
  private static final String WORKING = "working";

  /** Locks that users hold until their transaction ends; an extension of a file is none of them. */
  private static final Set<String> LOCKS =
      Set.of(
          "Lock:transactionid",
          "Lock:tuple",
          "Lock:advisory",
          "Lock:relation",
          "Lock:virtualxid",
          "Lock:object",
          "Lock:page",
          "Lock:spectoken");

  private static final String SQL =
      """
      SELECT coalesce(wait_event_type || ':' || wait_event, '%s'), count(*)
        FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend' AND state = 'active'
       GROUP BY 1
      """
          .formatted(WORKING);

  private final Map<String, Map<String, Long>> sightings = new TreeMap<>();
  private final Connection connection;
  private final Ticker ticker;
  private volatile String phase = "";

  private WaitSampler(Connection connection) {
    this.connection = connection;
    ticker = Ticker.start("pggit-waits", PERIOD, "looks at waits", this::sample);
  }

  /**
   * Begins to look.
   *
   * @param database as the harness, who sees what others wait for
   */
  public static WaitSampler start(Endpoint database) {
    try {
      return new WaitSampler(database.connect());
    } catch (SQLException e) {
      throw new SetupException("cannot watch what the users wait for: " + e.getMessage(), e);
    }
  }

  /** What is seen from now on belongs to this phase; nothing is kept while the name is empty. */
  public void phase(String name) {
    phase = name;
  }

  /** Sightings of each wait event, {@code "Lock:tuple"}, and of those who waited for none. */
  private synchronized Map<String, Long> sightings(String ofPhase) {
    return Map.copyOf(sightings.getOrDefault(ofPhase, Map.of()));
  }

  /**
   * Pass if few of the users at work were found waiting for somebody else's lock.
   *
   * @param percent largest share of them
   */
  public Verdict notBlocked(String name, String ofPhase, double percent) {
    return notBlocked(name, sightings(ofPhase), percent);
  }

  /** What users were found at or waiting for in a phase, most often first. */
  public String words(String ofPhase) {
    return words(sightings(ofPhase));
  }

  /** What those who waited in a phase were found at most often, if that explains anything. */
  public Optional<String> most(String ofPhase) {
    return most(sightings(ofPhase), event -> !event.equals(WORKING));
  }

  /** Empty where users were seen at work a few times only, or seldom at any of these. */
  static Optional<String> most(Map<String, Long> seen, Predicate<String> wanted) {
    long all = sum(seen);
    return seen.entrySet().stream()
        .filter(e -> wanted.test(e.getKey()))
        .max(Map.Entry.comparingByValue())
        .filter(e -> all >= LEAST_SIGHTINGS && e.getValue() >= LEAST_SHARE * all)
        .map(Map.Entry::getKey);
  }

  static String words(Map<String, Long> seen) {
    long all = sum(seen);
    var most =
        seen.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(SHOWN)
            .map(e -> "%s %.0f %%".formatted(e.getKey(), 100.0 * e.getValue() / all))
            .toList();
    return all == 0
        ? "nobody was seen at work"
        : "users seen at work %,d times: %s".formatted(all, String.join(", ", most));
  }

  private static long sum(Map<String, Long> seen) {
    return seen.values().stream().mapToLong(Long::longValue).sum();
  }

  static Verdict notBlocked(String name, Map<String, Long> seen, double percent) {
    long all = sum(seen);
    long blocked =
        seen.entrySet().stream()
            .filter(e -> LOCKS.contains(e.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (all < LEAST_SIGHTINGS) {
      return Verdict.undecided(
          name, "users were seen at work %,d times, it takes %,d".formatted(all, LEAST_SIGHTINGS));
    }
    double share = 100.0 * blocked / all;
    var verdict =
        Verdict.of(
            share <= percent,
            name,
            "%.1f %% of the users at work wait for another's lock, limit %.0f %%; %s"
                .formatted(share, percent, words(seen)));
    return most(seen, LOCKS::contains).map(verdict::waiting).orElse(verdict);
  }

  /** All sightings as figures. */
  public synchronized List<Estimate> estimates() {
    var estimates = new ArrayList<Estimate>();
    sightings.forEach(
        (inPhase, events) -> {
          long all = sum(events);
          events.forEach(
              (event, count) ->
                  estimates.add(
                      Estimate.of(
                          "share of %s, %s".formatted(event, inPhase),
                          "%",
                          Direction.NEITHER,
                          100.0 * count / all,
                          all)));
        });
    return estimates;
  }

  @Override
  public void close() throws SQLException {
    ticker.close();
    connection.close();
  }

  private void sample() {
    var now = phase;
    if (now.isEmpty()) {
      return;
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SQL)) {
      while (rows.next()) {
        var event = rows.getString(1);
        long count = rows.getLong(2);
        synchronized (this) {
          sightings.computeIfAbsent(now, p -> new TreeMap<>()).merge(event, count, Long::sum);
        }
      }
    } catch (SQLException e) { // at the end of the run, or a busy server: one look less
      LOG.debug("could not look at the waits", e);
    }
  }
}
