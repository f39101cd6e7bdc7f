package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import pggit.load.measure.JsonFile;
import pggit.load.report.CommandResult;
import pggit.load.report.FindingsMarkdown;
import pggit.load.server.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints findings for the summary of a job or a comment on a pull request. */
@Command(
    name = "findings",
    description = {
      "Print the findings of the latest command in GitHub's Markdown, and which of them are",
      "new, unchanged or gone since earlier ones; findings.md in DIR gets the same."
    })
final class FindingsCommand extends PrintingCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "directory of runs, such as target/pggit")
  private Path directory = Path.of("");

  @Option(
      names = "--before",
      paramLabel = "DIR",
      description = "directory of earlier runs; without any there is nothing to compare")
  private Optional<Path> before = Optional.empty();

  @Override
  public Integer call() {
    try {
      var now =
          CommandResult.latest(directory)
              .orElseThrow(
                  () ->
                      new SetupException(
                          "%s holds no run that can be read: run mvn gatling:test first"
                              .formatted(directory)));
      var text = FindingsMarkdown.of(now, before.flatMap(CommandResult::latest));
      // Maven puts escape sequences around what is printed, also where there is no terminal.
      JsonFile.replace(directory.resolve("findings.md"), text);
      out().print(text);
      out().flush();
      return 0;
    } catch (UncheckedIOException e) {
      throw new SetupException("findings cannot be told: " + e.getMessage(), e);
    }
  }
}
