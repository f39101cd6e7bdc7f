package pggit.load.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Makes one directory of those of many injectors, with the server's times. Whatever their number
 * and the length of the run, one line of each file is in memory, and the sums of one second; of
 * events, which are few, all.
 */
public final class ShardFiles {

  /** Files whose rows are about something that an injector has, by its name. */
  private static final List<String> OF_INJECTORS =
      List.of("pool.csv", "backends.csv", RecoveryLog.NAME);

  private static final String SERVER = "server.csv";

  /** What opens a file. */
  private interface Opening<T> {
    Items<T> open(Path file) throws IOException;
  }

  /** The next item of a file, and those behind it. */
  private record Head<T>(Shard shard, Instant at, T item, Items<T> rest) {}

  /** The values of a series in one second, from the beginning of the first interval on. */
  private static final class Sum {
    private final Histogram histogram = Buckets.growing();
    private long startMillis = Long.MAX_VALUE;
    private long endMillis;

    void add(LatencyLog.Line line, long offsetMillis) {
      line.forEach(histogram::recordValueWithCount);
      startMillis = Math.min(startMillis, line.startMillis() + offsetMillis);
      endMillis = Math.max(endMillis, line.endMillis() + offsetMillis);
    }
  }

  private final List<Shard> shards;
  private final Path into;
  private final Map<String, GrowingFile> copies = new HashMap<>();
  private int broken;

  private ShardFiles(List<Shard> shards, Path into) {
    this.shards = shards;
    this.into = into;
  }

  /**
   * Writes {@code latency.hlog} and {@code errors.csv}, summed for each second; the rows of {@code
   * pool.csv}, {@code backends.csv} and {@code recovery.csv}, with the injector in each name;
   * {@code events.csv}, with what happened to all once and the injector in what did not; and {@code
   * server.csv} of the first injector that has one.
   *
   * @param into directory for the files, none of the injectors' own
   * @return lines that were left out since they are broken
   * @throws UncheckedIOException if a file cannot be read or created
   */
  public static int merge(List<Shard> shards, Path into) {
    var files = new ShardFiles(List.copyOf(shards), into);
    try (var log = new RecorderLog(into, files.startedMillis())) {
      files.latencies(log);
      files.errors(log);
    }
    for (String name : OF_INJECTORS) {
      files.rows(
          name,
          files.shards,
          row -> "%s (injector %d)".formatted(row.item.cells().get(0), row.shard.injector()));
    }
    files.rows(
        SERVER,
        files.shards.stream().filter(shard -> Files.exists(shard.file(SERVER))).limit(1).toList(),
        row -> row.item.cells().get(0));
    files.events();
    files.copies.values().forEach(GrowingFile::close);
    return files.broken;
  }

  private long startedMillis() {
    long first = Long.MAX_VALUE;
    for (Shard shard : shards) {
      if (Files.exists(shard.file(RecorderLog.LATENCIES))) {
        try (var lines = new LatencyLog.Lines(shard.file(RecorderLog.LATENCIES))) {
          if (lines.hasNext() && lines.startedMillis().isPresent()) {
            first =
                Math.min(first, lines.startedMillis().getAsLong() + shard.clockOffset().toMillis());
          }
        }
      }
    }
    return first == Long.MAX_VALUE ? System.currentTimeMillis() : first;
  }

  /** An interval belongs to the second that its middle lies in. */
  private void latencies(RecorderLog log) {
    Map<Series, Sum> sums = new LinkedHashMap<>();
    eachSecond(
        RecorderLog.LATENCIES,
        LatencyLog.Lines::new,
        line -> Instant.ofEpochMilli((line.startMillis() + line.endMillis()) / 2),
        line ->
            sums.computeIfAbsent(line.item.of(), unseen -> new Sum())
                .add(line.item, line.shard.clockOffset().toMillis()),
        () -> {
          sums.forEach(
              (series, sum) -> {
                if (sum.histogram.getTotalCount() > 0) {
                  log.write(series, sum.histogram, sum.startMillis, sum.endMillis);
                }
              });
          sums.clear();
        });
  }

  private void errors(RecorderLog log) {
    record Failed(Instant until, long count) {
      Failed plus(Failed more) {
        return new Failed(more.until, count + more.count);
      }
    }
    Map<List<String>, Failed> failures = new LinkedHashMap<>();
    eachSecond(
        RecorderLog.ERRORS,
        CsvRows::new,
        CsvRows.Row::time,
        row ->
            failures.merge(
                row.item.cells().subList(0, 2),
                new Failed(row.at, Long.parseLong(row.item.cells().get(2))),
                Failed::plus),
        () -> {
          failures.forEach(
              (what, failed) -> log.error(failed.until, what.get(0), what.get(1), failed.count));
          failures.clear();
        });
  }

  private void rows(String name, List<Shard> of, Function<Head<CsvRows.Row>, String> named) {
    each(
        name,
        of,
        CsvRows::new,
        CsvRows.Row::time,
        row -> {
          List<String> cells = new ArrayList<>(row.item.cells());
          cells.set(0, named.apply(row));
          copies
              .computeIfAbsent(
                  name,
                  unseen ->
                      GrowingFile.csv(into.resolve(name), String.join(",", row.item.columns())))
              .row(row.at, cells);
        });
  }

  /** The third "5 users" of one injector is held against the third of the others. */
  private void events() {
    Map<List<Object>, Integer> times = new HashMap<>();
    Map<List<Object>, List<Head<CsvRows.Row>>> same = new LinkedHashMap<>();
    each(
        EventLog.NAME,
        shards,
        CsvRows::new,
        CsvRows.Row::time,
        row -> {
          kind(row);
          int nth = times.merge(List.of(row.shard, row.item.cells()), 1, Integer::sum);
          same.computeIfAbsent(List.of(nth, row.item.cells()), unseen -> new ArrayList<>())
              .add(row);
        });
    long all = shards.stream().filter(shard -> Files.exists(shard.file(EventLog.NAME))).count();
    record Event(Instant at, EventLog.Kind kind, String text) {}
    List<Event> events = new ArrayList<>();
    for (List<Head<CsvRows.Row>> rows : same.values()) {
      boolean common = rows.size() == all;
      for (Head<CsvRows.Row> row : common ? rows.subList(0, 1) : rows) {
        String text = row.item.cells().get(1);
        events.add(
            new Event(
                row.at,
                kind(row),
                common ? text : "injector " + row.shard.injector() + ": " + text));
      }
    }
    events.sort(Comparator.comparing(Event::at));
    try (var log = new EventLog(into)) {
      events.forEach(event -> log.add(event.at, event.kind, event.text));
    }
  }

  private static EventLog.Kind kind(Head<CsvRows.Row> row) {
    return EventLog.Kind.valueOf(row.item.cells().get(0).toUpperCase(Locale.ROOT));
  }

  private <T> void eachSecond(
      String name,
      Opening<T> opening,
      Function<T, Instant> time,
      Consumer<Head<T>> add,
      Runnable end) {
    long[] second = {Long.MIN_VALUE};
    each(
        name,
        shards,
        opening,
        time,
        head -> {
          if (head.at.getEpochSecond() > second[0]) { // not if a clock was set back
            second[0] = head.at.getEpochSecond();
            end.run();
          }
          add.accept(head);
        });
    end.run();
  }

  /**
   * Shows what the files of this name have, in the order of the corrected times, as far as each of
   * them is in order.
   *
   * @param reader may throw IllegalArgumentException: such an item counts as broken
   */
  private <T> void each(
      String name,
      List<Shard> of,
      Opening<T> opening,
      Function<T, Instant> time,
      Consumer<Head<T>> reader) {
    List<Items<T>> opened = new ArrayList<>();
    var heads =
        new PriorityQueue<Head<T>>(
            Comparator.comparing((Head<T> head) -> head.at)
                .thenComparing(head -> head.shard.injector()));
    try {
      for (Shard shard : of) {
        if (Files.exists(shard.file(name))) {
          Items<T> items = opening.open(shard.file(name));
          opened.add(items);
          next(shard, items, time, heads);
        }
      }
      for (Head<T> head = heads.poll(); head != null; head = heads.poll()) {
        try {
          reader.accept(head);
        } catch (IllegalArgumentException e) {
          broken++;
        }
        next(head.shard, head.rest, time, heads);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    } finally {
      opened.forEach(
          items -> {
            broken += items.broken();
            items.close();
          });
    }
  }

  private static <T> void next(
      Shard shard, Items<T> items, Function<T, Instant> time, PriorityQueue<Head<T>> heads) {
    if (items.hasNext()) {
      T item = items.next();
      heads.add(new Head<>(shard, shard.corrected(time.apply(item)), item, items));
    }
  }
}
