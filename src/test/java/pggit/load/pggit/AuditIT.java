package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.measure.Extent;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** A pgGit that is broken in one way must fail the verdict that names it, and no other. */
class AuditIT extends AuditFixture {

  @Test
  void passesAPgGitThatIsRight() throws Exception {
    install(GOOD);
    commits(100, "message");

    AuditReport report = audit(NOTHING);

    assertThat(report.stored()).isEqualTo(100);
    assertThat(report.verdicts())
        .extracting(Verdict::name)
        .containsExactly(
            "unique Trinity IDs",
            "valid Trinity IDs",
            "nothing lost",
            "stored once",
            "messages intact",
            "branch kept",
            "nothing invented",
            "IDs registered",
            "one row per branch",
            "parents stored");
    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void findsAnIdThatIsGivenOutTwice() throws Exception {
    install(
        """
        IF n = 50 THEN -- the ID of 17 again, and nothing else wrong
          INSERT INTO pggit.commits VALUES ('T-17', pggit.branch(branch_name), NULL, message);
          RETURN 'T-17';
        END IF;
        """
            + GOOD);
    commits(100, "message");

    onlyFails(
        audit(NOTHING),
        "unique Trinity IDs",
        "1 ID was given out again, e.g. 'T-17' for commit 17 and commit 50");
  }

  @Test
  void findsCommitsThatAreLost() throws Exception {
    install("IF n % 40 = 7 THEN RETURN 'T-' || n; END IF;" + GOOD);
    commits(100, "message");

    onlyFails(
        audit(NOTHING),
        "nothing lost",
        "3 of 100 acknowledged commits are not stored, e.g. commit 7 on 'b-1' (17 bytes); commit 47"
            + " on 'b-2' (18 bytes); commit 87 on 'b-0' (18 bytes)");
  }

  @Test
  void findsAnErrorThatIsSwallowed() throws Exception {
    install(
        """
        BEGIN
          PERFORM pggit.store('T-' || n, branch_name, message);
          IF n = 5 THEN
            RAISE disk_full;
          END IF;
        EXCEPTION WHEN disk_full THEN
          NULL;
        END;
        RETURN 'T-' || n;
        """);
    commits(20, "message");

    onlyFails(
        audit(NOTHING),
        "nothing lost",
        "1 of 20 acknowledged commits is not stored, e.g. commit 5 on 'b-2' (17 bytes)");
  }

  @Test
  void findsMessagesThatAreNull() throws Exception {
    install(GOOD.replace("message)", "nullif(message, '[audit-5] message'))"));
    commits(20, "message");

    onlyFails(
        audit(NOTHING),
        "messages intact",
        "1 commit's message not as sent, e.g. commit 5: sent 17 bytes, stored NULL");
  }

  @Test
  void findsMessagesThatAreCutOff() throws Exception {
    install(GOOD.replace("message)", "left(message, 65536))"));
    commits(3, "short");
    commits(2, "x".repeat(70_000 - "[audit-3] ".length()));

    onlyFails(
        audit(NOTHING),
        "messages intact",
        "2 commits' messages not as sent, e.g. commit 4: sent 70,000 bytes, stored 65,536 (cut off"
            + " after byte 65,536); commit 3: sent 70,000 bytes, stored 65,536 (cut off after byte"
            + " 65,536)");
  }

  @Test
  void findsMessagesThatAreAltered() throws Exception {
    install(GOOD.replace("message)", "replace(message, 'ü', 'u'))"));
    commits(1, "grün");

    onlyFails(
        audit(NOTHING),
        "messages intact",
        "1 commit's message not as sent, e.g. commit 0: sent 15 bytes, stored 14 (other from byte 13"
            + " on)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'T-' || n", "'T-' || n || '-again'"})
  void findsCommitsThatAreStoredTwice(String second) throws Exception {
    install(
        """
        IF n = 9 THEN
          INSERT INTO pggit.commits VALUES (%s, pggit.branch(branch_name), NULL, message);
        END IF;
        """
                .formatted(second)
            + GOOD);
    commits(20, "message");

    AuditReport report = audit(NOTHING);

    onlyFails(report, "stored once", null);
    assertThat(evidence(report, "stored once"))
        .startsWith("1 row too many: the same commit stored again, e.g. commit 9 on 'b-0'");
  }

  @Test
  void findsCommitsOnAnotherBranch() throws Exception {
    install(
        """
        PERFORM pggit.branch(branch_name);
        IF n = 4 THEN
          RETURN pggit.store('T-' || n, 'b-0', message);
        END IF;
        """
            + GOOD);
    commits(20, "message");

    onlyFails(
        audit(NOTHING),
        "branch kept",
        "1 commit on another branch than asked for, e.g. commit 4 was made on 'b-1' and is stored on"
            + " 'b-0'");
  }

  @Test
  void findsCommitsThatNobodySent() throws Exception {
    install(
        "IF n = 9 THEN PERFORM pggit.store('T-x', branch_name, 'merged ' || n); END IF;" + GOOD);
    commits(20, "message");

    onlyFails(
        audit(NOTHING),
        "nothing invented",
        "1 commit is stored that nobody sent, e.g. a commit on 'b-0' of 8 bytes as 'T-x'");
  }

  @Test
  void findsWhatAFailedCommitLeftBehind() throws Exception {
    install(GOOD);
    commits(5, "message");
    for (String message : List.of("stays", "goes")) {
      ledger.failed(ledger.intend("b-0", message), "53100");
    }
    Commits.run(connection, "SELECT pggit.store('T-left', 'b-0', 'stays')");

    onlyFails(
        audit(NOTHING),
        "failed commits undone",
        "1 of 2 failed commits (53100: 2) left something behind, e.g. commit 5 on 'b-0' failed and is"
            + " stored as 'T-left'");
  }

  @Test
  void takesCommitsInDoubtAsTheyAre() throws Exception {
    install(GOOD);
    commits(5, "message");
    for (String message : List.of("arrived", "lost")) {
      ledger.inDoubt(ledger.intend("b-0", message));
    }
    ledger.intend("b-1", "never told");
    Commits.run(connection, "SELECT pggit.store('T-a', 'b-0', 'arrived')");

    AuditReport report = audit(NOTHING);

    assertThat(failed(report)).isEmpty();
    assertThat(report.inDoubtStored()).isEqualTo(1);
    assertThat(evidence(report, "nothing lost"))
        .isEqualTo("all of 5 acknowledged commits are stored; of 3 in doubt 1 are");
  }

  @Test
  void findsMissingIds() throws Exception {
    install(
        "PERFORM pggit.store('T-' || n, branch_name, message); RETURN nullif('T-' || n, 'T-3');");
    commits(5, "message");

    onlyFails(
        audit(NOTHING),
        "valid Trinity IDs",
        "1 acknowledged without an ID, e.g. commit 3 got NULL; 0 stored without an ID; 0 stored under"
            + " another ID than the one returned");
  }

  @Test
  void countsACommitOnceThatNeitherCameWithAnIdNorIsStoredWithOne() throws Exception {
    install(
        "PERFORM pggit.store(nullif('T-' || n, 'T-3'), branch_name, message); RETURN nullif('T-' || n, 'T-3');");
    commits(5, "message");

    var often =
        audit(NOTHING).verdicts().stream()
            .filter(v -> v.name().equals("valid Trinity IDs"))
            .map(v -> v.extent().often());

    assertThat(often).containsExactly(new Extent.Often(1, 5, false));
  }

  @Test
  void findsAnotherIdThanTheOneReturned() throws Exception {
    install("PERFORM pggit.store('T-' || n, branch_name, message); RETURN 'X-' || n;");
    Commits.run(connection, "DROP TABLE pggit.trinity_ids; CREATE TABLE pggit.trinity_ids (i int)");
    Commits.run(
        connection,
        "CREATE OR REPLACE FUNCTION pggit.store(id text, branch text, message text) RETURNS text"
            + " LANGUAGE sql AS $$ INSERT INTO pggit.commits VALUES (id, pggit.branch(branch), NULL,"
            + " message) RETURNING trinity_id $$");
    commits(2, "message");

    onlyFails(
        audit(NOTHING),
        "valid Trinity IDs",
        "0 acknowledged without an ID; 0 stored without an ID; 2 stored under another ID than the one"
            + " returned, e.g. commit 0 on 'b-0' is stored under another ID: 'T-0'; commit 1 on 'b-1'"
            + " is stored under another ID: 'T-1'");
  }
}
