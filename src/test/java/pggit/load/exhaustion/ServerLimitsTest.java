package pggit.load.exhaustion;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of PostgreSQL itself: locks, transactions, time, temporary files. */
@Tag("chaos")
@Tag("resource")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerLimitsTest {

  private static final int SEED = 20261201;

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  void refusesATransactionThatFillsTheLockTable() throws Exception {
    exhaustion.run("lock table", Specs.FEW_LOCKS, LockDrills::lockTableFull);
  }

  @Test
  @Tag("load")
  void sparesOthersBesideATransactionOfManyCommits() throws Exception {
    exhaustion.runOnSharedServer(
        "subtransactions", Specs.SMALL, TransactionDrills::subtransactions);
  }

  @Test
  @Tag("load")
  void costsAsEverAfterAnOldSnapshot() throws Exception {
    exhaustion.runOnSharedServer(
        "old snapshot", Specs.SMALL, TransactionDrills.oldSnapshot(20_000, Duration.ofSeconds(12)));
  }

  @Test
  void waitsNoLongerThanAllowedForATransactionLeftOpen() throws Exception {
    exhaustion.runOnSharedServer("idle in transaction", Specs.SMALL, LockDrills::idleInTransaction);
  }

  @Test
  void waitsNoLongerThanAllowedForAPreparedTransaction() throws Exception {
    exhaustion.runOnSharedServer(
        "prepared transaction", Specs.PREPARING, LockDrills::preparedTransaction);
  }

  @Test
  void undoesWholeWhatATimeLimitEnds() throws Exception {
    exhaustion.runOnSharedServer("time limits", Specs.SMALL, TimeLimitDrills.inTheMiddle(SEED));
  }

  @Test
  void refusesAsSuchWhatNeedsTemporaryFiles() throws Exception {
    exhaustion.runOnSharedServer("temporary files", Specs.SMALL, TransactionDrills::temporaryFiles);
  }

  @Test
  @Tag("destructive")
  void refusesCommitsWhenTransactionIdsRunOut() throws Exception {
    exhaustion.run("transaction IDs", Specs.SMALL, TransactionDrills::transactionIdsUsedUp);
  }
}
