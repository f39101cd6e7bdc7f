package pggit.load.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pggit.load.gate.GateResult;
import pggit.load.gate.GateWords;
import pggit.load.gate.JUnitXml;
import pggit.load.gate.Ruling;

/** Tells a verdict wherever people and machines look for it. */
final class GateOutput {
  private final PrintWriter out;
  private final Path directory;
  private final Optional<Path> summary;
  private final boolean undecidedFails;

  /**
   * @param directory of gate.json and JUnit's XML
   * @param summary file that Markdown is added to, if there is one
   */
  GateOutput(PrintWriter out, Path directory, Optional<Path> summary, boolean undecidedFails) {
    this.out = out;
    this.directory = directory;
    this.summary = summary;
    this.undecidedFails = undecidedFails;
  }

  /** Writes and prints the verdict; the exit code. */
  int tell(GateResult result) {
    write(result);
    out.println();
    GateWords.console(result).forEach(out::println);
    out.printf("  %s%n", directory.resolve(GateResult.NAME));
    out.flush();
    boolean let = result.verdict() == Ruling.UNDECIDED && !undecidedFails;
    return let ? 0 : result.verdict().exitCode();
  }

  /** Leaves files that say why there is no verdict, where a CI would show those of the last run. */
  void tellFailure(String mode, String baseline, String candidate, String message) {
    write(
        new GateResult(
            GateResult.SCHEMA,
            mode,
            Instant.now(),
            Duration.ZERO,
            baseline,
            candidate,
            Ruling.UNDECIDED,
            List.of(message),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private void write(GateResult result) {
    result.write(directory);
    JUnitXml.write(directory, result, undecidedFails);
    summary.ifPresent(file -> append(file, GateWords.markdown(result)));
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(
          file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
