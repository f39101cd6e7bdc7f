package pggit.load.report;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.simpleflatmapper.lightningcsv.CsvParser;

/**
 * Something that happened to the run: a line of {@code events.csv}, columns {@code time,kind,text}.
 *
 * @param at seconds on the time axis
 * @param kind {@code fault}, {@code repair} or {@code note}
 * @param text what happened, in a few words
 */
record Event(double at, String kind, String text) {
  /** Beyond this a chart would be nothing but markers. */
  private static final int MOST = 200;

  static List<Event> read(Path file, TimeAxis axis) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return CsvParser.stream(reader)
          .skip(1)
          .filter(cells -> cells.length >= 3)
          .flatMap(cells -> of(cells, axis))
          .limit(MOST)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Stream<Event> of(String[] cells, TimeAxis axis) {
    try {
      long millis = Instant.parse(cells[0]).toEpochMilli();
      return Stream.of(new Event(axis.seconds(millis), cells[1], cells[2]));
    } catch (DateTimeException e) { // a line cut short by the end of the process
      return Stream.empty();
    }
  }
}
