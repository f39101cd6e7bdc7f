package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;
import pggit.load.report.FindingsMarkdown;
import pggit.load.report.RunsIndex;
import pggit.load.server.SetupException;
import pggit.load.verdict.Findings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints findings for the summary of a job or a comment on a pull request. */
@Command(
    name = "findings",
    description = {
      "Print the findings of the last runs in GitHub's Markdown, and which of them are",
      "new, unchanged or gone since earlier ones; findings.md in DIR gets the same."
    })
final class FindingsCommand extends PrintingCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "directory of runs, such as target/pggit")
  private Path directory = Path.of("");

  @Option(
      names = "--before",
      paramLabel = "DIR",
      description = "directory of earlier runs; without findings in it there is nothing to compare")
  private Optional<Path> before = Optional.empty();

  @Override
  public Integer call() {
    try {
      if (!Files.exists(directory.resolve(Findings.NAME))) {
        throw new SetupException(
            "%s holds no %s: run mvn gatling:test first".formatted(directory, Findings.NAME));
      }
      var ran =
          RunsIndex.runs(directory).stream()
              .map(run -> RunResult.read(run).simulation())
              .collect(Collectors.toSet());
      var text = FindingsMarkdown.of(Findings.read(directory), before.flatMap(this::earlier), ran);
      // Maven puts escape sequences around what is printed, also where there is no terminal.
      JsonFile.replace(directory.resolve("findings.md"), text);
      out().print(text);
      out().flush();
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("findings cannot be read: " + e.getMessage(), e);
    }
  }

  /** None where an earlier version of this tool wrote them in another way. */
  private Optional<Findings> earlier(Path directory) {
    try {
      return Files.exists(directory.resolve(Findings.NAME))
          ? Optional.of(Findings.read(directory))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
