package pggit.load.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.HostFacts;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.settings.Settings;
import pggit.load.verdict.Findings;

/**
 * What a run takes down beside its requests: remarks and figures, and in the end {@code run.json}
 * and {@code findings.json} in a directory of its own. Begins with the run.
 */
final class Journal {

  /** Remarks are the run's, whoever writes them down. */
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  private final String simulation;
  private final Settings settings;
  private final Instant started = Instant.now();
  private final Path directory;
  private final List<String> notes = new ArrayList<>();
  private final List<Estimate> measured = new ArrayList<>();

  Journal(String simulation, Settings settings) {
    this(simulation, settings, Instant.now(), "");
  }

  /**
   * @param begun when the whole run was
   * @param part name of its directory within that of the whole run
   */
  Journal(String simulation, Settings settings, Instant begun, String part) {
    this.simulation = simulation;
    this.settings = settings;
    directory = directory(settings, simulation, begun).resolve(part);
  }

  /** Where the files of a run go that began at this time. */
  static Path directory(Settings settings, String simulation, Instant begun) {
    return Path.of(settings.results())
        .toAbsolutePath()
        .resolve(simulation + "-" + STAMP.format(begun));
  }

  String simulation() {
    return simulation;
  }

  Path directory() {
    return directory;
  }

  void note(String text) {
    notes.add(text);
    LOG.info("{}", text);
  }

  void warn(String text) {
    notes.add(text);
    LOG.warn("{}", text);
  }

  /** Remarks that whoever made them has logged. */
  void told(Collection<String> remarks) {
    notes.addAll(remarks);
  }

  /** What was measured beside the requests. */
  List<Estimate> measured() {
    return List.copyOf(measured);
  }

  void measured(Collection<Estimate> estimates) {
    measured.addAll(estimates);
  }

  /**
   * Writes the result.
   *
   * @param metrics of the requests; stand before what was measured otherwise
   */
  RunResult write(
      Invocation invocation,
      Map<String, String> server,
      Map<String, String> contract,
      List<Estimate> metrics,
      List<Verdict> verdicts,
      List<ErrorCount> errors) {
    var took = Duration.between(started, Instant.now());
    var all = new ArrayList<>(metrics);
    all.addAll(measured);
    var result =
        new RunResult(
            RunResult.SCHEMA,
            simulation,
            settings.profile(),
            started,
            took,
            invocation,
            settings.redacted(),
            server,
            contract,
            HostFacts.read(),
            all,
            verdicts,
            errors,
            notes);
    RunResult.write(directory, result);
    Findings.write(directory, Findings.of(Map.of(directory.getFileName().toString(), result)));
    return result;
  }
}
