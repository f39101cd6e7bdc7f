package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.DiskLimit.Part;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.LimitedSpec;

/** Tests of the tests: on a pgGit or a server that is wrong on purpose, the drills say so. */
@Tag("chaos")
@Tag("slow")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrillsTest {

  private static final String HONEST =
      "BEGIN RETURN genuine.commit_changes(commit_name, branch_name, message); END";

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  void noticeAPgGitThatSwallowsTheFullDisk() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            EXCEPTION WHEN disk_full THEN
              RETURN gen_random_uuid()::text;
            END""");
    var data = Specs.SMALL.withDisk(Part.DATA, 64 * Specs.MIB);

    var findings = exhaustion.findingsOn(subject, data, DiskDrills::commitsUntilFull);

    assertThat(findings.defects()).contains("a full disk is reported as such", "nothing lost");
    assertThat(findings.complaint()).contains("were acknowledged though the disk had room for");
  }

  @Test
  void noticeAPgGitThatHidesTheReason() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            EXCEPTION WHEN OTHERS THEN
              RAISE EXCEPTION 'commit failed';
            END""");
    var data = Specs.SMALL.withDisk(Part.DATA, 64 * Specs.MIB);

    var findings = exhaustion.findingsOn(subject, data, DiskDrills::commitsUntilFull);

    assertThat(findings.defects())
        .containsExactlyInAnyOrder(
            "a full disk is reported as such", "a transaction that meets the full disk is aborted");
    assertThat(findings.complaint()).contains("P0001");
  }

  @Test
  void noticeALeakOf1KilobyteACommit() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              PERFORM set_config('leak.n' || nextval('pggit.spoilt'), repeat('x', 1000), false);
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    var findings =
        exhaustion.findingsOnSharedServer(subject, Specs.SMALL, MemoryDrills.session(1000));

    // Up to PostgreSQL 15 settings are outside of its memory contexts.
    assertThat(findings.defects()).contains("resident memory of the session does not grow");
    assertThat(findings.complaint()).contains("leaks in the server");
  }

  @Test
  void noticeALeakInTheClient() throws Exception {
    Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();
    var threads = new ArrayList<Thread>();
    Drill drill =
        (site, findings) -> {
          threads.add(new Thread(() -> leak(site, leaked), "drill-leak"));
          threads.get(0).start();
          MemoryDrills.session(1000).run(site, findings);
        };

    DrillLog findings;
    try {
      findings = exhaustion.findingsOnSharedServer(DrilledPgGit.spoilt(HONEST), Specs.SMALL, drill);
    } finally {
      threads.forEach(Thread::interrupt);
    }

    assertThat(leaked).hasSizeGreaterThan(900);
    assertThat(findings.defects()).containsExactly("heap of the client does not grow");
  }

  /** Keeps 200 bytes for each commit. */
  private static void leak(Site site, Queue<byte[]> leaked) {
    while (!Thread.currentThread().isInterrupted()) {
      for (long more = site.ledger().attempted() - leaked.size(); more > 0; more--) {
        leaked.add(new byte[176]);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void noticeAPgGitThatCutsMessagesAt64Kilobytes() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            "BEGIN RETURN genuine.commit_changes(commit_name, branch_name, left(message, 65536)); END");

    var findings =
        exhaustion.findingsOnSharedServer(
            subject, Specs.SMALL, MessageDrill.upTo100Kilobytes(20, 1));

    assertThat(findings.defects()).containsExactly("messages intact");
  }

  @Test
  void noticeAPgGitWhoseRefusalOfLongMessagesNamesNoLimit() throws Exception {
    var subject =
        DrilledPgGit.spoilt(
            """
            BEGIN
              IF length(message) > 50000 THEN
                RAISE EXCEPTION 'something went wrong';
              END IF;
              RETURN genuine.commit_changes(commit_name, branch_name, message);
            END""");

    var findings =
        exhaustion.findingsOnSharedServer(
            subject, Specs.SMALL, MessageDrill.upTo100Kilobytes(0, 1));

    assertThat(findings.defects())
        .containsExactly("a message is stored, or refused with an error that names the limit");
  }

  /**
   * What is lost are commits in the server's WAL buffers, acknowledged before they were written
   * (synchronous_commit=off); the WAL writer, slowed down here, would write them within 0.2 s.
   * fsync=off alone loses nothing when a process dies: the kernel still has what was written.
   */
  @Test
  void noticeAServerThatAcknowledgesBeforeItHasWritten() throws Exception {
    var careless =
        LimitedSpec.of(
            EmbeddedSpec.defaults()
                .withoutDurability()
                .withMaxConnections(40)
                .withSetting("wal_writer_delay", "10s"));

    var findings =
        exhaustion.findingsOn(
            // Or not even pgGit itself would be there afterwards.
            new DrilledPgGit(PgGitSource.reference(), OnError.STOP, "CHECKPOINT"),
            careless,
            ServerDrills::postmasterKilled);

    assertThat(findings.defects()).contains("nothing lost");
  }

  @Test
  void leaveNothingBehindWhenTheyFall() {
    var own = new Exhaustion();
    own.beforeAll(null);
    var sites = new ArrayList<Site>();
    Drill falling =
        (site, findings) -> {
          sites.add(site);
          site.server().disk().fill();
          site.server().freeze();
          throw new IllegalStateException("on purpose");
        };
    var spec = Specs.SMALL.withDisk(Part.EVERYTHING, 96 * Specs.MIB);

    assertThatThrownBy(() -> own.run("falling", spec, falling)).hasMessage("on purpose");
    assertThat(sites.get(0).server().leftovers().found()).isNotEmpty();
    own.afterEach(null);

    assertThat(sites.get(0).server().leftovers().found()).isEmpty();
  }

  @Test
  void findNothingWrongWithAnHonestOne() throws Exception {
    var data = Specs.SMALL.withDisk(Part.DATA, 64 * Specs.MIB);

    var findings =
        exhaustion.findingsOn(DrilledPgGit.spoilt(HONEST), data, DiskDrills::commitsUntilFull);

    assertThat(findings.complaint()).isEmpty();
    assertThat(findings.verdicts()).hasSizeGreaterThan(10);
  }
}
