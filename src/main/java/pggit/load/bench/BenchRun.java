package pggit.load.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import pggit.load.measure.Estimate;
import pggit.load.measure.HostFacts;
import pggit.load.measure.ResultFile;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.run.Pages;
import pggit.load.run.Progress;
import pggit.load.run.Settings;
import pggit.load.run.Target;

/**
 * One benchmark from server start to {@code run.json}, which has the form of every other run's. The
 * server is the embedded one, or that of {@code pggit.url}.
 */
public final class BenchRun {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  private static final String NAME = "bench";

  /** For the harness, for backends that are just ending, and for a sampler. */
  private static final int SPARE_CONNECTIONS = 30;

  private BenchRun() {}

  /**
   * What a benchmark found.
   *
   * @param table Markdown, to be printed
   */
  public record Found(String table, List<Estimate> metrics, List<Verdict> verdicts) {

    /** All of it, in order. */
    static Found of(List<Found> parts) {
      var metrics = new ArrayList<Estimate>();
      var verdicts = new ArrayList<Verdict>();
      parts.forEach(part -> metrics.addAll(part.metrics()));
      parts.forEach(part -> verdicts.addAll(part.verdicts()));
      return new Found(
          parts.stream().map(Found::table).collect(Collectors.joining("\n")), metrics, verdicts);
    }
  }

  /**
   * Runs a benchmark and prints what it found.
   *
   * @param parts one after the other
   * @return the directory with the result
   */
  public static Path run(List<BenchPart> parts, PrintWriter out) {
    var settings = Settings.load();
    var started = Instant.now();
    var spec = Target.specOf(settings);
    int connections = parts.stream().mapToInt(BenchPart::connections).max().orElseThrow();
    int most = Math.max(spec.maxConnections(), connections + SPARE_CONNECTIONS);
    var planned = parts.stream().map(BenchPart::planned).reduce(Duration.ZERO, Duration::plus);
    try (var target = Target.open(settings, spec.withMaxConnections(most))) {
      var host = host();
      out.printf(
          "%nbenchmark: PostgreSQL %s, fsync=%s; %s%n%n",
          target.server().version(), target.server().settings().get("fsync"), facts(host));
      out.flush();
      var progress = new Progress(out, planned);
      var found = Found.of(parts.stream().map(part -> part.run(target, progress)).toList());
      var result =
          new RunResult(
              RunResult.SCHEMA,
              NAME,
              settings.profile(),
              started,
              Duration.between(started, Instant.now()),
              settings.redacted(),
              target.server().settings(),
              Map.of("description", target.contract().describe(), "source", target.source()),
              host,
              found.metrics(),
              found.verdicts(),
              List.of(),
              List.of());
      var directory =
          Path.of(settings.text("results"))
              .toAbsolutePath()
              .resolve(NAME + "-" + STAMP.format(started));
      ResultFile.write(directory, result);
      out.println();
      out.println(found.table());
      for (var verdict : found.verdicts()) {
        out.printf(
            "  %-9s %s: %s%n",
            verdict.outcome().name().toLowerCase(Locale.ROOT), verdict.name(), verdict.evidence());
      }
      out.println();
      Pages.make(directory).ifPresent(page -> out.printf("  page      %s%n", page.toUri()));
      out.printf("  result    %s%n%n", directory.resolve("run.json"));
      out.flush();
      return directory;
    }
  }

  private static Map<String, String> host() {
    var host = new LinkedHashMap<>(HostFacts.read());
    PgbenchDriver.find().ifPresent(program -> host.put("pgbench", PgbenchDriver.version(program)));
    return host;
  }

  private static String facts(Map<String, String> host) {
    return "%s, %s cores; %s; %s"
        .formatted(
            host.get("cpu"),
            host.get("cores"),
            host.get("jdk"),
            host.getOrDefault("pgbench", "no pgbench on this machine"));
  }
}
