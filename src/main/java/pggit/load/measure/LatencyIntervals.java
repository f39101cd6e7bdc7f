package pggit.load.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Recorder.Part;

/**
 * One {@code latency.hlog} interval by interval, in the order of time. Unlike {@link LatencyLog} it
 * keeps nothing: what a reader wants to remember of a run of hours is the reader's choice. Lines
 * that are no intervals, as the last one of a process that was killed, are counted and left out.
 */
public final class LatencyIntervals {
  /** Takes the intervals. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param startMillis since the epoch
     * @param endMillis since the epoch
     * @param counts valid until the visitor returns
     */
    void interval(
        String operation,
        Part part,
        String phase,
        long startMillis,
        long endMillis,
        IntervalCounts counts);
  }

  private static final String TAG = "Tag=";

  private final Map<String, Series> series = new HashMap<>();
  private final IntervalCounts counts = new IntervalCounts();
  private final Visitor visitor;
  private int broken;

  private LatencyIntervals(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Shows each interval of {@code file} to {@code visitor}.
   *
   * @return how many lines could not be read
   * @throws UncheckedIOException if the file cannot be read
   */
  public static int visit(Path file, Visitor visitor) {
    LatencyIntervals reading = new LatencyIntervals(visitor);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TAG)) {
          reading.line(line);
        } else if (!line.startsWith("#") && !line.startsWith("\"") && !line.isBlank()) {
          reading.broken++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return reading.broken;
  }

  /** A line {@code Tag=<tag>,<start>,<length>,<max>,<histogram>}, times in seconds. */
  private void line(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 5) {
      broken++;
      return;
    }
    Series of;
    long startMillis;
    long lengthMillis;
    try {
      of = series.computeIfAbsent(fields[0].substring(TAG.length()), Series::ofTag);
      startMillis = Math.round(Double.parseDouble(fields[1]) * 1000);
      lengthMillis = Math.round(Double.parseDouble(fields[2]) * 1000);
      counts.decode(fields[4]);
    } catch (IllegalArgumentException e) {
      broken++;
      return;
    }
    visitor.interval(
        of.operation(), of.part(), of.phase(), startMillis, startMillis + lengthMillis, counts);
  }
}
