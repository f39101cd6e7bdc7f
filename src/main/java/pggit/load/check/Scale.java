package pggit.load.check;

import java.time.Duration;
import java.util.Objects;

/**
 * How much the checks do.
 *
 * @param series commits in a row of one session, each looked at; at least 100
 * @param history commits that growth is measured over; at least 500
 * @param sessions connections that commit at once; at least 2
 * @param tables tables that growth is measured over; at least 40
 * @param largestMessage bytes of the largest message; at least 1000
 * @param patience longest time of one statement
 * @param limit longest time of one property
 */
public record Scale(
    int series,
    int history,
    int sessions,
    int tables,
    int largestMessage,
    Duration patience,
    Duration limit) {

  public Scale {
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(limit, "limit");
    least("series", series, 100);
    least("history", history, 500);
    least("sessions", sessions, 2);
    least("tables", tables, 40);
    least("largestMessage", largestMessage, 1000);
  }

  private static void least(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ", was " + value);
    }
  }
}
