package pggit.load.pggit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an installation did.
 *
 * @param statements statements sent, and other lines that failed
 * @param failed how many of them failed; 0 under {@link OnError#STOP}, but for lines at which psql
 *     itself goes on
 * @param failures the first thousand of them of each script, in their order
 */
public record InstallReport(int statements, int failed, List<Failure> failures) {

  /**
   * A statement that failed, or a line that is refused or not understood.
   *
   * @param file where it stands
   * @param line where it begins, counted from 1
   * @param lastLine how far the file had been read, which is the line that psql names
   * @param sqlState what the server said; empty if it was not asked
   * @param statement its first line, or the meta-command; empty for the end of a file
   */
  public record Failure(
      Path file,
      int line,
      int lastLine,
      Optional<String> sqlState,
      String message,
      String statement) {

    /** For people. */
    @Override
    public String toString() {
      return file
          + ":"
          + line
          + ": "
          + sqlState.map(state -> "SQLSTATE " + state + ": ").orElse("")
          + message
          + (statement.isEmpty() ? "" : ", in: " + statement);
    }
  }

  /** Nothing was sent. */
  static final InstallReport NOTHING = new InstallReport(0, 0, List.of());

  static final int FAILURES_KEPT = 1_000;

  public InstallReport {
    if (statements < 0 || failed < failures.size() || failed > statements) {
      throw new IllegalArgumentException(failed + " of " + statements + " statements failed");
    }
    failures = List.copyOf(failures);
  }

  /** {@code 2 of 1,310 statements failed}. */
  public String sentence() {
    return String.format(Locale.ROOT, "%,d of %,d statements failed", failed, statements);
  }
}
