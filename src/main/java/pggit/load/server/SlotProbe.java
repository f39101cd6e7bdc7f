package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries how many connections a login gets, and gives them all back. */
public final class SlotProbe {

  private static final long AGAIN_MILLIS = 5;

  private SlotProbe() {}

  /**
   * What a probe found.
   *
   * @param got connections that were open at once
   * @param refusal SQLSTATE of the last refusal, empty if there was none
   * @param took until the last connection was open
   */
  public record Entry(int got, String refusal, Duration took) {}

  /** Opens connections until one is refused or there are {@code most}. */
  public static Entry upTo(int most, Endpoint login) {
    return probe(most, login, Duration.ZERO);
  }

  /**
   * Opens connections until there are {@code most}; tries again after a refusal until the limit.
   */
  public static Entry within(Duration limit, int most, Endpoint login) {
    return probe(most, login, limit);
  }

  private static Entry probe(int most, Endpoint login, Duration patience) {
    List<Connection> open = new ArrayList<>();
    long start = System.nanoTime();
    var refusal = "";
    try {
      while (open.size() < most) {
        try {
          open.add(login.connect());
        } catch (SQLException e) {
          refusal = String.valueOf(e.getSQLState());
          if (System.nanoTime() - start >= patience.toNanos()) {
            break;
          }
          TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.forEach(SlotProbe::close);
    }
    return new Entry(open.size(), refusal, Duration.ofNanos(System.nanoTime() - start));
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is gone, which is what was wanted
    }
  }
}
