package pggit.load.measure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at things at a steady pace and writes a CSV file: one row for each thing and look, the time
 * in UTC. Each thing has a daemon thread of its own, so that one which does not answer holds up no
 * other. A look that comes late is made once, not made up for: a stalled machine is not burdened
 * more.
 */
public final class Sampler<T> implements AutoCloseable {

  /** Samples of one thing kept in memory: an hour at 100 ms. The file has them all. */
  static final int KEPT = 36_000;

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long STOP_SECONDS = 5;

  private final Path file;
  private final Duration every;
  private final Function<T, String> cells;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final PrintStream out;
  private boolean broken;

  /**
   * @param file created, with its directory
   * @param columns what {@code cells} has, separated by commas; {@code time,name} come before them
   * @param every from the end of a look to the next, at least 1 ms
   * @param cells a value as part of a row of the file: numbers and plain words
   * @throws UncheckedIOException if the file cannot be created
   */
  public Sampler(Path file, String columns, Duration every, Function<T, String> cells) {
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("every must be >= 1 ms, was " + every);
    }
    this.file = file;
    this.every = every;
    this.cells = cells;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    write("time,name," + columns);
  }

  /**
   * Begins to look at one more thing.
   *
   * @param name stands in each of its rows
   * @param source its value now; empty while there is none, then there is no row
   */
  public void watch(String name, Supplier<Optional<T>> source) {
    if (name.isBlank() || name.matches("(?s).*[,\"\\r\\n].*")) {
      throw new IllegalArgumentException("no name for a row of a CSV file: " + name);
    }
    Watch watch = new Watch(name, source);
    if (watches.putIfAbsent(name, watch) != null) {
      throw new IllegalArgumentException("watched already: " + name);
    }
    var unused =
        watch.thread.scheduleWithFixedDelay(watch::look, 0, every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The latest {@value #KEPT} samples of a thing, oldest first. */
  public List<Sample<T>> samples(String name) {
    Watch watch = watches.get(name);
    return watch == null ? List.of() : watch.copy();
  }

  private synchronized void write(String line) {
    out.print(line + "\n"); // not the platform's line end
    if (out.checkError() && !broken) { // checkError flushes
      broken = true;
      LOG.warn("{} cannot be written any more", file);
    }
  }

  /** Ends all looks and closes the file. May come twice. */
  @Override
  public void close() {
    watches.values().forEach(watch -> watch.thread.shutdown());
    watches.values().forEach(Watch::stop);
    synchronized (this) {
      out.close();
      broken = true; // a look that was too slow to be waited for is not missed
    }
  }

  private final class Watch {
    private final String name;
    private final Supplier<Optional<T>> source;
    private final Deque<Sample<T>> samples = new ArrayDeque<>();
    private final ScheduledExecutorService thread;
    private boolean failing;

    Watch(String name, Supplier<Optional<T>> source) {
      this.name = name;
      this.source = source;
      thread =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread daemon = new Thread(task, "pggit-sampler-" + name);
                daemon.setDaemon(true);
                return daemon;
              });
    }

    void look() {
      try {
        source
            .get()
            .map(value -> new Sample<>(Instant.now(), System.nanoTime(), value))
            .ifPresent(
                sample -> {
                  failing = false;
                  add(sample);
                  write(
                      TIME.format(sample.time()) + "," + name + "," + cells.apply(sample.value()));
                });
      } catch (RuntimeException e) { // would silently end the schedule otherwise
        if (!failing) { // once, not ten times a second
          failing = true;
          LOG.warn("samples of {} are missing: {}", name, e.getMessage());
        }
      }
    }

    private synchronized void add(Sample<T> sample) {
      if (samples.size() == KEPT) {
        samples.removeFirst();
      }
      samples.addLast(sample);
    }

    synchronized List<Sample<T>> copy() {
      return List.copyOf(samples);
    }

    void stop() {
      try {
        if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("{} had not answered {} s after its last sample", name, STOP_SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
