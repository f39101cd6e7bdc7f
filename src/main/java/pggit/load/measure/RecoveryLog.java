package pggit.load.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What users saw of each fault: {@code recovery.csv}, columns {@code
 * time,fault,lasted_millis,gap_millis,first_millis,all_millis,failures}, the last as {@code
 * 08006=12 57P01=3}. What never came is an empty cell. Any thread may add.
 */
public final class RecoveryLog implements AutoCloseable {
  /** Name of the file in the run's directory. */
  public static final String NAME = "recovery.csv";

  private static final List<String> COLUMNS =
      List.of("fault", "lasted_millis", "gap_millis", "first_millis", "all_millis", "failures");

  private final GrowingFile file;

  /**
   * @throws UncheckedIOException if {@code recovery.csv} cannot be created in the directory
   */
  public RecoveryLog(Path directory) {
    file = GrowingFile.csv(directory.resolve(NAME), String.join(",", COLUMNS));
  }

  public void add(Aftermath after) {
    file.row(
        after.began(),
        List.of(
            after.fault(),
            after.lasted().toMillis(),
            after.gap().toMillis(),
            cell(after.first()),
            cell(after.all()),
            after.failures().entrySet().stream()
                .map(failure -> failure.getKey() + "=" + failure.getValue())
                .collect(Collectors.joining(" "))));
  }

  private static String cell(Optional<Duration> time) {
    return time.map(it -> Long.toString(it.toMillis())).orElse("");
  }

  /**
   * Rows of a run's file in its order, without those that are broken; none if there is no file.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<Aftermath> read(Path directory) {
    var read = new ArrayList<Aftermath>();
    var file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return read;
    }
    try (var rows = new CsvRows(file)) {
      while (rows.hasNext()) {
        try {
          read.add(of(rows.next()));
        } catch (IllegalArgumentException e) {
          rows.skip();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return read;
  }

  private static Aftermath of(CsvRows.Row row) {
    if (!row.columns().equals(COLUMNS)) {
      throw new IllegalArgumentException("other columns: " + row.columns());
    }
    var cells = row.cells();
    Map<String, Long> failures = new TreeMap<>();
    for (String failure : cells.get(5).split(" ", -1)) {
      int sign = failure.lastIndexOf('=');
      if (sign > 0) {
        failures.put(failure.substring(0, sign), Long.valueOf(failure.substring(sign + 1)));
      } else if (!cells.get(5).isEmpty()) {
        throw new IllegalArgumentException("no count: " + failure);
      }
    }
    return new Aftermath(
        row.time(),
        cells.get(0),
        millis(cells.get(1)).orElseThrow(NumberFormatException::new),
        millis(cells.get(2)).orElseThrow(NumberFormatException::new),
        millis(cells.get(3)),
        millis(cells.get(4)),
        failures);
  }

  private static Optional<Duration> millis(String cell) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(cell)));
  }

  /** May come twice. */
  @Override
  public void close() {
    file.close();
  }
}
