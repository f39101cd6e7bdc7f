package pggit.load.pggit;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Entries by the hash of their message: chains, 6 to 8 bytes an entry, made for an audit when it
 * meets the first row whose ID it does not know. An entry is handed out once, except the last one
 * with its message, so that a row too many is seen.
 */
final class MessageIndex {

  /** How many entries with the same message are looked at to find the preferred one. */
  private static final int LOOKED_AT = 1000;

  private final Entries entries;
  private final int[] heads; // entry + 1, as are the links; 0 ends a chain
  private final int[] links;

  /**
   * Over the entries 0 to {@code count} - 1.
   *
   * @param rank 0 to {@code ranks} - 1 for an entry; the lowest is handed out first
   */
  MessageIndex(Entries entries, int count, int ranks, IntUnaryOperator rank) {
    this.entries = entries;
    this.heads = new int[Math.max(16, Integer.highestOneBit(Math.max(1, count)))];
    this.links = new int[count];
    for (int r = ranks - 1; r >= 0; r--) {
      for (int entry = count - 1; entry >= 0; entry--) {
        if (rank.applyAsInt(entry) == r) {
          int slot = slot(entries.messageHash(entry));
          links[entry] = heads[slot];
          heads[slot] = entry + 1;
        }
      }
    }
  }

  /** An entry with this message, a preferred one if possible; -1 if there is none. */
  int take(long messageHash, IntPredicate preferred) {
    int slot = slot(messageHash);
    int chosen = -1;
    int beforeChosen = 0;
    boolean best = false;
    int met = 0;
    int before = 0;
    for (int at = heads[slot]; at != 0 && met < LOOKED_AT; before = at, at = links[at - 1]) {
      if (entries.messageHash(at - 1) != messageHash) {
        continue;
      }
      met++;
      if (chosen < 0 || (!best && preferred.test(at - 1))) {
        best = preferred.test(at - 1);
        chosen = at - 1;
        beforeChosen = before;
      }
      if (best && met > 1) { // two are enough to know that it may be unlinked
        break;
      }
    }
    if (met > 1) {
      unlink(slot, chosen, beforeChosen);
    }
    return chosen;
  }

  private void unlink(int slot, int entry, int before) {
    if (before == 0) {
      heads[slot] = links[entry];
    } else {
      links[before - 1] = links[entry];
    }
  }

  private int slot(long messageHash) {
    return (int) (messageHash ^ (messageHash >>> 32)) & (heads.length - 1);
  }
}
