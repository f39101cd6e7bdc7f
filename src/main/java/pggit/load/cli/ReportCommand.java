package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.ResultFile;
import pggit.load.report.RunReport;
import pggit.load.server.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page of a run again, from its files alone. */
@Command(
    name = "report",
    description = "Make the page of a run from the files of its directory, without a run.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "DIR",
      description = "directory of a run: target/pggit/<simulation>-<time>")
  private Path directory = Path.of("");

  @Override
  public Integer call() {
    if (!Files.isRegularFile(directory.resolve(ResultFile.NAME))) {
      throw new SetupException(
          "%s holds no %s: expected the directory of a run, such as target/pggit/RapidCommitSimulation-20260101-120000"
              .formatted(directory, ResultFile.NAME));
    }
    try {
      Path page = RunReport.write(directory.toAbsolutePath().normalize());
      var out = Objects.requireNonNull(command).commandLine().getOut();
      out.println(page);
      out.flush();
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("the page could not be made: " + e.getMessage(), e);
    }
  }
}
