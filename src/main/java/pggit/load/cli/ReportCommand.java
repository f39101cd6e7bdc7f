package pggit.load.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.ResultFile;
import pggit.load.report.RunReport;
import pggit.load.report.RunsIndex;
import pggit.load.server.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the page of a run, or of all runs, again from their files alone. */
@Command(
    name = "report",
    description = {
      "Make the page of a run from the files of its directory, without a run.",
      "For a directory of runs, such as target/pggit: the pages of all of them."
    })
final class ReportCommand extends PrintingCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ReportCommand.class);

  @Parameters(
      paramLabel = "DIR",
      description = "target/pggit/<simulation>-<time>, or target/pggit for all runs")
  private Path directory = Path.of("");

  @Override
  public Integer call() {
    var whole = directory.toAbsolutePath().normalize();
    try {
      out().println(isRun(whole) ? RunReport.write(whole) : all(whole));
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("the page could not be made: " + e.getMessage(), e);
    }
  }

  private static Path all(Path directory) {
    var runs = runs(directory);
    if (runs.isEmpty()) {
      throw new SetupException(
          "%s holds no %s and no directory that does: expected the directory of a run, such as target/pggit/RapidCommitSimulation-20260101-120000, or of all runs"
              .formatted(directory, ResultFile.NAME));
    }
    for (var run : runs) {
      try {
        RunReport.write(run);
      } catch (IllegalArgumentException e) { // the list of runs says so
        LOG.warn("no page of {}: {}", run, e.getMessage());
      }
    }
    return RunsIndex.write(directory);
  }

  private static List<Path> runs(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.filter(ReportCommand::isRun).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static boolean isRun(Path directory) {
    return RunReport.canBeMadeOf(directory);
  }
}
