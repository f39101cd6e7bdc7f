package pggit.load.pggit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers of several injectors, by way of their files. */
class LedgerFileTest {

  @TempDir Path dir;

  @Test
  void keepsWhatBecameOfEveryCommit() {
    Ledger sent = new Ledger("run.0");
    sent.acknowledged(sent.intend("main", "[run.0-1] größer"), "T-1");
    sent.failed(sent.intend("", "b"), "53100");
    sent.failed(sent.intend("a/b 'c' \"d\"\n", "c"), "40001");
    sent.failed(sent.intend("main", "d"), "53100");
    sent.inDoubt(sent.intend("zweig-ü😀", ""));
    sent.intend("main", "x".repeat(300_000)); // too long for a sample
    sent.acknowledged(sent.intend("main", "g"), null);
    sent.acknowledged(sent.intend("main", "h"), "");
    sent.acknowledged(sent.intend("main", "i"), " \n");
    sent.acknowledged(sent.intend("main", "j"), " ");

    Ledger read = Ledger.read("run", 1, List.of(written(sent)));

    assertThat(read.attempted()).isEqualTo(10);
    assertThat(read.acknowledged()).isEqualTo(5);
    assertThat(read.failures()).isEqualTo(Map.of("53100", 2L, "40001", 1L));
    assertThat(read.failed()).isEqualTo(3);
    assertThat(read.inDoubt()).isEqualTo(1);
    assertThat(read.open()).isEqualTo(1);
    assertThat(read.missing()).isEmpty();
    assertThat(read.state(0)).isEqualTo(Ledger.State.ACKNOWLEDGED);
    assertThat(read.state(1)).isEqualTo(Ledger.State.FAILED);
    assertThat(read.state(4)).isEqualTo(Ledger.State.IN_DOUBT);
    assertThat(read.state(5)).isEqualTo(Ledger.State.OPEN);
    assertThat(read.branch(1)).isEmpty();
    assertThat(read.branch(2)).isEqualTo("a/b 'c' \"d\"\n");
    assertThat(read.branch(4)).isEqualTo("zweig-ü😀");
    assertThat(read.branches())
        .containsExactlyInAnyOrder("main", "", "a/b 'c' \"d\"\n", "zweig-ü😀");
    assertThat(read.length(0)).isEqualTo(18);
    assertThat(read.length(5)).isEqualTo(300_000);
    assertThat(read.messageHash(0)).isEqualTo(Ledger.hash("[run.0-1] größer".getBytes(UTF_8)));
    assertThat(read.idHash(0)).isEqualTo(Ledger.hash("T-1".getBytes(UTF_8)));
    assertThat(read.idHash(6)).isZero();
    assertThat(read.sample(0)).hasValue("[run.0-1] größer".getBytes(UTF_8));
    assertThat(read.sample(5)).isEmpty();
    assertThat(read.missingIds().count()).isEqualTo(4);
    assertThat(read.missingIds().examples())
        .isEqualTo(
            ", e.g. commit 6 of injector 0 got NULL; commit 7 of injector 0 got an empty ID;"
                + " commit 8 of injector 0 got a blank ID");
  }

  @Test
  void namesEachCommitByItsInjectorWhateverTheOrderOfTheFiles() {
    Ledger second = commits("run.2", 18);
    Ledger none = new Ledger("run.1");
    Ledger first = commits("run.10", 1);
    first.acknowledged(first.intend("main", "m"), null);

    Ledger read = Ledger.read("run", 11, List.of(written(second), written(none), written(first)));

    assertThat(read.name(0)).isEqualTo("commit 0 of injector 2");
    assertThat(read.name(17)).isEqualTo("commit 17 of injector 2");
    assertThat(read.name(18)).isEqualTo("commit 0 of injector 10");
    assertThat(read.missingIds().examples()).isEqualTo(", e.g. commit 1 of injector 10 got NULL");
    assertThat(read.missing()).containsExactly(0, 3, 4, 5, 6, 7, 8, 9);
    assertThat(read.missing("[run.3-7]")).hasValue(3);
    assertThat(read.missing("[run.2-7]")).isEmpty();
    assertThat(read.missing("[run.10-7]")).isEmpty(); // not the one of injector 1, nor a missing 0
    assertThat(read.missing("[run.30-7]")).isEmpty();
    assertThat(new Ledger("run").name(17)).isEqualTo("commit 17");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 65_536, 65_537, 131_072})
  void readsAnyNumberOfEntriesOneLedgerBehindTheOther(int count) {
    Ledger read =
        Ledger.read(
            "run", 2, List.of(written(commits("run.0", count)), written(commits("run.1", 40_000))));

    assertThat(read.attempted()).isEqualTo(count + 40_000);
    assertThat(read.acknowledged()).isEqualTo(count + 40_000);
    assertThat(read.name(count)).isEqualTo("commit 0 of injector 1");
    for (int entry = 0; entry < count + 40_000; entry++) {
      int i = entry < count ? entry : entry - count;
      String token = entry < count ? "run.0" : "run.1";
      assertThat(read.idHash(entry)).isEqualTo(Ledger.hash((token + "/" + i).getBytes(UTF_8)));
      assertThat(read.messageHash(entry)).isEqualTo(Ledger.hash(("m " + i).getBytes(UTF_8)));
      assertThat(read.branch(entry)).isEqualTo("b-" + i % 7);
    }
  }

  /** Several injectors may get as many commits without an ID: the first few of each are told. */
  @Test
  void addsUpMissingIdsAndFailures() {
    Ledger one = new Ledger("run.0");
    Ledger other = new Ledger("run.1");
    for (Ledger ledger : List.of(one, other)) {
      for (int i = 0; i < 5; i++) {
        ledger.acknowledged(ledger.intend("main", "m"), null);
      }
      ledger.failed(ledger.intend("main", "m"), "40001");
    }

    Ledger read = Ledger.read("run", 2, List.of(written(one), written(other)));

    assertThat(read.missingIds().count()).isEqualTo(10);
    assertThat(read.failures()).isEqualTo(Map.of("40001", 2L));
    assertThat(read.open()).isZero();
  }

  @Test
  void refusesWhatIsNoLedger() throws IOException {
    Path file = dir.resolve("notes.txt");
    for (String content : List.of("", "pggit", "some other file that is longer than a magic")) {
      Files.writeString(file, content);

      assertRefused(file, "notes.txt is no ledger: expected one of pgGit Load");
    }
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    Path file = written(commits("run.0", 3));
    byte[] bytes = Files.readAllBytes(file);
    bytes[11] = 2;
    Files.write(file, bytes);

    assertRefused(
        file, "run.0 has format 2, expected 1: it was written by another version of pgGit Load");
  }

  @ParameterizedTest
  @CsvSource({
    "another.0, run.0 or run.1",
    "run, run.0 or run.1",
    "run.2, run.0 or run.1",
    "run.00, run.0 or run.1",
    "run.1.0, run.0 or run.1"
  })
  void refusesALedgerOfSomebodyElse(String token, String expected) {
    Path file = written(commits(token, 3));

    assertThatThrownBy(() -> Ledger.read("run", 2, List.of(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s is the ledger of %s, expected %s", file, token, expected);
  }

  @Test
  void refusesTheSameInjectorTwice() {
    Path file = written(commits("run.0", 3));

    assertThatThrownBy(() -> Ledger.read("run", 2, List.of(file, file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s is the ledger of run.0, expected run.1", file);
    assertThatThrownBy(() -> Ledger.read("run", 1, List.of(file, file)))
        .hasMessage("%s is the ledger of run.0, expected no other one", file);
  }

  @Test
  void refusesWhatIsCutOffWherever() throws IOException {
    Ledger ledger = commits("run.0", 50);
    ledger.failed(ledger.intend("main", "m"), "40001");
    ledger.acknowledged(ledger.intend("main", "m"), null);
    Path file = written(ledger);
    byte[] whole = Files.readAllBytes(file);

    for (int length = 8; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertRefused(file, "run.0 is cut off: expected a whole ledger, as it was written");
    }
  }

  /** Unless it says the same in other words, as a copy of equal bytes from elsewhere does. */
  @Test
  void refusesAChangedBitWherever() throws IOException {
    Ledger sent = commits("run.0", 5);
    Path file = written(sent);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;

    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, changed);
      try {
        // Two injectors, so that a changed token might be taken for the other's.
        Ledger read = Ledger.read("run", 2, List.of(file));

        assertThat(read.missing()).as("bit %d", bit).containsExactly(1);
        assertThat(read.name(4)).as("bit %d", bit).isEqualTo("commit 4 of injector 0");
        assertThat(IntStream.range(0, 5).mapToObj(read::branch))
            .as("bit %d", bit)
            .containsExactly("b-0", "b-1", "b-2", "b-3", "b-4");
        assertThat(IntStream.range(0, 5).mapToLong(read::idHash).toArray())
            .as("bit %d", bit)
            .isEqualTo(IntStream.range(0, 5).mapToLong(sent::idHash).toArray());
        assertThat(IntStream.range(0, 5).mapToLong(read::messageHash).toArray())
            .as("bit %d", bit)
            .isEqualTo(IntStream.range(0, 5).mapToLong(sent::messageHash).toArray());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith(file.toString()).hasMessageContaining("expected");
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(8 * whole.length * 9 / 10);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Ledger.read("run", 1, List.of(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  private Path written(Ledger ledger) {
    Path file = dir.resolve(ledger.runToken());
    ledger.write(file);
    return file;
  }

  private static Ledger commits(String token, int count) {
    Ledger ledger = new Ledger(token);
    for (int i = 0; i < count; i++) {
      ledger.acknowledged(ledger.intend("b-" + i % 7, "m " + i), token + "/" + i);
    }
    return ledger;
  }
}
