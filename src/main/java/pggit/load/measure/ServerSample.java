package pggit.load.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server and the load's own JVM at one moment.
 *
 * @param numbers by column; a column that could not be read is missing, never 0
 * @param waits active sessions by wait event, {@code LWLock:WALWrite}
 */
public record ServerSample(Map<ServerColumn, Long> numbers, Map<String, Long> waits) {

  /** Name of the file in a run's directory. */
  public static final String FILE = "server.csv";

  /** Columns of {@link #cells}. */
  public static final String COLUMNS = ServerColumn.header() + ",wait_events";

  public ServerSample {
    numbers = Collections.unmodifiableMap(new EnumMap<>(numbers));
    waits = Map.copyOf(waits);
  }

  public OptionalLong number(ServerColumn column) {
    @Nullable Long number = numbers.get(column);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Of a row of the file: an unknown number is an empty cell. */
  public List<Object> cells() {
    List<Object> cells = new ArrayList<>();
    for (ServerColumn column : ServerColumn.values()) {
      cells.add(numbers.containsKey(column) ? numbers.get(column) : "");
    }
    cells.add(
        waits.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(event -> event.getKey() + "=" + event.getValue())
            .collect(Collectors.joining(" ")));
    return cells;
  }
}
