package pggit.load.simulations;

import io.gatling.app.Gatling;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pggit.load.measure.JsonFile;

/**
 * The fewest faults of a schedule after which the same is wrong, by trying: each trial is the whole
 * simulation once more, in a JVM of its own and with a new server.
 */
final class Shortened {

  private static final int TRIALS = 12;

  /** Gatling's exit code when an assertion failed. */
  private static final int FAILED = 2;

  private Shortened() {}

  /**
   * Delta debugging: parts of a list that still fail, and parts of those, until none that is
   * smaller by one part does, or enough was tried.
   *
   * @param suspects tried first
   * @param trials how often {@code fails} may be asked
   * @return the smallest list that was seen to fail; {@code all} if none was
   * @see <a href="https://doi.org/10.1109/32.988498">Zeller, Hildebrandt: ddmin (2002)</a>
   */
  static <T> List<T> fewest(
      List<T> all, Collection<T> suspects, Predicate<List<T>> fails, int trials) {
    int left = trials;
    var failing = List.copyOf(all);
    if (suspects.size() < all.size() && !suspects.isEmpty()) {
      left--;
      if (fails.test(List.copyOf(suspects))) {
        failing = List.copyOf(suspects);
      }
    }
    for (int parts = 2; failing.size() > 1 && parts <= failing.size() && left > 0; ) {
      Optional<List<T>> smaller = Optional.empty();
      for (var part : candidates(failing, parts)) {
        if (smaller.isEmpty() && left > 0) {
          left--;
          smaller = Optional.of(part).filter(fails);
        }
      }
      // Of a part that fails by itself, halves come next; of what is left without one, as many.
      int now = failing.size();
      failing = smaller.orElse(failing);
      parts =
          smaller.isEmpty()
              ? (parts == now ? now + 1 : Math.min(now, 2 * parts))
              : Math.max(2, failing.size() <= now / 2 ? 2 : parts - 1);
    }
    return failing;
  }

  /** Each part alone, then all without it. */
  private static <T> List<List<T>> candidates(List<T> all, int parts) {
    var pieces = new ArrayList<List<T>>();
    for (int i = 0; i < parts; i++) {
      pieces.add(all.subList(all.size() * i / parts, all.size() * (i + 1) / parts));
    }
    var candidates = new ArrayList<List<T>>(pieces);
    if (parts > 2) { // else each is the other's rest
      for (var piece : pieces) {
        var rest = new ArrayList<>(all);
        rest.removeAll(piece);
        candidates.add(rest);
      }
    }
    return candidates;
  }

  /**
   * Tries parts of a schedule.
   *
   * @param accused the faults after which it was seen
   * @param directory gets the results of the trials
   */
  static Schedule of(Schedule schedule, Collection<Integer> accused, Path directory) {
    int last = accused.stream().mapToInt(Integer::intValue).max().orElse(Integer.MAX_VALUE);
    var upToThere = schedule.numbers().stream().filter(number -> number <= last).toList();
    var limit = schedule.expected().multipliedBy(2).plusMinutes(2);
    return schedule.only(
        fewest(
            upToThere,
            new TreeSet<>(accused),
            numbers -> fails(schedule.only(numbers), directory, limit),
            TRIALS));
  }

  private static boolean fails(Schedule part, Path directory, Duration limit) {
    var name = part.numbers().stream().map(String::valueOf).collect(Collectors.joining("-"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.matches("-X.*|--add-opens.*|-Dpggit\\..*"))
            .toList());
    command.addAll(List.of(part.replay().split(" ")));
    try {
      var own = Files.createDirectories(directory.resolve(name));
      command.add("-Dpggit.results=" + own);
      command.add("-Dsimulations.one=true");
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Gatling.class.getName(), "-s", NemesisSimulation.class.getName()));
      command.addAll(List.of("-nr", "-rf", own.resolve("gatling").toString()));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("output.txt").toFile())
              .start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroy();
      }
      return ended && process.exitValue() == FAILED && hasResult(own);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean hasResult(Path directory) throws IOException {
    return JsonFile.entries(directory).stream()
        .anyMatch(entry -> entry.getFileName().toString().startsWith("NemesisSimulation-"));
  }
}
