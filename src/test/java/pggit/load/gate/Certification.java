package pggit.load.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.measure.OneLocale;
import pggit.load.measure.ProcessTree;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.settings.Settings;

/**
 * Makes the gate's certificate, run by run, each kept at once: it may be stopped at any time and
 * goes on where it was. The cases take turns, so that a part of it is a fair part.
 */
final class Certification {
  private final Path file;
  private final DuelPlan plan;
  private final List<Variant> variants;
  private final Consumer<String> out;

  /**
   * @param file where it is kept
   * @param plan of each run; its seed is not used, each run draws its own
   * @param out gets a line after each run
   */
  private Certification(Path file, DuelPlan plan, List<Variant> variants, Consumer<String> out) {
    this.file = file;
    this.plan = plan;
    this.variants = variants;
    this.out = out;
  }

  /**
   * {@code exec:java} of docs/gate.md: goes on with the certificate, or takes in those of other
   * machines, whose files are the arguments.
   */
  public static void main(String[] arguments) {
    OneLocale.choose();
    if (arguments.length > 0) {
      Certificate all = Certificate.read(Certificate.FILE);
      for (String argument : arguments) {
        all = all.with(Certificate.read(Path.of(argument)));
      }
      all.write(Certificate.FILE);
      System.out.print(all.table());
      return;
    }
    Settings settings = Settings.load();
    Settings.Gate gate = settings.gate();
    DuelPlan plan =
        new DuelPlan(
            Limits.percent(gate.timeLimit(), gate.workLimit(), gate.costLimit()),
            settings.certificate().run(),
            settings.timeout(),
            gate.users(),
            0,
            OnError.of(settings.onError()));
    boolean between = !settings.baseline().isEmpty() && !settings.candidate().isEmpty();
    Optional<PgGitSource> released =
        Optional.of(settings.source()).filter(s -> !s.isEmpty()).map(PgGitSource::of);
    Certificate now =
        new Certification(
                between ? Certificate.BACKTEST : Certificate.FILE,
                plan,
                between
                    ? List.of(between(settings.baseline(), settings.candidate()))
                    : Variant.all(released),
                System.out::println)
            .run(System.nanoTime() + settings.certificate().budget().toNanos());
    System.out.print("\n" + now.table());
  }

  /** Named after where their paths differ. */
  private static Variant between(List<Path> baseline, List<Path> candidate) {
    Path before = baseline.get(0).toAbsolutePath();
    Path after = candidate.get(0).toAbsolutePath();
    int at = 0;
    while (at < Math.min(before.getNameCount(), after.getNameCount()) - 1
        && before.getName(at).equals(after.getName(at))) {
      at++;
    }
    return Variant.between(
        before.getName(at) + " → " + after.getName(at),
        PgGitSource.of(baseline),
        PgGitSource.of(candidate));
  }

  /** No run begins that might not end by then. */
  private Certificate run(long endNanos) {
    Certificate certificate = Certificate.read(file);
    Optional<Variant> next = next(certificate);
    while (next.isPresent() && endNanos - System.nanoTime() >= plan.budget().toNanos()) {
      certificate = certificate.with(next.get().name(), run(next.get()));
      certificate.write(file);
      next = next(certificate);
    }
    return certificate;
  }

  /** The case that is farthest behind; empty once all are done. */
  private Optional<Variant> next(Certificate certificate) {
    return variants.stream()
        .filter(variant -> certificate.runs(variant.name()).size() < variant.runs())
        .min(
            Comparator.comparingDouble(
                variant -> certificate.runs(variant.name()).size() / (double) variant.runs()));
  }

  private Certificate.Run run(Variant variant) {
    Path directory = temporary();
    int seed = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
    try (var server = EmbeddedServer.start(Duel.server(plan.users()))) {
      long turns = variant.share().map(share -> Calibration.of(server).turns(share)).orElse(0L);
      variant.write(directory, turns);
      PgGitSource before = variant.baseline();
      GateResult result;
      Optional<ProcessTree.Machine> begin = ProcessTree.machine();
      try (var beside = variant.beside().start(seed, directory)) {
        result =
            Duel.run(
                server,
                before,
                variant.candidate(directory),
                new DuelPlan(
                    variant.limits(plan.limits()),
                    plan.budget(),
                    plan.patience(),
                    plan.users(),
                    seed,
                    plan.onError()),
                (pairs, rulings, left) -> {});
      }
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put(
          "changed", turns > 0 ? "%d turns of an empty loop".formatted(turns) : variant.name());
      facts.put("source", name(before));
      facts.put("beside", variant.beside().words());
      facts.put("changes", changes(result));
      begin.ifPresent(
          then -> ProcessTree.machine().ifPresent(now -> facts.put("busy", busy(then, now))));
      Certificate.Run run = Certificate.Run.of(result, facts);
      out.accept(
          String.format(
              Locale.ROOT,
              "%-20s %-10s %5.0f s %5d pairs  %s",
              variant.name(),
              run.verdict().word(),
              run.seconds(),
              run.pairs(),
              String.join(", ", run.found())));
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException("nothing can be put beside the gate", e);
    } finally {
      delete(directory);
    }
  }

  /** Share of all processors that all programs used, this one and those beside it. */
  private static String busy(ProcessTree.Machine then, ProcessTree.Machine now) {
    double busy = now.busyMicros() - then.busyMicros();
    double idle = now.idleMicros() - then.idleMicros();
    return String.format(Locale.ROOT, "%.0f %% of all processors", 100 * busy / (busy + idle));
  }

  /** What got worse or better, and by how much. */
  private static String changes(GateResult result) {
    return Stream.<Judgement.Part>concat(result.comparisons().stream(), result.failures().stream())
        .filter(part -> part.verdict() == Ruling.REGRESSION || part.verdict() == Ruling.IMPROVEMENT)
        .map(Judgement.Part::sentence)
        .collect(Collectors.joining("; "));
  }

  /** Without the part of its path that says where it lies on this machine. */
  private static String name(PgGitSource source) {
    String all = source.describe();
    String[] parts = all.split("/");
    return String.join(
        "/", Arrays.asList(parts).subList(Math.max(0, parts.length - 3), parts.length));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("pggit-variant");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
