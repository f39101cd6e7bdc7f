package pggit.load.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One of the injectors that made a load together.
 *
 * @param index which one, from 0
 * @param host where it ran; empty if it never came
 * @param state {@link #DONE}, or why its files are not part of the result
 * @param clockOffset how far the server's clock is ahead of its own
 * @param clockError how wrong that may be
 * @param silence the longest time for which it gave no heartbeat
 * @param lag how late 99 of 100 requests began at the most, for reasons of its own or not
 * @param attempted commits
 * @param acknowledged commits
 * @param starts when it began what all began together, by the server's clock
 */
public record Lane(
    int index,
    String host,
    String state,
    Duration clockOffset,
    Duration clockError,
    Duration silence,
    Duration lag,
    long attempted,
    long acknowledged,
    List<Start> starts) {

  public static final String DONE = "done";

  /** It never came, so there is nothing of it. */
  public static final String ABSENT = "absent";

  /** Its files are not here, and nobody says why. */
  public static final String MISSING = "missing";

  /** Name of the file in the directory of the whole run. */
  private static final String FILE = "injectors.json";

  private static final int SCHEMA = 1;

  /** When a phase began here, and when it was to. */
  public record Start(String phase, Instant planned, Instant at) {}

  private record All(int schema, List<Lane> lanes) {}

  public Lane {
    starts = List.copyOf(starts);
  }

  /** One of which there is nothing but that it should have been there. */
  public static Lane without(int index, String host, String state) {
    return new Lane(
        index,
        host,
        state,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        List.of());
  }

  /** Whether its files are part of the result. */
  public boolean handedIn() {
    return state.equals(DONE);
  }

  /** How late it began the phase that it began latest. */
  public Duration latestStart() {
    return starts.stream()
        .map(start -> Duration.between(start.planned(), start.at()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Writes all lanes of a run into its directory. */
  public static void write(Path directory, List<Lane> lanes) {
    JsonFile.writeIndented(directory.resolve(FILE), new All(SCHEMA, List.copyOf(lanes)));
  }

  /** Those of the run in a directory, none if it was made by one process. */
  public static List<Lane> read(Path directory) {
    var file = directory.resolve(FILE);
    return Files.exists(file) ? JsonFile.read(file, All.class, SCHEMA).lanes : List.of();
  }
}
