package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What is recorded between two reads. Any number of writers fill it; once the recorder has taken it
 * out of use, it belongs to the reader.
 *
 * @param phase the phase that it is all about
 * @param startedMillis when it began, since the epoch
 * @param cells by index of the operation
 */
record RecordedInterval(Phase phase, long startedMillis, List<Cells> cells) {

  /**
   * Empty cells for {@code operations} operations: {@code used} ones again, and new ones where
   * those do not reach.
   */
  static List<Cells> cells(int operations, List<Cells> used) {
    List<Cells> cells = new ArrayList<>(used);
    cells.forEach(Cells::clear);
    while (cells.size() < operations) {
      cells.add(Cells.empty());
    }
    return cells;
  }
}
