package pggit.load.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import pggit.load.measure.OneLocale;
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
  private final Consumer<String> out;

  private Certification(Path file, DuelPlan plan, Consumer<String> out) {
    this.file = file;
    this.plan = plan;
    this.out = out;
  }

  /**
   * Goes on with the certificate.
   *
   * @param file where it is kept
   * @param plan of each run; its seed is not used, each run draws its own
   * @param budget no run begins that might not end within it
   * @param out gets a line after each run
   * @return what there is now
   */
  private static Certificate run(Path file, DuelPlan plan, Duration budget, Consumer<String> out) {
    return new Certification(file, plan, out).run(System.nanoTime() + budget.toNanos());
  }

  /** {@code exec:java} of docs/gate.md. */
  public static void main(String[] arguments) {
    OneLocale.choose();
    Settings settings = Settings.load();
    DuelPlan plan =
        new DuelPlan(
            new Limits(settings.gate().timeLimit() / 100, settings.gate().costLimit() / 100),
            settings.certificate().run(),
            settings.timeout(),
            settings.gate().users(),
            0,
            OnError.of(settings.onError()));
    Certificate now =
        run(Certificate.FILE, plan, settings.certificate().budget(), System.out::println);
    System.out.print("\n" + now.table());
  }

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
  private static Optional<Variant> next(Certificate certificate) {
    return Variant.ALL.stream()
        .filter(variant -> certificate.runs(variant.name()).size() < variant.runs())
        .min(
            Comparator.comparingDouble(
                variant -> certificate.runs(variant.name()).size() / (double) variant.runs()));
  }

  private Certificate.Run run(Variant variant) {
    Path directory = temporary();
    try (var server = EmbeddedServer.start(Duel.server())) {
      long turns = variant.share() == 0 ? 0 : Calibration.of(server).turns(variant.share());
      variant.write(directory, turns);
      deleteAtExit(directory);
      boolean unchanged =
          variant.share() == 0 && (variant.insideCommit() + variant.atEnd()).isEmpty();
      GateResult result =
          Duel.run(
              server,
              PgGitSource.reference(),
              unchanged ? PgGitSource.reference() : PgGitSource.of(List.of(directory)),
              new DuelPlan(
                  plan.limits(),
                  plan.budget(),
                  plan.patience(),
                  plan.users(),
                  ThreadLocalRandom.current().nextLong(1, 1_000_000_000),
                  plan.onError()),
              (pairs, rulings, left) -> {});
      Certificate.Run run =
          Certificate.Run.of(
              result, turns > 0 ? "%d turns of an empty loop".formatted(turns) : variant.name());
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
    } finally {
      delete(directory);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("pggit-variant");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a run that is stopped in the middle. */
  private static void deleteAtExit(Path directory) {
    directory.toFile().deleteOnExit();
    try (var files = Files.list(directory)) {
      files.forEach(file -> file.toFile().deleteOnExit());
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
