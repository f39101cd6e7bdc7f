package pggit.load.measure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.InflaterInputStream;

/**
 * The values of one interval of a latency log and how often each occurred, in ascending order. A
 * second of load has a few dozen different values while a full histogram from 1 µs to 1 h has
 * 25,000 counters: HdrHistogram's own reader takes six times as long for hours of load.
 *
 * <p>Decodes HdrHistogram's V2 encoding with range and precision of {@link Buckets}, no other.
 */
public final class IntervalCounts {
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;
  private static final int COOKIE = 0x1c849303 | 0x10;

  /** Cookie and length before what is compressed. */
  private static final int PREFIX = 8;

  private static final int HEADER = 40;

  /** Values below 2^9 ns share the first counter, since 1 µs is the smallest of interest. */
  private static final int UNIT_MAGNITUDE = 9;

  /** 3 digits need 2048 counters, the upper half of which is kept for each power of two. */
  private static final int HALF_MAGNITUDE = 10;

  private static final int HALF = 1 << HALF_MAGNITUDE;

  private final long[] values;
  private final long[] counts;
  private int size;
  private long total;
  private double sumNanos;

  private IntervalCounts(ByteBuffer counters) {
    values = new long[counters.remaining()]; // a counter takes a byte at least
    counts = new long[counters.remaining()];
    int index = 0;
    while (counters.hasRemaining()) {
      long count = zigZag(counters);
      if (count < 0) {
        index += (int) -count; // a run of counters that are 0
      } else {
        add(highest(index), count);
        index++;
      }
    }
  }

  private void add(long nanos, long count) {
    if (count > 0) {
      values[size] = nanos;
      counts[size] = count;
      size++;
      total += count;
      sumNanos += (double) nanos * count;
    }
  }

  /**
   * @param base64 the histogram of a log's line
   * @throws IllegalArgumentException if it is none, or one of other range or precision
   */
  static IntervalCounts decode(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    try (var inflated =
        new InflaterInputStream(
            new ByteArrayInputStream(bytes, PREFIX, Math.max(0, bytes.length - PREFIX)))) {
      int cookie = ByteBuffer.wrap(bytes).getInt();
      ByteBuffer in = ByteBuffer.wrap(inflated.readAllBytes());
      boolean ours =
          cookie == COMPRESSED_COOKIE
              && in.getInt() == COOKIE
              && in.getInt() >= 0 // length of what follows the header
              && in.getInt() == 0 // offset of the first counter
              && in.getInt() == Buckets.DIGITS
              && in.getLong() == Buckets.LOWEST_NANOS;
      if (!ours) {
        throw new IllegalArgumentException("a histogram of another kind");
      }
      return new IntervalCounts(in.position(HEADER).slice());
    } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
    }
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
    return sumNanos;
  }
}
