package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.pggit.Backends;
import pggit.load.server.Endpoint;

/** Looks for sessions of the load that should have ended. */
public final class ScratchLeftovers {

  private static final String NAME = "no connection left behind";
  private static final long LOOK_MILLIS = 20;

  private ScratchLeftovers() {}

  /**
   * No session of these applications is on the server any more. A session ends a moment after its
   * client has gone, so this looks until none is left or the limit is over.
   */
  public static Verdict verdict(
      Endpoint harness, Collection<String> applicationNames, Duration limit) {
    long start = System.nanoTime();
    try (var connection = harness.connect()) {
      while (true) {
        var left = sessions(connection, applicationNames);
        long waited = System.nanoTime() - start;
        if (left.isEmpty() || waited > limit.toNanos()) {
          return verdict(left, applicationNames.size(), waited).of(Whose.POOL);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (SQLException e) {
      return Verdict.undecided(NAME, "pg_stat_activity could not be read: " + e.getMessage())
          .of(Whose.SERVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.undecided(NAME, "interrupted while looking");
    }
  }

  /**
   * Waits until these backends have ended or the limit is over.
   *
   * @return how many are left; all of them if the server does not tell
   */
  static int awaitEnd(
      Endpoint harness, Collection<Integer> backends, String applicationName, Duration limit) {
    long start = System.nanoTime();
    try (var connection = harness.connect()) {
      while (true) {
        int alive = Backends.alive(connection, backends, applicationName);
        if (alive == 0 || System.nanoTime() - start > limit.toNanos()) {
          return alive;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (SQLException e) {
      return backends.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return backends.size();
    }
  }

  private static Map<String, Backends> sessions(
      Connection connection, Collection<String> applicationNames) throws SQLException {
    var left = new TreeMap<String, Backends>();
    for (var name : applicationNames) {
      var backends = Backends.of(connection, name);
      if (backends.total() > 0) {
        left.put(name, backends);
      }
    }
    return left;
  }

  static Verdict verdict(Map<String, Backends> left, int applications, long waitedNanos) {
    var after = "%.0f ms after the last one was closed".formatted(waitedNanos / 1e6);
    if (left.isEmpty()) {
      return Verdict.pass(
          NAME,
          "pg_stat_activity has no session of %d application names, %s"
              .formatted(applications, after));
    }
    var text = new StringBuilder();
    left.forEach(
        (name, backends) ->
            text.append(
                "%s%d of \"%s\" (%d active, %d idle, %d idle in transaction)"
                    .formatted(
                        text.isEmpty() ? "" : ", ",
                        backends.total(),
                        name,
                        backends.active(),
                        backends.idle(),
                        backends.idleInTransaction())));
    return Verdict.fail(NAME, "sessions left in pg_stat_activity: " + text + ", " + after);
  }
}
