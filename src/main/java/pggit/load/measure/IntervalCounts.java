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

  /** Is shown values and how often each occurred. */
  public interface Reader {
    /**
     * @param nanos upper end of what a counter stands for
     */
    void read(long nanos, long count);
  }

  private IntervalCounts() {}

  /**
   * @param base64 the histogram of a log's line
   * @throws IllegalArgumentException if it is none, or one of other range or precision
   */
  static void decode(String base64, Reader reader) {
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
      read(in.position(HEADER), (nanos, count) -> {}); // nothing is shown of a broken one
      read(in.position(HEADER), reader);
    } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
    }
  }

  private static void read(ByteBuffer in, Reader reader) {
    for (int index = 0; in.hasRemaining(); ) {
      long count = zigZag(in);
      if (count > 0) {
        reader.read(highest(index), count);
      }
      index += count < 0 ? (int) -count : 1; // below 0: so many counters that are 0
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
}
