package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Turns what went wrong while starting the embedded server into what a user can mend. */
final class StartFailure {

  private static final int LOG_LINES = 15;

  private static final String NOT_EXECUTABLE =
      ". If programs may not run there (noexec), " + TempArea.ELSEWHERE + ".";

  private static final String REFUSES =
      "PostgreSQL refuses to run as root or as a user without a name, and ";

  private StartFailure() {}

  static SetupException of(IOException e, Path place) {
    String message = String.valueOf(e.getMessage());
    if (isDiskFull(message)) {
      return new SetupException(diskFull(place), e);
    }
    return new SetupException(
        "The embedded PostgreSQL could not be set up in %s: %s: %s%s"
            .formatted(place, e.getClass().getSimpleName(), message, hint(message)),
        e);
  }

  /**
   * @param what what was done, as the beginning of a sentence
   * @param output what the program said, of which the last lines are shown
   */
  static SetupException of(String what, String output, Path place) {
    if (output.contains("failed to execute") && output.contains("Permission denied")) {
      return new SetupException(what + ". It said: " + output.strip() + NOT_EXECUTABLE);
    }
    // First, since a limit of 0 user namespaces makes unshare say "No space left on device".
    if (output.contains("unshare failed") || output.startsWith("unshare: ")) {
      return new SetupException(
          REFUSES
              + "`unshare -U`, with which we start it then, says: %s. Run as an ordinary user, or mend this: %s."
                  .formatted(output.strip(), EmbeddedServer.NAMESPACE_REMEDY));
    }
    if (isDiskFull(output)) {
      return new SetupException(diskFull(place));
    }
    return new SetupException(what + ". It said last:\n" + lastLines(output));
  }

  static boolean isPortInUse(String log) {
    return log.contains("Address already in use");
  }

  static SetupException portInUse(int port) {
    return new SetupException(
        ("Port %s on 127.0.0.1 is in use, so the embedded PostgreSQL cannot listen there: stop what"
                + " uses it, or choose another port (0 takes any free one).")
            .formatted(port));
  }

  /** What the file says at its end; empty where there is no file. */
  static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private static String hint(String message) {
    if (message.contains("Cannot run program \"unshare\"")) {
      return ". "
          + REFUSES
          + "is started with `unshare -U` (util-linux) then: install that, or run as an ordinary user.";
    }
    return message.contains("Cannot run program") && message.contains("Permission denied")
        ? NOT_EXECUTABLE
        : "";
  }

  private static boolean isDiskFull(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }

  private static String diskFull(Path place) {
    return ("No disk space for the embedded PostgreSQL in %s%s: it needs about 150 MB to start, more"
            + " under load. Free some, or %s.")
        .formatted(place, freeSpace(place), TempArea.ELSEWHERE);
  }

  private static String freeSpace(Path place) {
    Path existing = place.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      double bytes = Files.getFileStore(existing).getUsableSpace();
      return String.format(Locale.ROOT, " (%.1f MB free)", bytes / 1e6);
    } catch (IOException e) {
      return "";
    }
  }

  private static String lastLines(String output) {
    List<String> lines = output.strip().lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return last.isEmpty() ? "(nothing)" : String.join("\n", last);
  }
}
