package pggit.load.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;

/**
 * By hand: examines pgGits on one server and prints what does not hold. Arguments are scripts and
 * directories of extensions, {@code reference}, or {@code mutant:} with a regular expression for
 * names and families of mutants. With {@code -Dscripts=DIRECTORY} the scripts that show it are
 * written there.
 */
final class Trial {

  private static final int AT_A_TIME = 2;

  private Trial() {}

  public static void main(String[] arguments) throws Exception {
    var pool = Executors.newFixedThreadPool(AT_A_TIME);
    try (var server = EmbeddedServer.start(EmbeddedSpec.defaults());
        var subject = new ExaminedPgGits(server)) {
      var printed = new ArrayList<Future<?>>();
      for (var argument : arguments) {
        for (var work : works(subject, argument)) {
          printed.add(pool.submit(work));
        }
      }
      for (var one : printed) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Callable<Void>> works(ExaminedPgGits subject, String argument) {
    if (argument.startsWith("mutant:")) {
      var wanted = argument.substring(argument.indexOf(':') + 1);
      return Mutant.all().stream()
          .filter(m -> m.name().matches(wanted) || m.family().matches(wanted))
          .map(
              m ->
                  work(
                      m.name() + ", red: " + m.red(),
                      () -> subject.mutant(m, true, scripts(m.name()))))
          .toList();
    }
    return List.of(
        work(
            argument,
            () ->
                argument.equals("reference")
                    ? subject.reference(scripts(argument))
                    : subject.source(Path.of(argument), scripts("source"))));
  }

  private static BiConsumer<String, String> scripts(String of) {
    var directory = System.getProperty("scripts");
    return (name, text) -> {
      if (directory != null) {
        try {
          var file = Path.of(directory, of, name);
          Files.createDirectories(file.resolveSibling(""));
          Files.writeString(file, text);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private interface Examination {
    List<Verdict> verdicts() throws SQLException;
  }

  private static Callable<Void> work(String title, Examination examination) {
    return () -> {
      long started = System.nanoTime();
      var lines = new ArrayList<String>();
      try {
        for (var verdict : examination.verdicts()) {
          if (verdict.outcome() != Outcome.PASS) {
            lines.add("  " + verdict.outcome() + " " + verdict.name() + ": " + verdict.evidence());
          }
        }
      } catch (SQLException | RuntimeException e) {
        lines.add("  could not be examined: " + e);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      lines.add(0, String.format(Locale.ROOT, "%s (%.1f s)", title, seconds));
      System.out.println(String.join("\n", lines));
      return null;
    };
  }
}
