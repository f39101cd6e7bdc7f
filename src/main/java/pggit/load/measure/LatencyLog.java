package pggit.load.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Recorder.Part;

/**
 * The latencies of one or several {@code latency.hlog}, added up by operation, part and phase.
 * Histograms add up without loss, so the quantiles of several processes are those of all their
 * operations together. Not for several threads at once.
 *
 * @see <a href="http://hdrhistogram.org">HdrHistogram's log format, version 1.3</a>
 */
public final class LatencyLog {
  private static final String TAG = "Tag=";

  private final Tallies tallies = new Tallies();
  private int incompleteLines;

  private LatencyLog() {}

  /**
   * Reads {@code files}. The last line of a process that was killed may be incomplete: it is left
   * out and counted.
   *
   * @throws UncheckedIOException if one cannot be read
   * @throws IllegalArgumentException if one is not a latency log; the message names file and line
   */
  public static LatencyLog read(Path... files) {
    LatencyLog log = new LatencyLog();
    for (Path file : files) {
      try {
        log.add(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return log;
  }

  /** Times of {@code operation} over all phases; empty if there are none. */
  public Snapshot snapshot(String operation, Part part) {
    return tallies.snapshot(operation, part);
  }

  /** Times of {@code operation} in one phase; empty if there are none. */
  public Snapshot snapshot(String operation, Part part, String phase) {
    return tallies.snapshot(operation, part, phase);
  }

  /** Operations that have times, in the order of the log. */
  public List<String> operations() {
    return tallies.operations();
  }

  /** Phases that have times, in the order of the log. */
  public List<String> phases() {
    return tallies.phases();
  }

  /** How many files ended in the middle of a line. */
  public int incompleteLines() {
    return incompleteLines;
  }

  private void add(Path file) throws IOException {
    boolean complete = endsWithNewline(file);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      @Nullable String line = lines.readLine();
      while (line != null) {
        number++;
        @Nullable String next = lines.readLine();
        if (next == null && !complete) {
          incompleteLines++;
        } else if (!line.startsWith("#") && !line.startsWith("\"")) {
          addInterval(file, number, line);
        }
        line = next;
      }
    }
  }

  /** Adds a line {@code Tag=<tag>,<start>,<length>,<max>,<histogram>}. */
  private void addInterval(Path file, int number, String line) {
    String[] fields = line.split(",", -1);
    try {
      if (fields.length != 5 || !fields[0].startsWith(TAG)) {
        throw new IllegalArgumentException("expected Tag=..., start, length, maximum, histogram");
      }
      ByteBuffer histogram = ByteBuffer.wrap(Base64.getDecoder().decode(fields[4]));
      tallies.add(
          Series.ofTag(fields[0].substring(TAG.length())),
          Histogram.decodeFromCompressedByteBuffer(histogram, Buckets.HIGHEST_NANOS));
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | BufferUnderflowException
        | DataFormatException e) {
      throw new IllegalArgumentException(
          "%s line %d is not a line of a latency log: %s".formatted(file, number, e.getMessage()),
          e);
    }
  }

  private static boolean endsWithNewline(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() == 0
          || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
    }
  }
}
