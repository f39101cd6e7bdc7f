package pggit.load.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import pggit.load.cli.Main;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.HostFacts;
import pggit.load.measure.Invocation;
import pggit.load.measure.OneLocale;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.RunResult;
import pggit.load.measure.Shard;
import pggit.load.measure.ShardFiles;
import pggit.load.pggit.GeneratedCommits;
import pggit.load.pggit.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What one result of many injectors costs: generated files of theirs are merged, and generated rows
 * audited. To be run in a JVM of the size that is to be enough, {@code -Xmx4g}; needs no server.
 */
@Command(name = "merge-bench", mixinStandardHelpOptions = true)
final class MergeBench implements Callable<Integer> {

  /** Work whose time and memory are of interest. */
  private interface Work<T> {
    T done() throws IOException;
  }

  private static final List<String> PARTS = List.of("lag", "acquire", "execute", "response");

  @Option(names = "--injectors", description = "how many (${DEFAULT-VALUE})")
  private int injectors = 100;

  @Option(names = "--seconds", description = "length of the run (${DEFAULT-VALUE})")
  private int seconds = 600;

  @Option(names = "--per-second", description = "commits/s of each (${DEFAULT-VALUE})")
  private int perSecond = 500;

  @Option(names = "--results", description = "where it is kept (${DEFAULT-VALUE})")
  private Path results = Path.of("target", "pggit");

  private final List<Estimate> estimates = new ArrayList<>();

  public static void main(String[] arguments) {
    OneLocale.choose();
    System.exit(Main.commandLine(new MergeBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var started = Instant.now();
    var files = Files.createTempDirectory("pggit-merge-bench");
    try {
      measure(files);
    } finally {
      delete(files);
    }
    var stamp = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    var directory = results.resolve("merge-bench-" + stamp).toAbsolutePath();
    var settings =
        Map.of("injectors", "" + injectors, "seconds", "" + seconds, "per-second", "" + perSecond);
    RunResult.write(
        directory,
        new RunResult(
            RunResult.SCHEMA,
            "merge-bench",
            "full",
            started,
            Duration.between(started, Instant.now()),
            Invocation.UNKNOWN,
            settings,
            Map.of(),
            Map.of(),
            HostFacts.read(),
            estimates,
            List.of(),
            List.of(),
            List.of()));
    return 0;
  }

  private void measure(Path files) throws IOException {
    int each = seconds * perSecond;
    var commits = new GeneratedCommits(injectors, each);
    var shards =
        IntStream.range(0, injectors)
            .mapToObj(i -> new Shard(i, files.resolve("" + i), Duration.ofMillis(i % 50)))
            .toList();
    var ledgers = shards.stream().map(shard -> shard.directory().resolve("ledger")).toList();
    for (var shard : shards) {
      Files.createDirectories(shard.directory());
      latencies(shard);
    }
    part(
        "ledgers made and written",
        () -> {
          for (var shard : shards) {
            commits.write(shard.injector(), ledgers.get(shard.injector()));
          }
          return 0;
        });
    add("size of a ledger", "bytes", Files.size(ledgers.get(0)));
    add("size of all files", "bytes", size(files));
    part("files merged", () -> ShardFiles.merge(shards, files.resolve("all")));
    add("size of the merged files", "bytes", size(files.resolve("all")));
    var recorder = part("recorders merged", () -> Recorder.merged(shards));
    add("commits in the histogram", "commits", recorder.snapshot("commit", Part.RESPONSE).count());
    Ledger ledger = part("ledgers read", () -> commits.read(ledgers));
    add("commits in the ledger", "commits", ledger.acknowledged());
    part("ledger written again", () -> written(ledger, files.resolve("ledger")));
    add("findings by ID", "commits", part("rows by ID", () -> commits.match(ledger, true)));
    add(
        "findings by message",
        "commits",
        part("rows by message", () -> commits.match(ledger, false)));
  }

  private static long written(Ledger ledger, Path file) throws IOException {
    ledger.write(file);
    return Files.size(file);
  }

  private <T> T part(String name, Work<T> work) throws IOException {
    System.gc();
    var heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    heap.forEach(pool -> pool.resetPeakUsage());
    long started = System.nanoTime();
    T done = work.done();
    add(name + ", time", "s", (System.nanoTime() - started) / 1e9);
    // Of pools whose peaks need not have been at the same time: no less than it was.
    add(
        name + ", heap",
        "MB",
        heap.stream().mapToLong(p -> p.getPeakUsage().getUsed()).sum() / 1e6);
    System.gc();
    add(
        name + ", kept",
        "MB",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
    return done;
  }

  private void add(String kind, String unit, double value) {
    long commits = (long) injectors * seconds * perSecond;
    System.out.printf("%-32s %,16.2f %s%n", kind, value, unit);
    estimates.add(
        Estimate.of(kind, unit, Direction.LOWER_IS_BETTER, value, 1)
            .of(new Estimate.Of("merge", kind).at(commits, "commits")));
  }

  /** Log-normal: half of the answers within 4 ms, one in a thousand above 40 ms. */
  private void latencies(Shard shard) throws IOException {
    var random = new SplittableRandom(shard.injector());
    long begun = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    var times = new Histogram[PARTS.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = new Histogram(1_000, 2_000, 3);
      times[i].setAutoResize(true);
    }
    var file = shard.directory().resolve("latency.hlog");
    try (var out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      var writer = new HistogramLogWriter(out);
      writer.outputLogFormatVersion();
      writer.outputStartTime(begun);
      for (int second = 0; second < seconds; second++) {
        for (int n = 0; n < perSecond; n++) {
          long lag = nanos(random, 100_000);
          long acquire = nanos(random, 50_000);
          long execute = nanos(random, 4_000_000);
          times[0].recordValue(lag);
          times[1].recordValue(acquire);
          times[2].recordValue(execute);
          times[3].recordValue(lag + acquire + execute);
        }
        for (int i = 0; i < times.length; i++) {
          times[i].setTag("commit/" + PARTS.get(i) + "/main");
          times[i].setStartTimeStamp(begun + 1000L * second);
          times[i].setEndTimeStamp(begun + 1000L * (second + 1));
          writer.outputIntervalHistogram(times[i]);
          times[i].reset();
        }
      }
    }
  }

  private static long nanos(SplittableRandom random, double median) {
    double normal =
        Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
            * Math.cos(2 * Math.PI * random.nextDouble());
    return (long) (median * Math.exp(0.75 * normal));
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
