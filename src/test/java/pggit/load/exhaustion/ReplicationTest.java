package pggit.load.exhaustion;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.exhaustion.ReplicationDrills.Standby;
import pggit.load.server.fault.Machine;

/** Another server has pgGit's data too, and takes over, answers, is gone, or is restored. */
@Tag("chaos")
@Tag("load")
@Tag("slow")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplicationTest {

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @BeforeAll
  static void skipWhereNoServerCanFollow() {
    Exhaustion.skipUnless(Machine.replication());
  }

  @Test
  @Tag("destructive")
  void losesNothingWhenASynchronousStandbyIsPromoted() throws Exception {
    exhaustion.run(
        "synchronous standby promoted",
        Specs.SMALL,
        ReplicationDrills.promoted(Standby.SYNCHRONOUS));
  }

  @Test
  @Tag("destructive")
  void tellsWhatIsLostWhenAnAsynchronousStandbyIsPromoted() throws Exception {
    exhaustion.run(
        "asynchronous standby promoted",
        Specs.SMALL,
        ReplicationDrills.promoted(Standby.ASYNCHRONOUS));
  }

  @Test
  void answersOnAReadOnlyStandby() throws Exception {
    exhaustion.run("read-only standby", Specs.SMALL, ReplicationDrills::readOnly);
  }

  @Test
  @Tag("destructive")
  void waitsForASynchronousStandbyThatIsGone() throws Exception {
    exhaustion.run("synchronous standby gone", Specs.SMALL, StandbyGoneDrills::synchronous);
  }

  @Test
  @Tag("destructive")
  void commitsOnWhileASlotHoldsTheLog() throws Exception {
    exhaustion.run("slot of a standby that is gone", Specs.HOLDING, StandbyGoneDrills::slot);
  }

  @Test
  void namesWhatCollidesWhenBothSidesOfALogicalReplicationCommit() throws Exception {
    exhaustion.run("logical replication", Specs.LOGICAL, BothSidesDrill::committed);
  }

  @Test
  @Tag("destructive")
  void isRestoredToBetweenTwoCommits() throws Exception {
    exhaustion.run("restored", Specs.ARCHIVING, RestoreDrill::betweenTwoCommits);
  }
}
