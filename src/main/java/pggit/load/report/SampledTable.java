package pggit.load.report;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.simpleflatmapper.lightningcsv.CsvParser;

/**
 * A CSV file of samples, its rows gathered by the steps of a {@link TimeAxis}: columns {@code time}
 * (ISO 8601) and perhaps one that names the thing, all others numbers. A cell that is empty or no
 * number is a gap; a row whose time cannot be read is left out.
 */
final class SampledTable {
  /** Prefix of the columns that a cell of counted names gives. */
  static final String PREFIX = "event ";

  /** The column of counted names. */
  private static final String COUNTED = "wait_events";

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final TimeAxis axis;
  private final List<String> header;
  private final Map<String, Samples> things = new TreeMap<>();

  private SampledTable(TimeAxis axis, List<String> header) {
    this.axis = axis;
    this.header = header;
  }

  /**
   * Reads {@code file}.
   *
   * @param thing the column that says what a row is about
   * @throws UncheckedIOException if it cannot be read
   */
  static SampledTable read(Path file, TimeAxis axis, String thing) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Iterator<String[]> rows = CsvParser.iterator(reader);
      SampledTable table =
          new SampledTable(axis, rows.hasNext() ? List.of(rows.next()) : List.of());
      while (rows.hasNext()) {
        table.row(rows.next(), thing);
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void row(String[] cells, String thing) {
    long millis;
    try {
      millis = Instant.parse(cell(cells, "time")).toEpochMilli();
    } catch (DateTimeException e) {
      return;
    }
    if (!axis.holds(millis)) {
      return;
    }
    int step = axis.step(millis);
    Samples samples = things.computeIfAbsent(cell(cells, thing), name -> new Samples(axis));
    samples.row(step);
    for (int i = 0; i < Math.min(cells.length, header.size()); i++) {
      if (header.get(i).equals(COUNTED)) {
        // such as LWLock:WALWrite=3 IO:WalSync=1: a column for each name in it
        for (String entry : cells[i].split(" ", -1)) {
          int sign = entry.lastIndexOf('=');
          if (sign > 0) {
            samples.add(PREFIX + entry.substring(0, sign), step, entry.substring(sign + 1));
          }
        }
      } else {
        samples.add(header.get(i), step, cells[i]);
      }
    }
  }

  private String cell(String[] cells, String column) {
    int index = header.indexOf(column);
    return index < 0 || index >= cells.length ? "" : cells[index];
  }

  TimeAxis axis() {
    return axis;
  }

  /**
   * Names of the things sampled, in alphabetical order with numbers by their size; one empty name
   * if the file has none.
   */
  List<String> names() {
    return things.keySet().stream().sorted(Comparator.comparing(SampledTable::padded)).toList();
  }

  private static String padded(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(
            number -> "0".repeat(Math.max(0, 12 - number.group().length())) + number.group());
  }

  /** What is known of one thing. */
  Samples of(String name) {
    return things.getOrDefault(name, new Samples(axis));
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  static double max(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
  }

  static double sum(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sum();
  }
}
