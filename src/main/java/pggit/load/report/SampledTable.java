package pggit.load.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of samples, its rows gathered by the steps of a {@link TimeAxis}: columns {@code time}
 * (ISO 8601) and perhaps one that names the thing, all others numbers. A cell that is empty or no
 * number is a gap; a row whose time cannot be read is left out.
 */
final class SampledTable {
  /** What is known of one column of one thing. */
  private static final class Column {
    final double[] sum;
    final double[] max;
    final double[] last;
    final int[] count;

    Column(int steps) {
      sum = new double[steps];
      max = filled(steps);
      last = filled(steps);
      count = new int[steps];
    }

    void add(int step, double value) {
      sum[step] += value;
      max[step] = count[step] == 0 ? value : Math.max(max[step], value);
      last[step] = value;
      count[step]++;
    }

    private static double[] filled(int steps) {
      double[] values = new double[steps];
      Arrays.fill(values, Double.NaN);
      return values;
    }
  }

  /** Prefix of the columns that a cell of counted names gives. */
  static final String PREFIX = "event ";

  /** The column of counted names. */
  private static final String COUNTED = "wait_events";

  /** How many rows fell into each step. */
  private static final String ROWS = "";

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final TimeAxis axis;
  private final List<String> header;
  private final Map<String, Map<String, Column>> things = new TreeMap<>();

  private final String thing;

  private SampledTable(TimeAxis axis, List<String> header, String thing) {
    this.axis = axis;
    this.header = header;
    this.thing = thing;
  }

  /**
   * Reads {@code file}.
   *
   * @param thing the column that says what a row is about
   * @throws UncheckedIOException if it cannot be read
   */
  static SampledTable read(Path file, TimeAxis axis, String thing) {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      @Nullable String first = lines.readLine();
      SampledTable table =
          new SampledTable(axis, first == null ? List.of() : CsvLine.cells(first), thing);
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        table.row(CsvLine.cells(line));
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void row(List<String> cells) {
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
    Map<String, Column> columns =
        things.computeIfAbsent(cell(cells, thing), name -> new LinkedHashMap<>());
    columns.computeIfAbsent(ROWS, name -> new Column(axis.steps())).add(step, 1);
    for (int i = 0; i < Math.min(cells.size(), header.size()); i++) {
      if (header.get(i).equals(COUNTED)) {
        counted(cells.get(i), step, columns);
        continue;
      }
      double value = number(cells.get(i));
      if (!Double.isNaN(value)) {
        columns.computeIfAbsent(header.get(i), name -> new Column(axis.steps())).add(step, value);
      }
    }
  }

  /** A cell such as {@code LWLock:WALWrite=3 IO:WalSync=1}: a column for each name in it. */
  private void counted(String cell, int step, Map<String, Column> columns) {
    for (String entry : cell.split(" ", -1)) {
      int sign = entry.lastIndexOf('=');
      double value = sign < 1 ? Double.NaN : number(entry.substring(sign + 1));
      if (!Double.isNaN(value)) {
        String name = PREFIX + entry.substring(0, sign);
        columns.computeIfAbsent(name, n -> new Column(axis.steps())).add(step, value);
      }
    }
  }

  private String cell(List<String> cells, String column) {
    int index = header.indexOf(column);
    return index < 0 || index >= cells.size() ? "" : cells.get(index);
  }

  private static double number(String cell) {
    try {
      return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
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

  /** Columns with numbers of one thing, in the order of the file. */
  List<String> columns(String name) {
    return List.copyOf(things.getOrDefault(name, Map.of()).keySet());
  }

  boolean has(String name, String column) {
    return things.getOrDefault(name, Map.of()).containsKey(column);
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  /** Mean of each step, NaN where there is no sample. */
  double[] mean(String name, String column) {
    Column found = column(name, column);
    double[] mean = new double[axis.steps()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = found.count[i] == 0 ? Double.NaN : found.sum[i] / found.count[i];
    }
    return bridged(mean);
  }

  /** Mean of each step of what a row names only if it is not 0; NaN where there is no row. */
  double[] meanOfNamed(String name, String column) {
    Column found = column(name, column);
    double[] rows = column(name, ROWS).sum;
    double[] mean = new double[axis.steps()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = rows[i] == 0 ? Double.NaN : found.sum[i] / rows[i];
    }
    return bridged(mean);
  }

  /** Largest sample of each step, NaN where there is none. */
  double[] max(String name, String column) {
    return bridged(column(name, column).max.clone());
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
  double[] sum(String name, String column) {
    return column(name, column).sum.clone();
  }

  /** Growth per second of a counter; NaN where it is not known. */
  double[] rate(String name, String column) {
    double[] last = column(name, column).last;
    double[] rate = new double[last.length];
    Arrays.fill(rate, Double.NaN);
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
  double[] growth(String name, String column) {
    double[] rate = rate(name, column);
    return Arrays.stream(rate).map(r -> r * axis.stepSeconds()).toArray();
  }

  private Column column(String name, String column) {
    @Nullable Column found = things.getOrDefault(name, Map.of()).get(column);
    return found == null ? new Column(axis.steps()) : found;
  }
}
