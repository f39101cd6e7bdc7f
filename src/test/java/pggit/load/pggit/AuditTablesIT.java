package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** Faults that show in the tables beside the commits, and audits that cannot be made. */
class AuditTablesIT extends AuditFixture {

  @Test
  void findsIdsThatAreNotRegisteredOrTwiceOrForNothing() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "DELETE FROM pggit.trinity_ids WHERE trinity_id = 'T-2';"
            + "INSERT INTO pggit.trinity_ids VALUES ('T-3'), ('T-nobody')");

    onlyFails(
        audit(NOTHING),
        "IDs registered",
        "in pggit.trinity_ids 1 acknowledged ID missing, e.g. that of commit 2; 1 registered twice,"
            + " e.g. 'T-3'; 1 without a commit, e.g. 'T-nobody'");
  }

  @Test
  void findsBranchesThatAreThereTwiceOrNotAtAll() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "DROP INDEX pggit.branch_names; INSERT INTO pggit.branches (name) VALUES ('b-1')");

    onlyFails(
        audit(NOTHING),
        "one row per branch",
        "in pggit.branches 1 branch more than once, e.g. 'b-1'; 0 with stored commits missing");
  }

  @Test
  void findsParentsThatAreNotThere() throws Exception {
    install(GOOD);
    commits(20, "message");
    Commits.run(
        connection,
        "UPDATE pggit.commits SET parent_trinity_id = CASE trinity_id WHEN 'T-1' THEN 'T-0' ELSE"
            + " 'T-gone' END WHERE trinity_id IN ('T-1', 'T-2')");

    onlyFails(audit(NOTHING), "parents stored", "1 commit has a parent that is not stored");
  }

  @Test
  void keepsWhatWasThereBeforeApart() throws Exception {
    install(GOOD);
    Commits.run(
        connection, "SELECT pggit.store('old-' || i, 'b-0', 'x') FROM generate_series(1, 7) i");
    StoredBefore before = StoredBefore.of(connection, Contract.detect(connection));
    commits(20, "message");

    AuditReport report = audit(before);
    assertThat(before.commits()).isEqualTo(7);
    assertThat(failed(report)).isEmpty();
    assertThat(evidence(report, "history kept"))
        .isEqualTo("7 commits from before the run, all there");

    Commits.run(
        connection,
        "UPDATE pggit.commits SET trinity_id = 'new-1' WHERE trinity_id = 'old-1';"
            + "UPDATE pggit.trinity_ids SET trinity_id = 'new-1' WHERE trinity_id = 'old-1'");
    onlyFails(
        audit(before), "history kept", "7 commits from before the run, no longer the same ones");

    Commits.run(
        connection,
        "DELETE FROM pggit.commits WHERE trinity_id = 'new-1';"
            + "DELETE FROM pggit.trinity_ids WHERE trinity_id = 'new-1'");
    onlyFails(audit(before), "history kept", "7 commits from before the run, 6 of them left");
  }

  @Test
  void neverPassesWithoutHavingLooked() throws Exception {
    install(GOOD);
    Contract contract = Contract.detect(connection);
    commits(1, "message");
    Commits.run(connection, "DROP TABLE pggit.commits");

    AuditReport report = Audit.of(connection, contract, ledger, NOTHING);

    assertThat(failed(report)).containsExactly("audit");
    assertThat(evidence(report, "audit")).contains("SQLSTATE 42P01");
    assertThat(report.verdicts().get(1).outcome()).isEqualTo(Outcome.UNDECIDED);

    connection.close();
    assertThat(failed(Audit.of(connection, contract, ledger, NOTHING))).containsExactly("audit");
  }

  @Test
  void decidesNothingAboutCommitsThatWereNotMade() throws Exception {
    install(GOOD);

    AuditReport report = audit(NOTHING);

    assertThat(report.verdicts())
        .filteredOn(v -> v.name().equals("nothing lost") || v.name().equals("unique Trinity IDs"))
        .extracting(Verdict::outcome, Verdict::evidence)
        .containsOnly(tuple(Outcome.UNDECIDED, "no commit was acknowledged"));
  }
}
