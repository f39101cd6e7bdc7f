package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** Audits of the reference extension and of the other contracts. */
class AuditContractsIT extends AuditFixture {

  @Test
  void matchesByTheMessageWhereNoIdIsStored() throws Exception {
    installScript("create-commit.sql");
    commits(50, "message");
    commits(1, "x".repeat(70_000));
    assertThat(failed(audit(NOTHING))).isEmpty();

    Commits.run(connection, "UPDATE pggit.commits SET message = left(message, 65536)");
    onlyFails(
        audit(NOTHING),
        "messages intact",
        "1 commit's message not as sent, e.g. the one stamped [audit-50] is not as it was sent:"
            + " stored 65,536 bytes");

    Commits.run(connection, "DELETE FROM pggit.commits WHERE message LIKE '[audit-7]%'");
    assertThat(failed(audit(NOTHING))).containsExactly("nothing lost", "messages intact");
  }

  @Test
  void findsCopiesWhereNoIdIsStored() throws Exception {
    installScript("create-commit.sql");
    commits(50, "message");
    Commits.run(
        connection,
        "INSERT INTO pggit.commits (hash, branch_id, message) SELECT hash, branch_id, message FROM"
            + " pggit.commits WHERE message LIKE '[audit-7]%'");

    onlyFails(
        audit(NOTHING),
        "stored once",
        "1 row too many: the same commit stored again, e.g. commit 7 on 'b-1'");
  }

  @Test
  void passesTheOtherContracts() throws Exception {
    installScript("branch-first.sql");
    commits(50, "message");

    AuditReport report = audit(NOTHING);

    assertThat(failed(report)).isEmpty();
    assertThat(report.verdicts()).extracting(Verdict::name).doesNotContain("IDs registered");
  }

  @Test
  void passesTheReferenceExtension() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    commits(50, "message");
    commits(3, "ü".repeat(600_000)); // fetched singly
    commits(0, "");

    AuditReport report = audit(NOTHING);

    assertThat(report.stored()).isEqualTo(53);
    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(report.verdicts())
        .extracting(Verdict::name)
        .contains("branch kept", "IDs registered");
  }
}
