package pggit.load.verdict;

import java.util.List;

/**
 * HikariCP's report of a connection that is out for too long.
 *
 * @param nanos {@link System#nanoTime} when it was told
 * @param connection the driver's name of the connection
 * @param place the stack of the caller who took it, one frame each, without the pool's own frames
 */
public record LeakReport(long nanos, String connection, List<String> place) {
  public LeakReport {
    place = List.copyOf(place);
  }
}
