package pggit.load.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;

/**
 * Gatling's own reports, {@code target/gatling/<simulation>-<time>}. Their names say when Gatling
 * began, which is soon after our run did: a report belongs to a run of the same simulation if it
 * began within the time that a server takes to start.
 *
 * @param names of their directories, in order
 */
record GatlingReports(List<String> names) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofMinutes(2);

  /** Those in {@code gatling} beside the directory of results. */
  static GatlingReports beside(Path results) {
    return new GatlingReports(
        JsonFile.entries(results.resolveSibling("gatling")).stream()
            .map(entry -> String.valueOf(entry.getFileName()))
            .toList());
  }

  /** The link to a run's report from the page of all runs. */
  Optional<String> of(RunResult run) {
    String simulation = run.simulation().toLowerCase(Locale.ROOT) + "-";
    String from = simulation + STAMP.format(run.started().minus(BEFORE));
    String to = simulation + STAMP.format(run.started().plus(AFTER));
    return names.stream()
        .filter(name -> name.length() == from.length())
        .filter(name -> name.compareTo(from) > 0 && name.compareTo(to) < 0)
        .findFirst()
        .map("../gatling/%s/index.html"::formatted);
  }
}
