package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LedgerMemoryTest {

  private static final int COMMITS = 10_000_000;
  private static final long ALLOWED = 256_000_000;

  @Test
  void tenMillionCommitsTakeAtMost256Megabytes() {
    SplittableRandom random = new SplittableRandom(42);
    long before = usedHeap();

    Ledger ledger = new Ledger("memory");
    for (int i = 0; i < COMMITS; i++) {
      long entry = ledger.intend("branch-" + i % 100, "m-" + i);
      ledger.acknowledged(entry, "T-" + Long.toHexString(random.nextLong()));
    }
    long used = usedHeap() - before;

    assertThat(ledger.acknowledged()).isEqualTo(COMMITS);
    assertThat(used).isBetween(200_000_000L, ALLOWED); // not below: else the heap was misread
    Reference.reachabilityFence(ledger);
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // the least of a few, since other threads allocate too
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
