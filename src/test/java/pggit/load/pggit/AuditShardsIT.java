package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** An audit over the ledgers of many injectors. */
class AuditShardsIT extends AuditFixture {

  @TempDir Path dir;

  private List<Ledger> ledgers = new ArrayList<>();

  /** Three injectors with ten commits each, all stored. */
  private void threeByTen() throws Exception {
    install(GOOD);
    for (int injector = 0; injector < 3; injector++) {
      ledgers.add(new Ledger("k." + injector));
      for (int n = 0; n < 10; n++) {
        commit(injector, n, "T-" + injector + "-" + n);
      }
    }
  }

  private void commit(int injector, int n, String id) throws Exception {
    Ledger of = ledgers.get(injector);
    String message = of.stamp("message", n);
    store(id, message);
    of.acknowledged(of.intend("b-0", message), id);
  }

  private void store(String id, String message) throws Exception {
    Commits.run(connection, "SELECT pggit.store('%s', 'b-0', '%s')".formatted(id, message));
  }

  @Test
  void passesWhereAllIsStored() throws Exception {
    threeByTen();

    AuditReport report = audit(0, 1, 2);

    assertThat(report.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(evidence(report, "nothing lost"))
        .isEqualTo("all of 30 acknowledged commits are stored");
  }

  @Test
  void findsACommitOfOneInjectorThatIsLost() throws Exception {
    threeByTen();
    Commits.run(connection, "DELETE FROM pggit.commits WHERE trinity_id = 'T-2-7'");
    Commits.run(connection, "DELETE FROM pggit.trinity_ids WHERE trinity_id = 'T-2-7'");

    onlyFails(
        audit(0, 1, 2),
        "nothing lost",
        "1 of 30 acknowledged commits is not stored, e.g. commit 7 of injector 2 on 'b-0' (15 bytes)");
  }

  @Test
  void findsAnIdThatTwoInjectorsGot() throws Exception {
    threeByTen();
    commit(1, 10, "T-0-3");

    assertThat(failed(audit(0, 1, 2))).contains("unique Trinity IDs");
    fails(
        audit(0, 1, 2),
        "unique Trinity IDs",
        "1 ID was given out again, e.g. 'T-0-3' for commit 3 of injector 0 and commit 10 of injector 1");
  }

  @Test
  void findsACommitThatIsStoredTwice() throws Exception {
    threeByTen();
    Commits.run(
        connection,
        "INSERT INTO pggit.commits SELECT * FROM pggit.commits WHERE trinity_id = 'T-1-4'");

    onlyFails(
        audit(0, 1, 2),
        "stored once",
        "1 row too many: the same commit stored again, e.g. commit 4 of injector 1 on 'b-0' as 'T-1-4'");
  }

  @Test
  void takesTheCommitsOfAnInjectorWhoseLedgerIsMissingAsInDoubt() throws Exception {
    threeByTen();

    AuditReport report = audit(0, 2);

    assertThat(report.inDoubtStored()).isEqualTo(10);
    assertThat(failed(report)).isEmpty();
    assertThat(passed(report)).doesNotContain("nothing lost");
    assertThat(evidence(report, "nothing lost"))
        .isEqualTo(
            "of injector 1 what was acknowledged to it is not known. Seen: all of 20 acknowledged"
                + " commits are stored; of injector 1, whose ledger is missing, 10 are stored");
  }

  @Test
  void findsWhatIsWrongWithTheOthersWhereALedgerIsMissing() throws Exception {
    threeByTen();
    Commits.run(connection, "DELETE FROM pggit.commits WHERE trinity_id = 'T-2-7'");
    Commits.run(
        connection,
        "UPDATE pggit.commits SET message = left(message, 9) WHERE trinity_id = 'T-0-1'");
    store("T-0-2", "[k.1-77] message"); // an ID of injector 0 for a commit of injector 1

    AuditReport report = audit(0, 2);

    fails(
        report,
        "nothing lost",
        "1 of 20 acknowledged commits is not stored, e.g. commit 7 of injector 2 on 'b-0' (15"
            + " bytes); of injector 1, whose ledger is missing, 11 are stored");
    fails(
        report,
        "unique Trinity IDs",
        "1 ID was given out again, e.g. 'T-0-2' for commit 2 of injector 0 and the one stamped [k.1-77]");
    assertThat(failed(report)).contains("messages intact");
  }

  @Test
  void cannotSayWhoSentACommitWithoutAStampWhereALedgerIsMissing() throws Exception {
    threeByTen();
    store("T-x", "merged");

    assertThat(failed(audit(0, 1, 2))).containsExactly("nothing invented");
    AuditReport report = audit(0, 2);
    assertThat(failed(report)).isEmpty();
    assertThat(evidence(report, "nothing invented"))
        .isEqualTo(
            "of injector 1 it is not known what else was sent. Seen: 1 commit is stored that nobody"
                + " sent, e.g. a commit on 'b-0' of 6 bytes as 'T-x'");
  }

  @Test
  void doesNotTakeTheSameTextOfAMissingInjectorForACopy() throws Exception {
    threeByTen();
    Ledger zero = ledgers.get(0);
    store("T-first", "first");
    zero.acknowledged(zero.intend("b-0", "first"), "T-first");
    store("T-other", "first");

    assertThat(failed(audit(0, 1, 2))).containsExactly("stored once");
    assertThat(failed(audit(0, 2))).isEmpty();
  }

  /** Whatever is wrong, it is the same as if one injector had done it all. */
  @Test
  void verdictsAreThoseOfOneLedgerWithTheSameEntries() throws Exception {
    install(GOOD);
    List<String> failures = new ArrayList<>();
    for (int seed = 1; seed <= 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Commits.run(connection, "TRUNCATE pggit.commits, pggit.trinity_ids, pggit.branches");
      int injectors = 1 + random.nextInt(4);
      Ledger one = new Ledger("k.0");
      ledgers =
          new ArrayList<>(
              IntStream.range(0, injectors).mapToObj(i -> new Ledger("k." + i)).toList());
      for (int n = 0; n < 40; n++) {
        entry(random, n, List.of(one, ledgers.get(random.nextInt(injectors))));
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        store("X-" + n, random.nextBoolean() ? "odd" : "[k.0-" + n + "] changed");
      }

      List<String> single =
          summary(Audit.of(connection, Contract.detect(connection), one, NOTHING));
      List<String> merged = summary(audit(IntStream.range(0, injectors).toArray()));

      assertThat(merged).as("seed " + seed).isEqualTo(single);
      single.stream()
          .filter(s -> s.contains("FAIL"))
          .map(s -> s.split(":")[0])
          .forEach(failures::add);
    }
    assertThat(failures) // else the histories are too tame
        .contains("unique Trinity IDs", "valid Trinity IDs", "nothing lost", "stored once")
        .contains("messages intact", "branch kept", "nothing invented", "failed commits undone");
  }

  private void entry(SplittableRandom random, int n, List<Ledger> takers) throws Exception {
    String message = random.nextInt(10) == 0 ? "unstamped " + n : "[k.0-" + n + "] message";
    int id = random.nextInt(40) == 0 ? n / 2 : n;
    String branch = "b-" + n % 3;
    int outcome = random.nextInt(20);
    for (Ledger of : takers) {
      long entry = of.intend(branch, message);
      switch (outcome) {
        case 0 -> of.failed(entry, "40001");
        case 1 -> of.inDoubt(entry);
        case 2 -> {}
        case 3 -> of.acknowledged(entry, n % 2 == 0 ? null : "");
        default -> of.acknowledged(entry, "T-" + id);
      }
    }
    int fault = random.nextInt(60);
    int times = fault == 0 || (outcome <= 2 && random.nextInt(3) > 0) ? 0 : fault == 1 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      Commits.run(
          connection,
          "SELECT pggit.store('%s', '%s', '%s')"
              .formatted(
                  fault == 2 ? "Y-" + n : "T-" + id,
                  fault == 3 ? "b-elsewhere" : branch,
                  fault == 4 ? message + "!" : message));
    }
  }

  private static List<String> summary(AuditReport report) {
    List<String> summary =
        new ArrayList<>(
            List.of("%d stored, %d in doubt".formatted(report.stored(), report.inDoubtStored())));
    report
        .verdicts()
        .forEach(
            v ->
                summary.add(
                    "%s: %s %s %s"
                        .formatted(
                            v.name(), v.outcome(), v.extent(), v.evidence().split(", e.g.")[0])));
    return summary;
  }

  private AuditReport audit(int... present) {
    List<Path> files = new ArrayList<>();
    for (int injector : present) {
      Path file = dir.resolve("ledger-" + injector);
      ledgers.get(injector).write(file);
      files.add(file);
    }
    Ledger all = Ledger.read("k", ledgers.size(), files);
    return Audit.of(connection, Contract.detect(connection), all, NOTHING);
  }

  private static List<String> passed(AuditReport report) {
    return report.verdicts().stream()
        .filter(v -> v.outcome() == Outcome.PASS)
        .map(Verdict::name)
        .toList();
  }
}
