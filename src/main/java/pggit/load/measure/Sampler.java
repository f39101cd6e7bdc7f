package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks at things at a steady pace and writes a CSV file, one row for each thing and look. Each
 * thing has a daemon thread of its own, so that one which does not answer holds up no other.
 */
public final class Sampler<T> implements AutoCloseable {

  /** Samples of one thing kept in memory: an hour at 100 ms. The file has them all. */
  private static final int KEPT = 36_000;

  private final Duration every;
  private final Function<T, List<?>> cells;
  private final GrowingFile file;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  /**
   * @param path of the file, created with its directory
   * @param columns what {@code cells} has, separated by commas; {@code time,name} come before them
   * @param every from the end of a look to the next, at least 1 ms
   * @throws java.io.UncheckedIOException if the file cannot be created
   */
  public Sampler(Path path, String columns, Duration every, Function<T, List<?>> cells) {
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("every must be >= 1 ms, was " + every);
    }
    this.every = every;
    this.cells = cells;
    file = GrowingFile.csv(path, "name," + columns);
  }

  /**
   * Begins to look at one more thing.
   *
   * @param name stands in each of its rows
   * @param source its value now; empty while there is none, then there is no row
   */
  public void watch(String name, Supplier<Optional<T>> source) {
    watches.compute(
        name,
        (unused, watched) -> {
          if (watched != null) {
            throw new IllegalArgumentException("watched already: " + name);
          }
          return new Watch(name, source);
        });
  }

  /** The latest {@value #KEPT} samples of a thing, oldest first. */
  public List<Sample<T>> samples(String name) {
    Watch watch = watches.get(name);
    return watch == null ? List.of() : watch.copy();
  }

  /** What was seen last of each thing that was seen within this time. */
  public Map<String, T> latest(Duration within) {
    var since = Instant.now().minus(within);
    var seen = new HashMap<String, T>();
    watches.forEach(
        (name, watch) ->
            watch
                .last()
                .filter(s -> s.time().isAfter(since))
                .ifPresent(s -> seen.put(name, s.value())));
    return seen;
  }

  /** Ends all looks and closes the file. May come twice. */
  @Override
  public void close() {
    watches.values().forEach(watch -> watch.ticker.close());
    file.close();
  }

  private final class Watch {
    private final String name;
    private final Supplier<Optional<T>> source;
    private final Deque<Sample<T>> samples = new ArrayDeque<>();
    private final Ticker ticker;

    Watch(String name, Supplier<Optional<T>> source) {
      this.name = name;
      this.source = source;
      ticker = Ticker.start("pggit-sampler-" + name, every, "samples of " + name, this::look);
    }

    private void look() {
      source
          .get()
          .map(value -> new Sample<>(Instant.now(), System.nanoTime(), value))
          .ifPresent(
              sample -> {
                add(sample);
                List<Object> row = new ArrayList<>(List.of(name));
                row.addAll(cells.apply(sample.value()));
                file.row(sample.time(), row);
              });
    }

    private synchronized void add(Sample<T> sample) {
      if (samples.size() == KEPT) {
        samples.removeFirst();
      }
      samples.addLast(sample);
    }

    synchronized Optional<Sample<T>> last() {
      return Optional.ofNullable(samples.peekLast());
    }

    synchronized List<Sample<T>> copy() {
      return List.copyOf(samples);
    }
  }
}
