package pggit.load.exhaustion;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.DiskLimit.Part;
import pggit.load.server.LimitedSpec;

/** The disk is full, for real: a small one that belongs to the server of the test. */
@Tag("chaos")
@Tag("resource")
@Tag("destructive")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {

  private static final LimitedSpec DATA = Specs.SMALL.withDisk(Part.DATA, 64 * Specs.MIB);

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  void refusesCommitsAndGoesOnWhenThereIsRoomAgain() throws Exception {
    exhaustion.run("disk full", DATA, DiskDrills::commitsUntilFull);
  }

  @Test
  void rollsBackATransactionOfAHundredTables() throws Exception {
    exhaustion.run("disk full among 100 tables", DATA, DiskDrills::inTheMiddleOf100Tables);
  }

  @Test
  void storesTrinityIdsInLinearSpace() throws Exception {
    exhaustion.run("storage", DATA, StorageDrill::countIdsThatFit);
  }

  @Test
  void poolRecoversByItself() throws Exception {
    exhaustion.run("pool over a full disk", DATA, ServerDrills::poolOverFullDisk);
  }

  @Test
  void losesNothingWhenTheLogHasNoRoom() throws Exception {
    exhaustion.run(
        "log disk full", Specs.SMALL.withDisk(Part.WAL, 24 * Specs.MIB), ServerDrills::logDiskFull);
  }

  @Test
  @Tag("slow")
  void losesNothingWhenDataAndLogHaveNoRoom() throws Exception {
    exhaustion.run(
        "data and log disk full",
        Specs.SMALL.withDisk(Part.EVERYTHING, 256 * Specs.MIB),
        ServerDrills::everythingFull);
  }
}
