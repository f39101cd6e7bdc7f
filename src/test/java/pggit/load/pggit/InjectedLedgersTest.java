package pggit.load.pggit;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static pggit.load.pggit.AuditFixture.NOTHING;
import static pggit.load.pggit.AuditFixture.failed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pggit.load.pggit.Reading.Stored;

/** Audits of commits that several injectors sent, with all of their ledgers and without one. */
class InjectedLedgersTest {

  private static final int INJECTORS = 3;
  private static final int HISTORIES = 100;

  /** What a pgGit may do to a commit, and which verdicts that makes untrue. */
  private enum Fault {
    LOST("nothing lost"),
    STORED_TWICE("stored once"),
    CUT_OFF("messages intact", "nothing lost"),
    OTHER_TEXT("messages intact", "nothing lost", "nothing invented"),
    OTHER_BRANCH("branch kept"),
    ID_AGAIN("unique Trinity IDs"),
    OTHER_ID("valid Trinity IDs"),
    NULL_ID("valid Trinity IDs"),
    LEFT_OVER("failed commits undone"),
    INVENTED("nothing invented"),
    OLD_LOST("history kept");

    private final Set<String> untrue;

    Fault(String... untrue) {
      this.untrue = Set.of(untrue);
    }
  }

  /** One commit as it was sent and answered. */
  private record Sent(
      int injector, String message, String branch, Ledger.State state, @Nullable String id) {}

  /** What was sent and what is stored, with the faults that lie between. */
  private static final class World {
    final Random random;
    final boolean ids;
    final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    final List<Sent> sent = new ArrayList<>();
    final List<Stored> rows = new ArrayList<>();
    StoredBefore before = NOTHING;

    /**
     * @param stamped how many of ten messages are stamped; the others are of few texts
     * @param at the injector on whose commits the faults are, or -1 for any
     */
    World(long seed, boolean ids, int stamped, Set<Fault> kinds, int at) {
      random = new Random(seed);
      this.ids = ids;
      old(kinds.contains(Fault.OLD_LOST));
      String lastId = "T-first";
      for (int i = 0; i < 30; i++) {
        int injector = random.nextInt(INJECTORS);
        String text = "m" + random.nextInt(3);
        boolean stamp = random.nextInt(10) < stamped;
        String message = stamp ? "[run.%d-%d] %s".formatted(injector, i, text) : text;
        String branch = "b" + random.nextInt(2);
        boolean faulty = (at < 0 || at == injector) && random.nextInt(4) == 0;
        Fault fault = faulty ? any(kinds) : null;
        String id = "T-" + i;
        if (fault == Fault.ID_AGAIN) {
          id = lastId;
        }
        commit(injector, message, branch, id, fault, i);
        if (!sent.isEmpty() && sent.get(sent.size() - 1).id != null) {
          lastId = sent.get(sent.size() - 1).id;
        }
      }
      Collections.shuffle(rows, random);
    }

    private @Nullable Fault any(Set<Fault> kinds) {
      return kinds.stream().skip(random.nextInt(kinds.size())).findFirst().orElseThrow();
    }

    private void commit(
        int injector, String message, String branch, String id, @Nullable Fault fault, int i) {
      if (fault == null) {
        int outcome = random.nextInt(10);
        if (outcome == 0) {
          sent.add(new Sent(injector, message, branch, Ledger.State.FAILED, null));
        } else if (outcome == 1) {
          sent.add(new Sent(injector, message, branch, Ledger.State.IN_DOUBT, null));
          if (random.nextBoolean()) {
            store(id, message, branch);
          }
        } else {
          sent.add(new Sent(injector, message, branch, Ledger.State.ACKNOWLEDGED, id));
          store(id, message, branch);
        }
        return;
      }
      boolean failed = fault == Fault.LEFT_OVER;
      if (fault != Fault.INVENTED && fault != Fault.OLD_LOST) {
        sent.add(
            new Sent(
                injector,
                message,
                branch,
                failed ? Ledger.State.FAILED : Ledger.State.ACKNOWLEDGED,
                fault == Fault.NULL_ID || failed ? null : id));
      }
      switch (fault) {
        case LOST -> {}
        case STORED_TWICE -> {
          store(id, message, branch);
          store(id, message, branch);
        }
        case CUT_OFF -> store(id, message.substring(0, message.length() - 1), branch);
        case OTHER_TEXT -> store(id, "other text " + i, branch);
        case OTHER_BRANCH -> store(id, message, "b2");
        case OTHER_ID -> store("other " + id, message, branch);
        case NULL_ID -> store(null, message, branch);
        case INVENTED -> store("invented " + id, "invented " + i, branch);
        case ID_AGAIN, LEFT_OVER -> store(id, message, branch);
        case OLD_LOST -> {
          return;
        }
      }
      faults.add(fault);
    }

    /** Rows from before, with texts that are sent again. */
    private void old(boolean lost) {
      History history = history(ids);
      long sum = 0;
      for (int i = 0; i < 2; i++) {
        Stored row = StoredRows.row(ids ? "old " + i : null, "before " + i, "b0");
        sum += StoredBefore.key(history, row);
        if (!lost || i > 0) {
          rows.add(row);
        }
      }
      if (lost) {
        faults.add(Fault.OLD_LOST);
      }
      before = new StoredBefore(2, sum, 0, 0, 0);
    }

    private void store(@Nullable String id, String message, String branch) {
      rows.add(StoredRows.row(ids ? id : null, message, branch));
    }

    Set<String> untrue() {
      return faults.stream()
          .flatMap(fault -> fault.untrue.stream())
          .collect(toCollection(TreeSet::new));
    }

    /** All of it in one ledger, as if one injector had sent it. */
    Ledger whole(Path dir) {
      Path file = dir.resolve("whole");
      ledger("run.0", sent).write(file);
      return Ledger.read("run", 1, List.of(file));
    }

    /** Written by each injector, and read by one. */
    Ledger read(Path dir, Set<Integer> present) {
      List<Path> files = new ArrayList<>();
      for (int injector : present) {
        Path file = dir.resolve("ledger-" + injector);
        ledger("run." + injector, sent.stream().filter(s -> s.injector == injector).toList())
            .write(file);
        files.add(file);
      }
      return Ledger.read("run", INJECTORS, files);
    }

    private static Ledger ledger(String token, List<Sent> commits) {
      Ledger ledger = new Ledger(token);
      for (Sent commit : commits) {
        long entry = ledger.intend(commit.branch, commit.message);
        switch (commit.state) {
          case ACKNOWLEDGED -> ledger.acknowledged(entry, commit.id);
          case FAILED -> ledger.failed(entry, "40001");
          case IN_DOUBT -> ledger.inDoubt(entry);
          case OPEN -> {}
        }
      }
      return ledger;
    }

    AuditReport audit(Ledger ledger) {
      return Audit.of(StoredRows.of(rows), history(ids), ledger, before);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("faults " + faults);
      sent.forEach(s -> text.append("\n  ").append(s));
      rows.forEach(
          row -> text.append("\n  row %s '%s' %s".formatted(row.id(), text(row), row.branch())));
      return text.toString();
    }

    private static String text(Stored row) {
      return new String(row.message(), StandardCharsets.UTF_8);
    }
  }

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"true, 10", "false, 10"})
  void manyLedgersAreJudgedAsOneWouldBe(boolean ids, int stamped) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed, ids, stamped, kinds(seed), -1);

      AuditReport whole = world.audit(world.whole(dir));
      AuditReport read = world.audit(world.read(dir, Set.of(0, 1, 2)));

      assertThat(summary(read)).as("seed %d: %s", seed, world).isEqualTo(summary(whole));
      assertThat(read.inDoubtStored()).isEqualTo(whole.inDoubtStored());
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void nothingFailsUntrulyWhateverTheOrderOfTheRows(boolean ids) {
    for (long seed = 0; seed < 3 * HISTORIES; seed++) {
      World world = new World(seed, ids, 10, kinds(seed), -1);
      Ledger ledger = world.whole(dir);
      List<String> before = summary(world.audit(ledger));
      for (int order = 0; order < 3; order++) {
        Collections.shuffle(world.rows, world.random);

        AuditReport report = world.audit(ledger);

        assertThat(summary(report)).as("seed %d: %s", seed, world).isEqualTo(before);
        assertThat(world.untrue())
            .as("seed %d: %s%n%s", seed, report.verdicts(), world)
            .containsAll(failed(report));
      }
    }
  }

  /** Whatever the missing one sent, and whosever commits the faults are on. */
  @ParameterizedTest
  @CsvSource({"true, 10", "true, 5", "true, 0", "false, 10", "false, 5", "false, 0"})
  void nothingFailsUntrulyWithoutALedger(boolean ids, int stamped) {
    for (long seed = 0; seed < 3 * HISTORIES; seed++) {
      World world = new World(seed, ids, stamped, kinds(seed), -1);

      AuditReport report = world.audit(world.read(dir, Set.of(0, 1)));

      assertThat(world.untrue())
          .as("seed %d: %s%n%s", seed, report.verdicts(), world)
          .containsAll(failed(report));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKnownFailsWithoutALedgerToo(Fault fault) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed, true, 10, EnumSet.of(fault), 1);
      AuditReport whole = world.audit(world.read(dir, Set.of(0, 1, 2)));

      AuditReport report = world.audit(world.read(dir, Set.of(0, 1)));

      Set<String> expected = new TreeSet<>(failed(whole));
      expected.removeAll(Set.of("nothing invented", "history kept")); // never known
      if (fault != Fault.ID_AGAIN) { // may be one of the missing injector's
        assertThat(failed(report)).as("seed %d: %s", seed, world).containsAll(expected);
      }
    }
  }

  @Test
  void anIdThatAMissingInjectorGotTooIsOneGivenOutTwiceAndNoCommitStoredTwice() {
    World world = new World(0, true, 10, Set.of(), 9);
    world.sent.clear();
    world.rows.clear();
    world.before = NOTHING;
    world.sent.add(new Sent(0, "[run.0-5] a", "b0", Ledger.State.ACKNOWLEDGED, "T-1"));
    world.store("T-1", "[run.2-7] z", "b1");
    world.store("T-1", "[run.0-5] a", "b0");

    AuditReport report = world.audit(world.read(dir, Set.of(0, 1)));

    AuditFixture.onlyFails(
        report,
        "unique Trinity IDs",
        "1 ID was given out again, e.g. 'T-1' for commit 0 of injector 0 and the one stamped"
            + " [run.2-7]");
    assertThat(AuditFixture.evidence(report, "nothing lost"))
        .isEqualTo(
            "of injector 2 what was acknowledged to it is not known. Seen: all of 1 acknowledged"
                + " commit are stored; of injector 2, whose ledger is missing, 1 are stored");
  }

  @Test
  void aTextThatSeveralSendLeavesOpenWhoseRowItIs() {
    World world = new World(0, true, 10, Set.of(), 9);
    world.sent.clear();
    world.rows.clear();
    world.before = NOTHING;
    world.sent.add(new Sent(0, "m", "b0", Ledger.State.ACKNOWLEDGED, "T-1"));
    world.sent.add(new Sent(0, "m", "b0", Ledger.State.ACKNOWLEDGED, "T-2"));
    world.store("T-2", "m", "b0");
    world.store("T-9", "m", "b0"); // injector 2's, or commit 0 under another ID

    AuditReport report = world.audit(world.read(dir, Set.of(0, 1)));

    assertThat(failed(report)).isEmpty();
    assertThat(AuditFixture.evidence(report, "nothing lost"))
        .isEqualTo(
            "of injector 2 what was acknowledged to it is not known. Seen: all but 1 of 2"
                + " acknowledged commits are stored; of injector 2, whose ledger is missing, 0"
                + " are stored");
  }

  /** One to three kinds of fault. */
  private static Set<Fault> kinds(long seed) {
    Random random = new Random(~seed);
    Set<Fault> kinds = EnumSet.of(Fault.values()[random.nextInt(Fault.values().length)]);
    for (int more = random.nextInt(3); more > 0; more--) {
      kinds.add(Fault.values()[random.nextInt(Fault.values().length)]);
    }
    return kinds;
  }

  private static List<String> summary(AuditReport report) {
    return report.verdicts().stream()
        .map(v -> "%s %s %s".formatted(v.name(), v.outcome(), v.extent()))
        .toList();
  }

  private static History history(boolean ids) {
    return new History(
        ids ? Optional.of("trinity_id") : Optional.empty(),
        Optional.of(new History.Branch("c.branch_name", "")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
