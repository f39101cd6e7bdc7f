package pggit.load.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simpleflatmapper.lightningcsv.CsvParser;

/** The rows of a CSV file that begin with a time, as {@link GrowingFile} writes them. */
final class CsvRows extends Items<CsvRows.Row> {

  /**
   * @param columns of the file, without {@code time}
   * @param cells one for each column
   */
  record Row(List<String> columns, Instant time, List<String> cells) {}

  private final Iterator<String[]> rows;
  private final List<String> columns;

  /** Whether the last row was written to its end. */
  private final boolean whole;

  /**
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  CsvRows(Path file) throws IOException {
    super(file);
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(Math.max(0, bytes.length() - 1));
      whole = bytes.read() == '\n';
    }
    rows = CsvParser.iterator(in());
    columns = rows.hasNext() ? tail(rows.next()) : List.of();
  }

  @Override
  @Nullable Row read() {
    if (!rows.hasNext()) {
      return null;
    }
    String[] cells = rows.next();
    if (cells.length != columns.size() + 1 || !(whole || rows.hasNext())) {
      throw new IllegalArgumentException("no row: " + Arrays.toString(cells));
    }
    try {
      return new Row(columns, Instant.parse(cells[0]), tail(cells));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time: " + cells[0], e);
    }
  }

  private static List<String> tail(String[] cells) {
    return List.of(cells).subList(1, cells.length);
  }
}
