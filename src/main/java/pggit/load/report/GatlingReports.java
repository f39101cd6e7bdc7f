package pggit.load.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.measure.RunResult;

/**
 * Gatling's own reports, {@code target/gatling/<simulation>-<time>}. Their names say when Gatling
 * began, which is soon after our run did: a report belongs to a run of the same simulation if it
 * began within the time that a server takes to start.
 */
final class GatlingReports {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{17})");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS");
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofMinutes(2);

  private record Report(String simulation, Instant began, String link) {}

  private final List<Report> reports;

  private GatlingReports(List<Report> reports) {
    this.reports = reports;
  }

  /** Those in {@code gatling} beside the directory of results. */
  static GatlingReports beside(Path results) {
    Path directory = results.resolveSibling("gatling");
    if (!Files.isDirectory(directory)) {
      return new GatlingReports(List.of());
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return new GatlingReports(
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .sorted()
              .flatMap(name -> report(name).stream())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static Optional<Report> report(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Instant began = LocalDateTime.parse(matcher.group(2), STAMP).toInstant(ZoneOffset.UTC);
      return Optional.of(
          new Report(matcher.group(1), began, "../gatling/%s/index.html".formatted(name)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The link to a run's report from the page of all runs. */
  Optional<String> of(RunResult run) {
    String simulation = run.simulation().toLowerCase(Locale.ROOT);
    return reports.stream()
        .filter(report -> report.simulation().equals(simulation))
        .filter(report -> report.began().isAfter(run.started().minus(BEFORE)))
        .filter(report -> report.began().isBefore(run.started().plus(AFTER)))
        .min(Comparator.comparing(Report::began))
        .map(Report::link);
  }
}
