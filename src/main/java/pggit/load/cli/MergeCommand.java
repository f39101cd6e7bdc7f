package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import pggit.load.measure.JsonFile;
import pggit.load.run.MergedRun;
import pggit.load.server.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one result of what several injectors have left in their directories. */
@Command(
    name = "merge",
    description = {
      "Make one result, with its page, of the directories of a run's injectors.",
      "-Dpggit.url and -Dpggit.database name the database that they worked in, if it is still there: then",
      "what is stored is compared with what the injectors know."
    })
final class MergeCommand extends PrintingCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "directory of an injector, or one that holds such directories")
  private List<Path> directories = List.of();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description =
          "where the result goes; one named by simulation and time in pggit.results if not given")
  private Optional<Path> into = Optional.empty();

  @Override
  public Integer call() {
    try {
      MergedRun.of(injectors(), into).print(out());
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("the directories cannot be merged: " + e.getMessage(), e);
    }
  }

  private List<Path> injectors() {
    var all = new ArrayList<Path>();
    for (var directory : directories) {
      var whole = directory.toAbsolutePath().normalize();
      var found =
          MergedRun.isInjectors(whole)
              ? List.of(whole)
              : JsonFile.entries(whole).stream().filter(MergedRun::isInjectors).toList();
      if (found.isEmpty()) {
        throw new SetupException(
            "%s %s: expected the directory of an injector, or one that holds such directories"
                .formatted(
                    whole,
                    Files.isDirectory(whole) ? "has nothing of an injector's" : "is no directory"));
      }
      all.addAll(found);
    }
    return all;
  }
}
