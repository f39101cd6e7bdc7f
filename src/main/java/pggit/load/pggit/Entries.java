package pggit.load.pggit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Columns of the ledger, 24 bytes an entry: two 64-bit hashes, the link of the ID index, and two
 * 16-bit fields. They grow by chunks, so that nothing is copied and at most one chunk is empty.
 *
 * <p>An entry is filled by the thread that made it before its number is told to anyone; afterwards
 * only its state changes (by compare-and-set), and its link (under the lock of the index).
 */
final class Entries {

  static final int OPEN = 0;
  static final int ACKNOWLEDGED = 1;
  static final int FAILED = 2;
  static final int IN_DOUBT = 3;

  /** Largest length, in bytes, and largest branch number that fit into their fields. */
  static final int MAX_LENGTH = 0xFFFE;

  static final int MAX_BRANCH = 0x3FFE;

  private static final int BITS = 16;
  private static final int MASK = (1 << BITS) - 1;
  private static final VarHandle SHORTS = MethodHandles.arrayElementVarHandle(short[].class);

  private static final class Chunk {
    private final long[] idHash = new long[MASK + 1];
    private final long[] messageHash = new long[MASK + 1];
    private final int[] link = new int[MASK + 1];
    private final char[] length = new char[MASK + 1];
    private final short[] branchAndState = new short[MASK + 1];
  }

  private volatile Chunk[] chunks = new Chunk[0];

  /** Fills a new entry. A length or branch above its maximum is kept as "too large". */
  void fill(int entry, long messageHash, int length, int branch) {
    Chunk chunk = chunkFor(entry);
    int i = entry & MASK;
    chunk.messageHash[i] = messageHash;
    chunk.length[i] = (char) Math.min(length, MAX_LENGTH + 1);
    SHORTS.setRelease(
        chunk.branchAndState, i, (short) ((Math.min(branch, MAX_BRANCH + 1) << 2) | OPEN));
  }

  /** Gives an open entry its state; false if it had one already. */
  boolean close(int entry, int state) {
    short[] fields = chunk(entry).branchAndState;
    int i = entry & MASK;
    short before = (short) SHORTS.getAcquire(fields, i);
    return (before & 3) == OPEN
        && SHORTS.compareAndSet(fields, i, before, (short) ((before & ~3) | state));
  }

  int state(int entry) {
    return (short) SHORTS.getAcquire(chunk(entry).branchAndState, entry & MASK) & 3;
  }

  /** The branch's number, {@link #MAX_BRANCH} + 1 if too large. */
  int branch(int entry) {
    short fields = (short) SHORTS.getAcquire(chunk(entry).branchAndState, entry & MASK);
    return (fields & 0xFFFF) >>> 2;
  }

  /** Bytes of the message, {@link #MAX_LENGTH} + 1 if too large. */
  int length(int entry) {
    return chunk(entry).length[entry & MASK];
  }

  long messageHash(int entry) {
    return chunk(entry).messageHash[entry & MASK];
  }

  /** 0 while no ID is known. */
  long idHash(int entry) {
    return chunk(entry).idHash[entry & MASK];
  }

  void setIdHash(int entry, long hash) {
    chunk(entry).idHash[entry & MASK] = hash;
  }

  int link(int entry) {
    return chunk(entry).link[entry & MASK];
  }

  void setLink(int entry, int link) {
    chunk(entry).link[entry & MASK] = link;
  }

  private Chunk chunk(int entry) {
    return chunks[entry >>> BITS];
  }

  private Chunk chunkFor(int entry) {
    int wanted = entry >>> BITS;
    Chunk[] now = chunks;
    return wanted < now.length ? now[wanted] : grown(wanted);
  }

  private synchronized Chunk grown(int wanted) {
    Chunk[] now = chunks;
    if (wanted >= now.length) {
      Chunk[] more = Arrays.copyOf(now, wanted + 1);
      for (int i = now.length; i <= wanted; i++) {
        more[i] = new Chunk();
      }
      chunks = more; // volatile: publishes the new chunks with it
      now = more;
    }
    return now[wanted];
  }
}
