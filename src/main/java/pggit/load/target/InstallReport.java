package pggit.load.target;

import java.util.List;

/**
 * What an installation did.
 *
 * @param statements statements sent, those that failed included
 * @param failed statements that failed, 0 under {@link OnError#STOP}
 * @param failures the first few of them: file, line, first line of the statement, SQLSTATE
 */
public record InstallReport(int statements, int failed, List<String> failures) {
  public InstallReport {
    if (statements < 0 || failed < 0 || failed > statements) {
      throw new IllegalArgumentException(failed + " of " + statements + " statements failed");
    }
    failures = List.copyOf(failures);
  }
}
