package pggit.load.measure;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The values of one interval of a latency log and how often each occurred, in ascending order. A
 * second of load has a few dozen different values while a full histogram from 1 µs to 1 h has
 * 25,000 counters; reading hours of load has to cost as much as the former.
 *
 * <p>Decodes HdrHistogram's V2 encoding with the resolution of this project; any other goes through
 * HdrHistogram itself. Reused for the next interval; not for several threads.
 */
public final class IntervalCounts {
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;
  private static final int COOKIE = 0x1c849303 | 0x10;
  private static final int HEADER = 40;

  /** Values below 2^9 ns share the first counter, since 1 µs is the smallest of interest. */
  private static final int UNIT_MAGNITUDE = 9;

  /** 3 digits need 2048 counters, the upper half of which is kept for each power of two. */
  private static final int HALF_MAGNITUDE = 10;

  private static final int HALF = 1 << HALF_MAGNITUDE;

  private final Inflater inflater = new Inflater();
  private byte[] bytes = new byte[4096];
  private long[] values = new long[64];
  private long[] counts = new long[64];
  private int size;
  private long total;

  IntervalCounts() {}

  /** Number of different values. */
  public int size() {
    return size;
  }

  /** The {@code i}-th value in nanoseconds, the upper end of what its counter stands for. */
  public long nanos(int i) {
    return values[i];
  }

  /** How often the {@code i}-th value occurred. */
  public long count(int i) {
    return counts[i];
  }

  /** How many values were recorded. */
  public long total() {
    return total;
  }

  /** The sum of all values in nanoseconds. */
  public double sumNanos() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += (double) values[i] * counts[i];
    }
    return sum;
  }

  /**
   * Takes in the histogram of a log's line.
   *
   * @throws IllegalArgumentException if it is not one
   */
  void decode(String base64) {
    size = 0;
    total = 0;
    ByteBuffer compressed = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    try {
      if (compressed.getInt() != COMPRESSED_COOKIE || !decodeOwn(inflate(compressed))) {
        decodeForeign(compressed);
      }
    } catch (DataFormatException | BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
    }
  }

  private ByteBuffer inflate(ByteBuffer compressed) throws DataFormatException {
    int length = compressed.getInt();
    inflater.reset();
    inflater.setInput(compressed.array(), compressed.arrayOffset() + compressed.position(), length);
    int filled = 0;
    int got = inflater.inflate(bytes);
    while (got > 0) {
      filled += got;
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * filled);
      }
      got = inflater.inflate(bytes, filled, bytes.length - filled);
    }
    return ByteBuffer.wrap(bytes, 0, filled);
  }

  private boolean decodeOwn(ByteBuffer in) {
    boolean ours =
        in.getInt() == COOKIE
            && in.getInt() >= 0 // length of what follows the header
            && in.getInt() == 0 // offset of the first counter
            && in.getInt() == Buckets.DIGITS
            && in.getLong() == Buckets.LOWEST_NANOS;
    if (!ours) {
      return false;
    }
    in.position(HEADER);
    int index = 0;
    while (in.hasRemaining()) {
      long count = zigZag(in);
      if (count < 0) {
        index += (int) -count; // a run of counters that are 0
      } else {
        if (count > 0) {
          add(highest(index), count);
        }
        index++;
      }
    }
    return true;
  }

  /** Highest value that the counter of an index stands for. */
  private static long highest(int index) {
    int bucket = (index >> HALF_MAGNITUDE) - 1;
    long within = (long) (index & (HALF - 1)) + (bucket < 0 ? 0 : HALF);
    int shift = Math.max(bucket, 0) + UNIT_MAGNITUDE;
    return Math.min(((within + 1) << shift) - 1, Buckets.HIGHEST_NANOS);
  }

  /** 7 bits a byte, lowest first, at most nine bytes; the lowest bit of the number is its sign. */
  private static long zigZag(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = in.get();
      if (shift == 56) {
        number |= (long) next << shift;
        break;
      }
      number |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    return (number >>> 1) ^ -(number & 1);
  }

  private void decodeForeign(ByteBuffer compressed) throws DataFormatException {
    compressed.rewind();
    Histogram histogram =
        Histogram.decodeFromCompressedByteBuffer(compressed, Buckets.HIGHEST_NANOS);
    for (HistogramIterationValue value : histogram.recordedValues()) {
      add(
          Math.min(value.getValueIteratedTo(), Buckets.HIGHEST_NANOS),
          value.getCountAtValueIteratedTo());
    }
  }

  private void add(long nanos, long count) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    values[size] = nanos;
    counts[size] = count;
    size++;
    total += count;
  }
}
