package pggit.load.pggit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The entries of a ledger by a hash of theirs, 8 bytes an entry. For one thread. */
final class HashIndex {

  static final int NONE = -1;

  private static final long ENTRY = 0x7FFF_FFFFL;

  /** The upper half of the hash, then entry + 1; entries with the same upper half are a range. */
  private final long[] sorted;

  private final IntToLongFunction hashOf;

  /** How many at the beginning of a range have been handed out. */
  private final Map<Long, Integer> handedOut = new HashMap<>();

  private boolean handedOutLast;

  /**
   * Over the entries 0 to {@code count} - 1.
   *
   * @param hashOf 0 for an entry that has none
   */
  HashIndex(int count, IntToLongFunction hashOf) {
    this.hashOf = hashOf;
    this.sorted =
        IntStream.range(0, count)
            .mapToLong(entry -> (hashOf.applyAsLong(entry) & ~ENTRY) | (entry + 1L))
            .toArray();
    Arrays.sort(sorted);
  }

  /** Any entry with this hash, handed out or not, else {@link #NONE}. */
  int any(long hash) {
    return any(hash, entry -> true);
  }

  /** Any entry with this hash that is wanted, handed out or not, else {@link #NONE}. */
  int any(long hash, IntPredicate wanted) {
    for (int at = start(hash); isWithin(at, hash); at++) {
      if (hashOf.applyAsLong(entry(at)) == hash && wanted.test(entry(at))) {
        return entry(at);
      }
    }
    return NONE;
  }

  /**
   * The entry with this hash that ranks lowest, else {@link #NONE}. Each is handed out once, but
   * for the last one of its hash, so that a row too many is seen.
   *
   * @param rank 0 for one that needs no further search
   * @param most how many with the same hash are looked at
   */
  int take(long hash, int most, IntUnaryOperator rank) {
    int first = start(hash) + handedOut.getOrDefault(hash & ~ENTRY, 0);
    int chosen = NONE;
    int lowest = Integer.MAX_VALUE;
    int met = 0;
    for (int at = first; isWithin(at, hash) && met < most && (met < 2 || lowest > 0); at++) {
      if (hashOf.applyAsLong(entry(at)) == hash) {
        met++;
        int ranked = lowest > 0 ? rank.applyAsInt(entry(at)) : lowest;
        if (ranked < lowest) {
          lowest = ranked;
          chosen = at;
        }
      }
    }
    handedOutLast = met > 1;
    if (met == 0) {
      return NONE;
    }
    int entry = entry(chosen);
    if (met > 1) {
      long moved = sorted[chosen];
      sorted[chosen] = sorted[first];
      sorted[first] = moved;
      handedOut.merge(hash & ~ENTRY, 1, Integer::sum);
    }
    return entry;
  }

  /** For who does not want what the latest {@link #take} gave him for this hash. */
  void giveBack(long hash) {
    if (handedOutLast) {
      handedOut.merge(hash & ~ENTRY, -1, Integer::sum);
    }
  }

  /** For each entry whose hash an earlier one has, too: with that one and itself. */
  void repeated(BiConsumer<Integer, Integer> action) {
    for (int at = 1; at < sorted.length; at++) {
      long hash = hashOf.applyAsLong(entry(at));
      for (int before = at - 1; hash != 0 && before >= 0 && isWithin(before, hash); before--) {
        if (hashOf.applyAsLong(entry(before)) == hash) {
          action.accept(entry(before), entry(at));
          break;
        }
      }
    }
  }

  private int start(long hash) {
    return -Arrays.binarySearch(sorted, hash & ~ENTRY) - 1; // no entry is 0, so it is never found
  }

  private boolean isWithin(int at, long hash) {
    return at < sorted.length && ((sorted[at] ^ hash) & ~ENTRY) == 0;
  }

  private int entry(int at) {
    return (int) (sorted[at] & ENTRY) - 1;
  }
}
