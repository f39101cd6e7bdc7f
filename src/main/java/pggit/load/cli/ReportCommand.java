package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import pggit.load.measure.RunResult;
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

  @Parameters(
      paramLabel = "DIR",
      description = "target/pggit/<simulation>-<time>, or target/pggit for all runs")
  private Path directory = Path.of("");

  @Override
  public Integer call() {
    var whole = directory.toAbsolutePath().normalize();
    try {
      out().println(RunReport.canBeMadeOf(whole) ? RunReport.write(whole) : all(whole));
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("the page could not be made: " + e.getMessage(), e);
    }
  }

  private static Path all(Path directory) {
    if (RunsIndex.runs(directory).isEmpty()) {
      throw new SetupException(
          "%s holds no %s and no directory that does: expected the directory of a run, such as target/pggit/RapidCommitSimulation-20260101-120000, or of all runs"
              .formatted(directory, RunResult.NAME));
    }
    return RunsIndex.renew(directory);
  }
}
