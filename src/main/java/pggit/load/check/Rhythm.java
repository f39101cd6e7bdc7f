package pggit.load.check;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What happens with every n-th commit: at each of the places where it is due, whatever else happens
 * in between.
 *
 * @param step from one time to the next
 * @param first the first time, counted from 1; not after {@code step}
 */
record Rhythm(int step, int first) {

  /**
   * The shortest rhythm in which something happened.
   *
   * @param numbers when it happened, counted from 1
   * @param length how many commits there were
   * @param times how often it has to have been due, at least 2
   */
  static Optional<Rhythm> of(List<Integer> numbers, int length, int times) {
    var happened = new TreeSet<>(numbers);
    for (int step = 2; step <= length / times; step++) {
      // One that counts what is there already begins at 0, and comes to its number one later.
      for (int first : happened.headSet(step + 1, true)) {
        var rhythm = new Rhythm(step, first);
        if (rhythm.due(length) >= times && rhythm.isKept(happened, length)) {
          return Optional.of(rhythm);
        }
      }
    }
    return Optional.empty();
  }

  /** How often it is due within so many commits. */
  int due(int length) {
    return length < first ? 0 : (length - first) / step + 1;
  }

  private boolean isKept(TreeSet<Integer> happened, int length) {
    for (int number = first; number <= length; number += step) {
      if (!happened.contains(number)) {
        return false;
      }
    }
    return true;
  }
}
