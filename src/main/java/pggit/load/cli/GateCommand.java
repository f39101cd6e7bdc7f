package pggit.load.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import pggit.load.gate.BaselineStore;
import pggit.load.gate.CandidateRefused;
import pggit.load.gate.Check;
import pggit.load.gate.Duel;
import pggit.load.gate.DuelPlan;
import pggit.load.gate.GateHistory;
import pggit.load.gate.HistoryFiles;
import pggit.load.gate.Limits;
import pggit.load.gate.Ruling;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.report.RunReport;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The performance regression gate: exit code 0 pass, 1 regression, 2 undecided, 64 usage. */
@Command(
    name = "gate",
    description = {
      "Tell whether a pgGit became slower or costlier.",
      "Exit code: 0 pass, 1 regression, 2 undecided, 64 wrong use."
    })
final class GateCommand extends PrintingCommand implements Runnable {
  static final String BISECT = "bisect";

  /** To {@code git bisect run}: this version cannot be told. */
  private static final int SKIP = 125;

  private static final Path REFERENCE = Path.of("reference");

  /** The two versions. */
  private static final class Versions {
    @Option(
        names = "--baseline",
        split = ",",
        paramLabel = "DIR",
        description = "pgGit to compare with: what pggit.source takes, or reference")
    private @Nullable List<Path> baseline;

    @Option(
        names = "--candidate",
        split = ",",
        paramLabel = "DIR",
        description = "pgGit to judge: what pggit.source takes, or reference")
    private @Nullable List<Path> candidate;
  }

  @Override
  public void run() {
    throw new SetupException("gate needs to know what to do: ab, bisect, accept, check or history");
  }

  @Command(
      name = "ab",
      description = "Measure two versions side by side and compare them; the one to trust.",
      mixinStandardHelpOptions = true)
  int ab(@Mixin Versions versions, @Mixin GateOutput output) {
    Settings settings = Settings.load();
    output.undecidedOr(settings.gate().undecided());
    return ab(settings, versions, output);
  }

  @Command(
      name = BISECT,
      description = {
        "The same for git bisect run.",
        "Exit code: 0 good, 1 bad, 125 undecided or a candidate that does not work, 128 all else."
      },
      mixinStandardHelpOptions = true)
  int bisect(@Mixin Versions versions, @Mixin GateOutput output) {
    output.undecidedOr("fail");
    try {
      int code = ab(Settings.load(), versions, output);
      return code == Ruling.UNDECIDED.exitCode() ? SKIP : code;
    } catch (CandidateRefused e) {
      out().println("skipped: " + e.getMessage());
      return SKIP;
    } catch (Error e) { // Maven would end with 1, which is bad
      throw new IllegalStateException(e);
    }
  }

  private int ab(Settings settings, Versions versions, GateOutput output) {
    List<Path> before = Optional.ofNullable(versions.baseline).orElse(settings.baseline());
    List<Path> after = Optional.ofNullable(versions.candidate).orElse(settings.candidate());
    if (before.isEmpty() && after.isEmpty()) {
      throw new SetupException(
          "the gate compares two versions: expected -Dpggit.baseline=DIR, -Dpggit.candidate=DIR or both");
    }
    PgGitSource one = source(before);
    PgGitSource other = source(after);
    try {
      DuelPlan plan = plan(settings);
      out()
          .printf(
              "gate ab: at most %d s, seed %d, results in %s%n",
              plan.budget().toSeconds(), plan.seed(), output.directory());
      try (var server = EmbeddedServer.start(Duel.server(settings.gate().users()))) {
        return output.tell(Duel.run(server, one, other, plan, new ProgressLine(out())), out());
      }
    } catch (SetupException e) {
      output.tellFailure("ab", one.describe(), other.describe(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Command(
      name = "accept",
      description = "Add the runs in the directory of results to the stored baselines.",
      mixinStandardHelpOptions = true)
  int accept(
      @Option(names = "--simulation", paramLabel = "NAME", description = "only runs of this one")
          Optional<String> simulation) {
    Settings settings = Settings.load();
    try {
      var results = BaselineStore.results(Path.of(settings.results()), simulation);
      results.leftOut().forEach(what -> out().println("left out: " + what));
      if (results.runs().isEmpty()) {
        throw new SetupException(
            "there are no results in %s to accept: run mvn gatling:test first"
                .formatted(settings.results()));
      }
      store(settings).accept(results.runs()).forEach(out()::println);
      return 0;
    } catch (IllegalArgumentException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "check",
      description = "Compare the runs since the last accept with the stored baselines.",
      mixinStandardHelpOptions = true)
  int check(
      @Option(names = "--simulation", paramLabel = "NAME", description = "only runs of this one")
          Optional<String> simulation,
      @Mixin GateOutput output) {
    Settings settings = Settings.load();
    output.undecidedOr(settings.gate().undecided());
    try {
      var results = BaselineStore.results(Path.of(settings.results()), simulation);
      return output.tell(
          Check.of(store(settings), results, limits(settings.gate()), settings.gate().runs()),
          out());
    } catch (IllegalArgumentException e) {
      output.tellFailure("check", "accepted runs", "later runs", String.valueOf(e.getMessage()));
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "history",
      description = "Show where metrics changed over runs of gate ab, and export them.",
      mixinStandardHelpOptions = true)
  int history(
      @Parameters(
              arity = "1..*",
              paramLabel = "DIR",
              description = "gate.json of a run, by any name, or a directory with such files")
          List<Path> places,
      @Option(
              names = "--output",
              paramLabel = "DIR",
              defaultValue = "target/gate",
              description = "for page, CSV and JSON (default: ${DEFAULT-VALUE})")
          Path directory) {
    try {
      var history = GateHistory.read(places);
      out()
          .printf(
              "gate history: runs 1 to %d, the newest of %s%n",
              history.runs().size(), history.newest().started());
      history.metrics().forEach(m -> history.changes(m).forEach(c -> out().println("  " + c)));
      history.leftOut().forEach(what -> out().println("  left out: " + what));
      HistoryFiles.write(directory, history).forEach(file -> out().println("  " + file));
      out().println("  " + RunReport.write(directory, history));
      return 0;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new SetupException("no history can be made: " + e.getMessage(), e);
    }
  }

  private static DuelPlan plan(Settings settings) {
    int seed = settings.gate().seed();
    return new DuelPlan(
        limits(settings.gate()),
        settings.gate().budget(),
        settings.timeout(),
        settings.gate().users(),
        seed != 0 ? seed : ThreadLocalRandom.current().nextLong(1, 1_000_000_000),
        OnError.of(settings.onError()));
  }

  private static Limits limits(Settings.Gate gate) {
    return Limits.percent(gate.timeLimit(), gate.workLimit(), gate.costLimit());
  }

  private static PgGitSource source(List<Path> paths) {
    return paths.isEmpty() || paths.equals(List.of(REFERENCE))
        ? PgGitSource.reference()
        : PgGitSource.of(paths);
  }

  private static BaselineStore store(Settings settings) {
    return new BaselineStore(Path.of(settings.gate().baselines()));
  }
}
