package pggit.load.verdict;

import java.util.List;
import java.util.Optional;

/**
 * How many connections of the server a load may have.
 *
 * @param admitted that the server admits to the virtual users, those of others not counted
 * @param most users at once that there may be
 * @param confirmation what to say before the load may use up the server's connections; empty if it
 *     may
 */
public record Admission(int admitted, int most, Optional<String> confirmation) {

  /** Numbers of users at once as they can be had. */
  public List<Integer> levels(List<Integer> wanted) {
    return wanted.stream().map(this::level).distinct().toList();
  }

  /** The same for one number. */
  public int level(int wanted) {
    return Math.min(wanted, most);
  }
}
