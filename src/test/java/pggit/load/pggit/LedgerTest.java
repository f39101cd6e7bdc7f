package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private final Ledger ledger = new Ledger("run1");

  @Test
  void countsEveryOutcomeOnce() {
    ledger.acknowledged(ledger.intend("main", "a"), "T-1");
    ledger.failed(ledger.intend("main", "b"), "53100");
    ledger.failed(ledger.intend("main", "c"), "53100");
    ledger.inDoubt(ledger.intend("main", "d"));
    ledger.intend("main", "e");

    assertThat(ledger.attempted()).isEqualTo(5);
    assertThat(ledger.acknowledged()).isEqualTo(1);
    assertThat(ledger.failed()).isEqualTo(2);
    assertThat(ledger.inDoubt()).isEqualTo(1);
    assertThat(ledger.open()).isEqualTo(1);
    assertThat(ledger.failures()).isEqualTo(Map.of("53100", 2L));
  }

  @Test
  void refusesASecondOutcome() {
    long entry = ledger.intend("main", "a");
    ledger.failed(entry, "53100");

    assertThatThrownBy(() -> ledger.acknowledged(entry, "T-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the outcome of commit 0 was told before");
    assertThatThrownBy(() -> ledger.failed(7, "53100"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsIdsThatWereAcknowledgedTwice() {
    for (int i = 0; i < 1000; i++) {
      ledger.acknowledged(ledger.intend("main", "m"), "T-" + i);
    }
    assertThat(repeatedIds()).isEmpty();

    ledger.acknowledged(ledger.intend("main", "m"), "T-17");
    ledger.acknowledged(ledger.intend("main", "m"), "T-17");

    assertThat(repeatedIds()).containsExactly("17 and 1000", "1000 and 1001");
  }

  @Test
  void remembersMissingIds() {
    ledger.acknowledged(ledger.intend("main", "a"), null);
    ledger.acknowledged(ledger.intend("main", "b"), "");
    ledger.acknowledged(ledger.intend("main", "c"), " \n");

    assertThat(ledger.acknowledged()).isEqualTo(3);
    assertThat(repeatedIds()).isEmpty();
    assertThat(ledger.missingIds().examples())
        .isEqualTo(", e.g. commit 0 got NULL; commit 1 got an empty ID; commit 2 got a blank ID");
  }

  @Test
  void keepsBoundedExamplesOfUnboundedAnomalies() {
    for (int i = 0; i < 10_000; i++) {
      ledger.acknowledged(ledger.intend("main", "m"), null);
    }

    assertThat(ledger.missingIds().count()).isEqualTo(10_000);
    assertThat(ledger.missingIds().examples().split(";")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_533, 65_534, 65_535, 65_536, 3_000_000})
  void knowsEveryLengthExactly(int length) {
    long entry = ledger.intend("main", "x".repeat(length));

    assertThat(ledger.length((int) entry)).isEqualTo(length);
  }

  @Test
  void countsLengthInBytes() {
    long entry = ledger.intend("main", "ü😀");

    assertThat(ledger.length((int) entry)).isEqualTo(6);
  }

  @Test
  void knowsThousandsOfBranches() {
    for (int i = 0; i < 20_000; i++) {
      ledger.intend("branch-" + i, "m");
    }

    assertThat(ledger.branch(0)).isEqualTo("branch-0");
    assertThat(ledger.branch(16_382)).isEqualTo("branch-16382");
    assertThat(ledger.branch(16_383)).isEqualTo("branch-16383");
    assertThat(ledger.branch(19_999)).isEqualTo("branch-19999");
    assertThat(ledger.intend("branch-5", "m")).isEqualTo(20_000);
    assertThat(ledger.branch(20_000)).isEqualTo("branch-5");
  }

  @Test
  void stampsBeforeTheMessage() {
    assertThat(ledger.stamp("first", 17)).isEqualTo("[run1-17] first");
    assertThatThrownBy(() -> new Ledger("a]b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isExactUnderManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      int thread = t;
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  String branch = "branch-" + i % 10;
                  long entry = ledger.intend(branch, thread + "/" + i);
                  if (i % 100 == 99) {
                    ledger.failed(entry, "40001");
                  } else { // threads 0 and 1 are given the same IDs
                    ledger.acknowledged(entry, Math.max(thread, 1) + "/" + i);
                  }
                  assertThat(ledger.branch((int) entry)).isEqualTo(branch);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(ledger.attempted()).isEqualTo(320_000);
    assertThat(ledger.acknowledged()).isEqualTo(316_800);
    assertThat(ledger.failed()).isEqualTo(3_200);
    assertThat(repeatedIds()).hasSize(19_800);
  }

  private List<String> repeatedIds() {
    List<String> repeated = new ArrayList<>();
    new HashIndex((int) ledger.attempted(), ledger::idHash)
        .repeated((one, other) -> repeated.add(one + " and " + other));
    return repeated;
  }
}
