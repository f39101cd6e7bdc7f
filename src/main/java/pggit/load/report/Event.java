package pggit.load.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    List<Event> events = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (@Nullable String line = lines.readLine();
          line != null && events.size() < MOST;
          line = lines.readLine()) {
        List<String> cells = CsvLine.cells(line);
        if (cells.size() >= 3 && !cells.get(0).equals("time")) {
          add(cells, axis, events);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return List.copyOf(events);
  }

  private static void add(List<String> cells, TimeAxis axis, List<Event> events) {
    try {
      long millis = Instant.parse(cells.get(0)).toEpochMilli();
      events.add(new Event(axis.seconds(millis), cells.get(1), cells.get(2)));
    } catch (DateTimeException e) {
      // a line cut short by the end of the process
    }
  }
}
