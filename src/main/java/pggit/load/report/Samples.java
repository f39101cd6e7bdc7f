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
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.simpleflatmapper.lightningcsv.CsvParser;

/**
 * The rows of a CSV file about one thing, gathered by column and by the steps of a {@link
 * TimeAxis}. The file has a column {@code time} (ISO 8601) and one that names the thing, all others
 * are numbers. A cell that is empty or no number is a gap; a row whose time cannot be read is left
 * out.
 */
final class Samples {
  /** Prefix of the columns that a cell of counted names gives. */
  static final String PREFIX = "event ";

  /** The column of counted names. */
  private static final String COUNTED = "wait_events";

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Statistics of each step, and its last value; NaN where there is none. */
  private record Column(List<DoubleSummaryStatistics> steps, double[] last) {
    static Column ofSteps(int steps) {
      return new Column(
          Stream.generate(DoubleSummaryStatistics::new).limit(steps).toList(),
          TimeAxis.gaps(steps));
    }
  }

  private final TimeAxis axis;
  private final int[] rows;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private Samples(TimeAxis axis) {
    this.axis = axis;
    rows = new int[axis.steps()];
  }

  /**
   * Reads {@code file}.
   *
   * @param thing the column that says what a row is about
   * @return by name of the thing, in alphabetical order with numbers by their size
   * @throws UncheckedIOException if it cannot be read
   */
  static SortedMap<String, Samples> read(Path file, TimeAxis axis, String thing) {
    Map<String, Samples> things = new HashMap<>();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Iterator<String[]> rows = CsvParser.iterator(reader);
      List<String> header = rows.hasNext() ? List.of(rows.next()) : List.of();
      int time = header.indexOf("time");
      int name = header.indexOf(thing);
      while (rows.hasNext()) {
        String[] cells = rows.next();
        if (Math.min(time, name) >= 0 && cells.length > Math.max(time, name)) {
          step(axis, cells[time])
              .ifPresent(
                  step ->
                      things
                          .computeIfAbsent(cells[name], unseen -> new Samples(axis))
                          .row(header, cells, step));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    SortedMap<String, Samples> sorted =
        new TreeMap<>(
            Comparator.comparing(Samples::padded).thenComparing(Comparator.naturalOrder()));
    sorted.putAll(things);
    return sorted;
  }

  private static String padded(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(
            number -> "0".repeat(Math.max(0, 12 - number.group().length())) + number.group());
  }

  private static OptionalInt step(TimeAxis axis, String time) {
    try {
      long millis = Instant.parse(time).toEpochMilli();
      return axis.holds(millis) ? OptionalInt.of(axis.step(millis)) : OptionalInt.empty();
    } catch (DateTimeException e) {
      return OptionalInt.empty();
    }
  }

  private void row(List<String> header, String[] cells, int step) {
    rows[step]++;
    for (int i = 0; i < Math.min(cells.length, header.size()); i++) {
      if (header.get(i).equals(COUNTED)) {
        // such as LWLock:WALWrite=3 IO:WalSync=1: a column for each name in it
        for (String entry : cells[i].split(" ", -1)) {
          int sign = entry.lastIndexOf('=');
          if (sign > 0) {
            add(PREFIX + entry.substring(0, sign), step, entry.substring(sign + 1));
          }
        }
      } else {
        add(header.get(i), step, cells[i]);
      }
    }
  }

  /** A cell that is no number is left out. */
  private void add(String name, int step, String cell) {
    double value;
    try {
      value = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return;
    }
    if (!Double.isNaN(value)) {
      Column column = columns.computeIfAbsent(name, n -> Column.ofSteps(axis.steps()));
      column.steps.get(step).accept(value);
      column.last[step] = value;
    }
  }

  TimeAxis axis() {
    return axis;
  }

  /** Columns with numbers, in the order of the file. */
  List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Mean of each step, NaN where there is no sample. */
  double[] mean(String column) {
    return bridged(each(column, DoubleSummaryStatistics::getAverage));
  }

  /** Mean of each step of what a row names only if it is not 0; NaN where there is no row. */
  double[] meanOfNamed(String column) {
    double[] mean = sum(column);
    Arrays.setAll(mean, i -> rows[i] == 0 ? Double.NaN : mean[i] / rows[i]);
    return bridged(mean);
  }

  /** Largest sample of each step, NaN where there is none. */
  double[] max(String column) {
    return bridged(each(column, DoubleSummaryStatistics::getMax));
  }

  private double[] each(String column, ToDoubleFunction<DoubleSummaryStatistics> figure) {
    return column(column).steps.stream()
        .mapToDouble(step -> step.getCount() == 0 ? Double.NaN : figure.applyAsDouble(step))
        .toArray();
  }

  /**
   * Holds each sample until the next one, where that is not much farther away than usual: a sampler
   * at the pace of the axis now and then misses a step, which is no gap in what is known.
   */
  private static double[] bridged(double[] values) {
    int[] known = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
    int[] apart =
        IntStream.range(1, known.length).map(i -> known[i] - known[i - 1]).sorted().toArray();
    int usual = apart.length == 0 ? 1 : apart[apart.length / 2];
    for (int k = 1; k < known.length; k++) {
      if (known[k] - known[k - 1] <= 3 * usual) {
        Arrays.fill(values, known[k - 1] + 1, known[k], values[known[k - 1]]);
      }
    }
    return values;
  }

  /** Sum of each step, 0 where there is no sample: for files that name only what happened. */
  double[] sum(String column) {
    return column(column).steps.stream().mapToDouble(DoubleSummaryStatistics::getSum).toArray();
  }

  /** Growth per second of a counter; NaN where it is not known. */
  double[] rate(String column) {
    double[] last = column(column).last;
    double[] rate = TimeAxis.gaps(last.length);
    int before = -1;
    for (int i = 0; i < last.length; i++) {
      if (Double.isNaN(last[i])) {
        continue;
      }
      if (before >= 0 && last[i] >= last[before]) { // a restarted server counts from 0 again
        double perSecond = (last[i] - last[before]) / ((i - before) * axis.stepSeconds());
        Arrays.fill(rate, before + 1, i + 1, perSecond);
      }
      before = i;
    }
    return rate;
  }

  /** Growth of a counter within each step: its last value less that of the step before. */
  double[] growth(String column) {
    return Arrays.stream(rate(column)).map(r -> r * axis.stepSeconds()).toArray();
  }

  private Column column(String name) {
    return columns.getOrDefault(name, Column.ofSteps(axis.steps()));
  }

  static double max(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
  }

  static double sum(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sum();
  }
}
