package pggit.load.server;

import java.util.Objects;

/**
 * A small disk for part of a server: a tmpfs that nothing else on the machine sees.
 *
 * @param part what lies on it
 * @param bytes its size; memory is taken only for what is written
 */
public record DiskLimit(Part part, long bytes) {

  private static final long MIB = 1 << 20;

  /** What lies on the small disk. */
  public enum Part {
    /** A tablespace, for the databases that are to lie on it. */
    DATA(16 * MIB),
    /** {@code pg_wal}, in segments of 1 MB. */
    WAL(12 * MIB),
    /** The whole data directory, with WAL in segments of 1 MB. */
    EVERYTHING(48 * MIB);

    private final long leastBytes;

    Part(long leastBytes) {
      this.leastBytes = leastBytes;
    }

    /** Below this not even an empty database fits. */
    public long leastBytes() {
      return leastBytes;
    }

    /** Whether the write-ahead log lies on the small disk and has to be kept small itself. */
    boolean holdsWal() {
      return this != DATA;
    }
  }

  public DiskLimit {
    Objects.requireNonNull(part, "part");
    if (bytes < part.leastBytes) {
      throw new IllegalArgumentException(
          "a disk for %s must have at least %d bytes, was %d"
              .formatted(part, part.leastBytes, bytes));
    }
  }
}
