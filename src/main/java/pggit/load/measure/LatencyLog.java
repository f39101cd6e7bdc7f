package pggit.load.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a {@code latency.hlog} as a whole; {@link #read} shows its intervals one by
 * one and keeps none, so that a run of hours takes no more memory than one of minutes.
 *
 * @param startedMillis when it was begun, since the epoch; a comment at its top says so
 * @param broken lines that are no intervals, as the last one of a process that was killed
 * @see <a href="http://hdrhistogram.org">HdrHistogram's log format, version 1.3</a>
 */
public record LatencyLog(OptionalLong startedMillis, int broken) {
  private static final String STARTED = "#[StartTime: ";
  private static final String TAG = "Tag=";

  /**
   * A line {@code Tag=<tag>,<start>,<length>,<max>,<histogram>}, times in seconds.
   *
   * @param startMillis since the epoch
   * @param endMillis since the epoch
   * @param histogram as it stands in the file
   */
  public record Line(Series of, long startMillis, long endMillis, String histogram) {

    /**
     * Shows what was counted, in ascending order of the values.
     *
     * @throws IllegalArgumentException if the histogram is none
     */
    public void forEach(IntervalCounts.Reader reader) {
      IntervalCounts.decode(histogram, reader);
    }
  }

  /** Its intervals. */
  static final class Lines extends Items<Line> {
    private final Map<String, Series> series = new HashMap<>();
    private OptionalLong startedMillis = OptionalLong.empty();

    /**
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    Lines(Path file) {
      super(file);
    }

    @Override
    @Nullable Line read() throws IOException {
      @Nullable String line = in().readLine();
      while (line != null && (line.startsWith("#") || line.startsWith("\"") || line.isBlank())) {
        if (line.startsWith(STARTED)) {
          startedMillis =
              OptionalLong.of(millis(line.substring(STARTED.length()).split(" ", 2)[0]));
        }
        line = in().readLine();
      }
      return line == null ? null : interval(line);
    }

    /** Known once the first interval was read. */
    OptionalLong startedMillis() {
      return startedMillis;
    }

    private Line interval(String line) {
      String[] fields = line.split(",", -1);
      if (fields.length != 5 || !line.startsWith(TAG)) {
        throw new IllegalArgumentException("no interval: " + line);
      }
      long start = millis(fields[1]);
      return new Line(
          series.computeIfAbsent(fields[0].substring(TAG.length()), Series::ofTag),
          start,
          start + millis(fields[2]),
          fields[4]);
    }
  }

  /**
   * Reads {@code file} in its order.
   *
   * @param reader may throw what {@link Line#forEach} throws: such a line counts as broken
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static LatencyLog read(Path file, Consumer<Line> reader) {
    try (var lines = new Lines(file)) {
      while (lines.hasNext()) {
        try {
          reader.accept(lines.next());
        } catch (IllegalArgumentException e) {
          lines.skip();
        }
      }
      return new LatencyLog(lines.startedMillis, lines.broken());
    }
  }

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }
}
