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
import org.jspecify.annotations.Nullable;
import pggit.load.gate.GateResult;
import pggit.load.gate.GateWords;
import pggit.load.gate.JUnitXml;
import pggit.load.gate.Ruling;
import pggit.load.measure.JsonFile;
import pggit.load.server.SetupException;
import picocli.CommandLine.Option;

/** Tells a verdict wherever people and machines look for it. */
final class GateOutput {

  @Option(names = "--undecided", paramLabel = "pass|fail", description = "exit code 0 or 2")
  private @Nullable String undecided;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target/gate",
      description = "for gate.json, gate.md and TEST-*.xml (default: ${DEFAULT-VALUE})")
  private Path directory = Path.of("");

  private boolean undecidedFails;

  /** Takes the setting where the command says nothing; refuses what it cannot be. */
  void undecidedOr(String setting) {
    var policy = Optional.ofNullable(undecided).orElse(setting);
    if (!List.of("pass", "fail").contains(policy)) {
      throw new SetupException("--undecided = \"%s\": expected pass or fail".formatted(policy));
    }
    undecidedFails = policy.equals("fail");
  }

  Path directory() {
    return directory;
  }

  /** Writes and prints the verdict; the exit code. */
  int tell(GateResult result, PrintWriter out) {
    write(result);
    out.println();
    GateWords.console(result).forEach(out::println);
    out.printf("  %s%n", directory.resolve(GateResult.NAME));
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
            List.of(),
            List.of()));
  }

  private void write(GateResult result) {
    result.write(directory);
    JUnitXml.write(directory, result, undecidedFails);
    var table = GateWords.markdown(result);
    JsonFile.replace(directory.resolve("gate.md"), table);
    var summary = System.getenv().getOrDefault("GITHUB_STEP_SUMMARY", "");
    if (!summary.isEmpty()) {
      append(Path.of(summary), table);
    }
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
