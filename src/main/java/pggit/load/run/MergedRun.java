package pggit.load.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.server.Endpoint;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.settings.Settings;
import pggit.load.shard.Merge;
import pggit.load.shard.Prepared;
import pggit.load.verdict.Judge;

/** A result made of injectors' directories, without a run. */
public record MergedRun(RunResult result, Path directory, Optional<Path> page) {

  private static final String NOT_COMPARED =
      "what is stored was not compared with what the injectors know: -Dpggit.url and -Dpggit.database name the database";

  /** Whether a directory has what an injector hands in. */
  public static boolean isInjectors(Path directory) {
    return Merge.isContribution(directory);
  }

  /**
   * Merges.
   *
   * @param injectors directories of one run's injectors
   * @param into where the result goes; empty: where results go
   */
  public static MergedRun of(List<Path> injectors, Optional<Path> into) {
    var ours = Settings.load();
    var first = injectors.get(0);
    var run = RunResult.read(first);
    var directory =
        into.map(Path::toAbsolutePath)
            .orElseGet(() -> Journal.directory(ours, run.simulation(), run.started()));
    var result =
        Merge.of(
            injectors,
            List.of(),
            directory,
            Settings.recorded(run.settings()),
            (ledger, prepared) -> audit(ours, ledger, prepared));
    return new MergedRun(result, directory, Pages.make(directory));
  }

  private static List<Verdict> audit(Settings ours, Ledger ledger, Prepared prepared) {
    if (ours.url().isEmpty() || ours.database().isEmpty()) {
      return List.of(Verdict.undecided("nothing lost", NOT_COMPARED));
    }
    var login = new Login(ours.user(), ours.password());
    Endpoint database =
        ExternalServer.connect(ours.url().get(), login).admin().withDatabase(ours.database().get());
    try (var connection = database.connect()) {
      return Audit.of(connection, Contract.detect(connection), ledger, prepared.before())
          .verdicts();
    } catch (SQLException e) {
      return List.of(Judge.notRead("nothing lost", e));
    }
  }

  /** What the end of a run prints. */
  public void print(PrintWriter out) {
    out.printf("%s, profile %s%n", result.simulation(), result.profile());
    Console.end(out, result, directory, page, false);
    out.flush();
  }
}
