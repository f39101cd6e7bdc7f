package pggit.load.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  /**
   * Reads {@code file} in its order.
   *
   * @param reader may throw what {@link Line#forEach} throws: such a line counts as broken
   * @throws UncheckedIOException if the file cannot be read
   */
  public static LatencyLog read(Path file, Consumer<Line> reader) {
    Map<String, Series> series = new HashMap<>();
    OptionalLong started = OptionalLong.empty();
    int broken = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          if (line.startsWith(STARTED)) {
            started = OptionalLong.of(millis(line.substring(STARTED.length()).split(" ", 2)[0]));
          } else if (!line.startsWith("#") && !line.startsWith("\"") && !line.isBlank()) {
            reader.accept(line(line, series));
          }
        } catch (IllegalArgumentException e) {
          broken++;
        }
      }
      return new LatencyLog(started, broken);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Line line(String line, Map<String, Series> series) {
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

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }
}
