package pggit.load.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import pggit.load.measure.Direction;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Invocation;
import pggit.load.measure.Part;
import pggit.load.measure.RunResult;
import pggit.load.measure.Series;
import pggit.load.measure.Verdict;

/** Files of a run that never was, as a run would have left them. Seconds count from its start. */
final class RunFiles {
  static final Instant STARTED = Instant.parse("2026-03-01T12:30:05Z");

  private final Path directory;
  private final int seconds;
  private final Random random = new Random(8);
  private final List<Estimate> metrics = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<ErrorCount> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private String simulation = "RapidCommitSimulation";
  private Instant started = STARTED;
  private Map<String, String> contract = Map.of("name", "trinity", "source", "reference extension");

  /** Responses of commits, or of all requests where there is none, and the seconds with any. */
  private final Histogram responses = new Histogram(1_000, 3_600_000_000_000L, 3);

  private int busy;

  private RunFiles(Path directory, int seconds) {
    this.directory = directory;
    this.seconds = seconds;
    settings.put("pggit.profile", "smoke");
    settings.put("pggit.password", "***");
  }

  static RunFiles of(Path directory, int seconds) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunFiles(directory, seconds);
  }

  RunFiles simulation(String name) {
    simulation = name;
    return this;
  }

  RunFiles started(Instant when) {
    started = when;
    return this;
  }

  /** Which pgGit it was of. */
  RunFiles pgGit(String source, String fingerprint) {
    contract = Map.of("name", "trinity", "source", source, "fingerprint", fingerprint);
    return this;
  }

  RunFiles setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  RunFiles verdict(Verdict verdict) {
    verdicts.add(verdict);
    return this;
  }

  RunFiles error(ErrorCount error) {
    errors.add(error);
    return this;
  }

  RunFiles note(String note) {
    notes.add(note);
    return this;
  }

  RunFiles metric(Estimate metric) {
    metrics.add(metric);
    return this;
  }

  RunFiles metric(Estimate.Of of, String unit, double value) {
    return metric(Estimate.of(of.name(), unit, Direction.LOWER_IS_BETTER, value, 100).of(of));
  }

  RunFiles metric(String name, String unit, double value) {
    return metric(Estimate.of(name, unit, Direction.LOWER_IS_BETTER, value, 100));
  }

  /** Writes run.json, last of all. */
  Path write() {
    RunResult.write(
        directory,
        new RunResult(
            RunResult.SCHEMA,
            simulation,
            "smoke",
            started,
            Duration.ofSeconds(seconds),
            Invocation.UNKNOWN,
            settings,
            Map.of(
                "description",
                "PostgreSQL 17.11, embedded, fsync=on, synchronous_commit=on, 100 connections for the load"),
            contract,
            Map.of(
                "cpu", "Intel(R) Xeon(R) Processor",
                "cores", "2",
                "memory", "24684084 kB",
                "jdk", "OpenJDK 64-Bit Server VM 17.0.15+6"),
            metrics,
            verdicts,
            errors,
            notes));
    return directory;
  }

  /** One operation's latencies in one second. */
  interface Load {
    /**
     * @param second since the start
     * @return how many requests, and their median in milliseconds; no request for {0, 0}
     */
    double[] at(int second);
  }

  /**
   * Latencies of operations, second by second.
   *
   * @param phases names of phases of equal length
   */
  RunFiles latencies(Map<String, Load> operations, String... phases) {
    try (PrintStream out =
        new PrintStream(
            Files.newOutputStream(directory.resolve("latency.hlog")),
            false,
            StandardCharsets.UTF_8)) {
      HistogramLogWriter log = new HistogramLogWriter(out);
      log.outputLogFormatVersion();
      log.outputStartTime(started.toEpochMilli());
      log.outputLegend();
      Histogram histogram = new Histogram(1_000, 3_600_000_000_000L, 3);
      boolean commits = operations.keySet().stream().anyMatch(Series::isCommit);
      for (int second = 0; second < seconds; second++) {
        String phase = phases[second * phases.length / seconds];
        long before = responses.getTotalCount();
        for (Map.Entry<String, Load> operation : operations.entrySet()) {
          double[] load = operation.getValue().at(second);
          for (Part part : Part.values()) {
            fill(histogram, (long) load[0], load[1] * share(part));
            if (histogram.getTotalCount() > 0) {
              histogram.setTag(
                  "%s/%s/%s".formatted(encoded(operation.getKey()), part.label(), encoded(phase)));
              histogram.setStartTimeStamp(started.toEpochMilli() + 1000L * second);
              histogram.setEndTimeStamp(started.toEpochMilli() + 1000L * (second + 1));
              log.outputIntervalHistogram(histogram);
              if (part == Part.RESPONSE && (!commits || Series.isCommit(operation.getKey()))) {
                responses.add(histogram);
              }
            }
          }
        }
        busy += responses.getTotalCount() > before ? 1 : 0;
      }
      together(commits ? "commits" : "requests");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What run.json says of them. */
  private void together(String name) {
    long count = responses.getTotalCount();
    if (count == 0) {
      return;
    }
    metric(new Estimate.Of(name, "rate"), "requests/s", (double) count / busy);
    for (int percent : new int[] {50, 95, 99}) {
      if (percent == 50 || count * (100 - percent) >= 100) {
        metric(
            new Estimate.Of(name, "response p" + percent),
            "ms",
            responses.getValueAtPercentile(percent) / 1e6);
      }
    }
    metric(new Estimate.Of(name, "response max"), "ms", responses.getMaxValue() / 1e6);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static double share(Part part) {
    return switch (part) {
      case LAG -> 0.05;
      case OWN_LAG -> 0.01;
      case ACQUIRE -> 0.25;
      case EXECUTE -> 0.65;
      case RESPONSE -> 1;
    };
  }

  /** Lognormal times, of which a sample of 200 stands for any larger number. */
  private void fill(Histogram histogram, long count, double medianMillis) {
    histogram.reset();
    long drawn = Math.min(count, 200);
    for (int i = 0; i < drawn; i++) {
      double nanos = 1e6 * medianMillis * Math.exp(0.5 * random.nextGaussian());
      long times = count / drawn + (i < count % drawn ? 1 : 0);
      histogram.recordValueWithCount((long) Math.max(1_000, nanos), times);
    }
  }

  /** Any other file, line by line. */
  RunFiles file(String name, List<String> lines) {
    try {
      Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String time(double second) {
    return started.plusMillis(Math.round(1000 * second)).toString();
  }

  int seconds() {
    return seconds;
  }
}
