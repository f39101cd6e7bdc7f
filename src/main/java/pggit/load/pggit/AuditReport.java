package pggit.load.pggit;

import java.util.List;
import pggit.load.measure.Verdict;

/**
 * What an audit found.
 *
 * @param stored commits in {@code pggit.commits}, those from before the run included
 * @param inDoubtStored commits in doubt that turned out to be stored
 * @param verdicts one for each check that this pgGit's tables allow
 */
public record AuditReport(long stored, long inDoubtStored, List<Verdict> verdicts) {
  public AuditReport {
    verdicts = List.copyOf(verdicts);
  }
}
