package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.exhaustion.ReplicationDrills.Standby;
import pggit.load.measure.Outcome;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.LimitedServer;
import pggit.load.server.fault.Machine;

/** On a pgGit that is wrong in just one respect, the drills of {@link ReplicationTest} say so. */
@Tag("chaos")
@Tag("slow")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplicationDrillsTest {

  /** IDs from a counter that a crash or a promotion sets back. */
  private static final String UNLOGGED_COUNTER = "ALTER SEQUENCE pggit.commit_number SET UNLOGGED;";

  private static final String ANY_ID =
      """
      ALTER TABLE pggit.trinity_ids DROP CONSTRAINT trinity_ids_pkey;
      ALTER TABLE pggit.recorded_commits DROP CONSTRAINT recorded_commits_pkey;
      DROP INDEX pggit.recorded_commits_branch;""";

  private static final String UNLOGGED_COMMITS = "ALTER TABLE pggit.recorded_commits SET UNLOGGED";

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @BeforeAll
  static void skipWhereNoServerCanFollow() {
    Exhaustion.skipUnless(Machine.replication());
  }

  @Test
  void noticeIdsThatAPromotedStandbyGivesAgain() throws Exception {
    var findings = promoted(Standby.SYNCHRONOUS, spoilt(UNLOGGED_COUNTER + ANY_ID));

    assertThat(findings.defects()).contains("unique Trinity IDs").doesNotContain("nothing lost");
  }

  /** A standby that is behind by chance has few IDs to refuse: this one has all. */
  @Test
  void noticeAPromotedStandbyThatRefusesItsOwnIds() throws Exception {
    var findings = promoted(Standby.SYNCHRONOUS, spoilt(UNLOGGED_COUNTER));

    assertThat(findings.defects())
        .containsExactly("no commit is refused because it comes to a promoted standby");
    assertThat(findings.complaint()).contains("23505");
  }

  @Test
  void noticeCommitsAndVersionsThatAPromotedStandbyLacks() throws Exception {
    var subject = spoilt(UNLOGGED_COMMITS + "; ALTER TABLE pggit.table_versions SET UNLOGGED");

    var findings = promoted(Standby.SYNCHRONOUS, subject);

    assertThat(findings.defects())
        .contains("nothing lost", "versions go on on the promoted standby");
  }

  /** What was acknowledged after the link broke is lost, and its IDs are given again. */
  @Test
  void countWhatAnAsynchronousStandbyLacksAndAccuseNobody() throws Exception {
    var findings = promoted(Standby.BEHIND, spoilt(""));

    assertThat(findings.complaint()).isEmpty();
    assertThat(findings.verdicts())
        .filteredOn(v -> v.outcome() == Outcome.UNDECIDED)
        .extracting(v -> v.name())
        .contains("drill: nothing lost");
    assertThat(findings.metrics())
        .filteredOn(m -> m.name().endsWith("acknowledged commits lost"))
        .singleElement()
        .satisfies(m -> assertThat(m.value().orElseThrow()).isGreaterThan(99));
  }

  @Test
  void noticeQuestionsThatWrite() throws Exception {
    var subject =
        spoilt(
            """
            CREATE TABLE pggit.asked (what text);
            ALTER FUNCTION pggit.get_version(text) RENAME TO genuine_version;
            CREATE FUNCTION pggit.get_version(table_name text)
            RETURNS TABLE (schema text, name text, major int, minor int, patch int, full_version text)
            LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO pggit.asked VALUES (get_version.table_name);
              RETURN QUERY SELECT * FROM pggit.genuine_version(get_version.table_name);
            END $$;
            ALTER FUNCTION pggit.log(text, bigint) RENAME TO genuine_rows;
            CREATE FUNCTION pggit.log(branch_name text) RETURNS SETOF pggit.commits LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO pggit.asked VALUES (log.branch_name);
              RETURN QUERY SELECT * FROM pggit.genuine_rows(log.branch_name);
            END $$""");

    var findings = exhaustion.findingsOn(subject, Specs.SMALL, ReplicationDrills::readOnly);

    assertThat(findings.defects())
        .containsExactly(
            "version on a read-only standby is that on the primary",
            "pggit.log on a read-only standby is that on the primary");
    assertThat(findings.complaint()).contains("25006");
  }

  @Test
  void noticeCommitsThatDoNotWaitForTheStandby() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              PERFORM set_config('synchronous_commit', 'local', true);
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    var findings = exhaustion.findingsOn(subject, Specs.SMALL, StandbyGoneDrills::synchronous);

    assertThat(findings.defects())
        .containsExactly("a commit waits for a synchronous standby that is gone");
  }

  @Test
  void noticeAPgGitThatHidesThatACommitIsInDoubt() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              PERFORM set_config('client_min_messages', 'error', false);
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    var findings = exhaustion.findingsOn(subject, Specs.SMALL, StandbyGoneDrills::synchronous);

    assertThat(findings.defects())
        .containsExactly(
            "a commit whose wait for the standby was cancelled is said to be in doubt");
  }

  @Test
  void noticeTenTimesTheLog() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              PERFORM pg_logical_emit_message(true, 'spoilt', repeat(message, 10));
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    var findings = exhaustion.findingsOn(subject, Specs.HOLDING, StandbyGoneDrills::slot);

    assertThat(findings.defects())
        .containsExactly("a commit writes as much log as its message asks for");
  }

  @Test
  void nameIdsThatAreTheSameOnBothSides() throws Exception {
    var subject =
        spoilt("UPDATE pggit.installation SET era = '00000000-0000-0000-0000-000000000000'");

    var findings = exhaustion.findingsOn(subject, Specs.LOGICAL, BothSidesDrill::committed);

    assertThat(findings.complaint()).isEmpty();
    assertThat(findings.verdicts())
        .filteredOn(
            v -> v.name().endsWith("IDs given on both sides of a logical replication differ"))
        .singleElement()
        .satisfies(v -> assertThat(v.outcome()).isEqualTo(Outcome.UNDECIDED))
        .satisfies(v -> assertThat(v.evidence()).contains("'00000000-"));
  }

  @Test
  void noticeAHistoryThatDoesNotGoOnAfterARestore() throws Exception {
    var findings =
        exhaustion.findingsOn(
            spoilt(UNLOGGED_COUNTER), Specs.ARCHIVING, RestoreDrill::betweenTwoCommits);

    assertThat(findings.defects()).containsExactly("the history goes on after the restore point");
  }

  @Test
  void noticeACommitThatARestoreDoesNotBring() throws Exception {
    var findings =
        exhaustion.findingsOn(
            spoilt(UNLOGGED_COMMITS), Specs.ARCHIVING, RestoreDrill::betweenTwoCommits);

    assertThat(findings.defects())
        .contains("the commit before the restore point is there", "nothing lost");
  }

  @Test
  void leaveNoStandbyBehindWhenTheyFall() {
    var own = new Exhaustion();
    own.beforeAll(null);
    var servers = new ArrayList<LimitedServer>();
    Drill falling =
        (site, findings) -> {
          servers.add(site.server());
          servers.add(site.server().backup().follow(Map.of()));
          site.server().backup();
          site.server().killAll();
          servers.get(1).freeze();
          throw new IllegalStateException("on purpose");
        };

    assertThatThrownBy(() -> own.run("falling", Specs.SMALL, falling)).hasMessage("on purpose");
    assertThat(servers.get(1).leftovers().found()).isNotEmpty();
    own.afterEach(null);

    assertThat(servers).allSatisfy(s -> assertThat(s.leftovers().found()).isEmpty());
  }

  @Test
  void sayWhichBinariesAreMissingBeforeAnyServerStarts(@TempDir Path libraries) throws Exception {
    Files.createFile(libraries.resolve("pgoutput.so"));

    assertThat(Machine.replication(libraries).whyNot().orElseThrow())
        .startsWith(
            "replication: the embedded PostgreSQL has no [libpqwalreceiver.] in " + libraries)
        .contains("Without it no tests of standby servers");
  }

  private static DrillLog promoted(Standby kind, DrilledPgGit subject) throws Exception {
    return exhaustion.findingsOn(subject, Specs.SMALL, ReplicationDrills.promoted(kind));
  }

  private static DrilledPgGit spoilt(String sql) {
    return new DrilledPgGit(PgGitSource.reference(), OnError.STOP, sql);
  }
}
