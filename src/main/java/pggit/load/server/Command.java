package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Small programs of the system, run to their end. */
public final class Command {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Command() {}

  /** Runs a program that says little. Empty if it ended with 0, else what it said. */
  public static Optional<String> failure(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return Optional.of(command.get(0) + " did not end within " + LIMIT.toSeconds() + " s");
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.exitValue();
      return code == 0
          ? Optional.empty()
          : Optional.of(said.isEmpty() ? command.get(0) + " ended with code " + code : said);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while " + command.get(0) + " ran");
    }
  }
}
