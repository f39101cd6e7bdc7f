package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Outcome;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;

/** On a pgGit that is wrong in just one respect, the drills of an upgrade and a pooler say so. */
@Tag("chaos")
@Tag("slow")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpgradeDrillsTest {

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @TempDir Path directory;

  @Test
  void noticeAnInstallScriptThatEmptiesTheHistory() throws Exception {
    var script =
        Files.writeString(
            directory.resolve("install.sql"),
            reference()
                    .replaceFirst("(?m)^\\\\echo.*$", "")
                    .replaceAll("(?m)^SELECT pg_catalog.pg_extension_config_dump.*$", "")
                + "DELETE FROM pggit.recorded_commits;");

    var findings =
        exhaustion.findingsOnSharedServer(
            new DrilledPgGit(PgGitSource.of(List.of(script)), OnError.CONTINUE, ""),
            Specs.SMALL,
            UpgradeDrills::installedAgain);

    assertThat(findings.defects()).contains("nothing lost", "nothing lost, with nobody there");
  }

  @Test
  void noticeAnUpdateThatForgetsTheLatestCommits() throws Exception {
    Files.writeString(
        directory.resolve("pggit.control"), "default_version = '1.0'\nrelocatable = false\n");
    Files.writeString(directory.resolve("pggit--1.0.sql"), reference());
    Files.writeString(
        directory.resolve("pggit--1.0--1.1.sql"),
        "DELETE FROM pggit.recorded_commits WHERE number > (SELECT max(number) - 3 FROM pggit.recorded_commits)");

    var findings =
        exhaustion.findingsOnSharedServer(
            new DrilledPgGit(PgGitSource.of(List.of(directory)), OnError.STOP, ""),
            Specs.SMALL,
            UpgradeDrills::updated);

    assertThat(findings.defects()).contains("nothing lost");
    assertThat(findings.notes()).anyMatch(note -> note.endsWith("done, to version 1.1"));
  }

  private static String reference() throws IOException {
    try (var in = UpgradeDrillsTest.class.getResourceAsStream("/pggit/pggit--1.0.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void noticeABranchThatIsKeptInTheSession() throws Exception {
    var findings =
        throughAPooler(
            """
            BEGIN
              IF coalesce(current_setting('pggit.branch', true), '') = '' THEN
                PERFORM set_config('pggit.branch', branch_name, false);
              END IF;
              RETURN genuine.commit_changes(commit_name, current_setting('pggit.branch'), message);
            END""");

    assertThat(findings.defects()).contains("branch kept");
    assertThat(kept(findings)).contains("setting pggit.branch = drill-0");
  }

  @Test
  void nameAllThatStaysInASession() throws Exception {
    var findings =
        throughAPooler(
            """
            BEGIN
              PERFORM pg_advisory_lock(pg_backend_pid(), 1);
              CREATE TEMPORARY TABLE IF NOT EXISTS current_state AS SELECT 1 AS n;
              IF NOT EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'spoilt') THEN
                EXECUTE 'PREPARE spoilt AS SELECT 1';
              END IF;
              SET work_mem = '5MB';
              LISTEN commits;
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    assertThat(findings.complaint()).isEmpty();
    assertThat(kept(findings))
        .contains("advisory lock ")
        .contains("channel commits")
        .contains("prepared statement spoilt")
        .contains("setting work_mem = 5120")
        .contains("temporary table current_state");
  }

  @Test
  void noticeARefusalThatComesOfASharedSession() throws Exception {
    var findings =
        throughAPooler(
            """
            BEGIN
              PERFORM set_config('pggit.made', (1 + coalesce(nullif(current_setting('pggit.made', true), ''), '0')::int)::text, false);
              IF current_setting('pggit.made')::int > 5 AND current_setting('pggit.branch') <> branch_name THEN
                RAISE EXCEPTION 'this session is on branch %', current_setting('pggit.branch');
              END IF;
              PERFORM set_config('pggit.branch', branch_name, false);
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    // Whose branch no session is on is refused after the restart, too, by chance or for good.
    assertThat(findings.defects())
        .contains(
            "no commit is refused because it comes through a pooler, a connection each",
            "no commit is refused because it comes through a pooler, a pool of 20")
        .allMatch(
            name ->
                name.startsWith("no commit is refused because it comes through a pooler, ")
                    || name.startsWith("users commit again after the pooler was killed, "));
    assertThat(findings.complaint()).contains("P0001");
  }

  private static DrillLog throughAPooler(String body) throws Exception {
    return exhaustion.findingsOn(
        DrilledPgGit.spoilt(body), Specs.SMALL, PoolerDrills::transactionMode);
  }

  /** What the drill named, which is no defect by itself. */
  private static String kept(DrillLog findings) {
    return findings.verdicts().stream()
        .filter(v -> v.name().endsWith("a commit leaves nothing in its session"))
        .filter(v -> v.outcome() == Outcome.UNDECIDED)
        .findFirst()
        .orElseThrow()
        .evidence();
  }
}
