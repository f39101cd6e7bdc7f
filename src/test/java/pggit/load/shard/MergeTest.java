package pggit.load.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Estimate;
import pggit.load.measure.Invocation;
import pggit.load.measure.Lane;
import pggit.load.measure.Outcome;
import pggit.load.measure.Recorder;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.server.SetupException;
import pggit.load.server.WayIn;
import pggit.load.settings.Settings;
import pggit.load.verdict.Admission;

/** Directories of injectors as they hand them in, and the result that is made of them. */
class MergeTest {

  private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");
  private static final Settings SETTINGS = Settings.recorded(Map.of("pggit.injectors", "3"));

  private static final Prepared PREPARED =
      new Prepared(
          1,
          "tested",
          false,
          "source",
          WayIn.DIRECT,
          new Admission(90, 90, Optional.empty()),
          new StoredBefore(0, 0, 0, 0, 0));

  @TempDir private Path directory;

  @Test
  void commitsOfAllAreJudgedTogether() {
    injector(0, 100, 0);
    injector(1, 100, 30);
    injector(2, 50, 0);

    var result = merged(List.of());

    assertThat(verdict(result, "success rate").evidence())
        .startsWith("89.3 % (250 of 280 commits)");
    assertThat(value(result, "commits acknowledged")).isEqualTo(250);
    assertThat(value(result, "commit succeeded")).isEqualTo(250);
    assertThat(result.errors()).extracting("count").containsExactly(30L);
    assertThat(verdict(result, "all injectors took part").outcome()).isEqualTo(Outcome.PASS);
    assertThat(result.host()).containsEntry("injectors", "3 of 3, on 1 host");
    assertThat(Lane.read(directory.resolve("whole")))
        .extracting(Lane::acknowledged)
        .containsExactly(100L, 100L, 50L);
  }

  @Test
  void ofVerdictsOnEachOnesOwnTheWorstIsTold() {
    injector(0, 10, 0, Verdict.pass("pool limit", "4 of 4"));
    injector(1, 10, 0, Verdict.fail("pool limit", "5 of 4"), Verdict.pass("of one", "alone"));
    injector(2, 10, 0, Verdict.undecided("pool limit", "not seen"));

    var result = merged(List.of());

    assertThat(verdict(result, "pool limit").outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict(result, "pool limit").evidence()).isEqualTo("injector 1: 5 of 4");
    assertThat(verdict(result, "of one").evidence()).isEqualTo("alone");
  }

  @Test
  void nothingIsAFailureOrAPassWhereOneDidNotTakePart() {
    injector(0, 10, 90);
    injector(1, 10, 0, Verdict.fail("pool limit", "5 of 4"));

    var lost = merged(List.of(Lane.without(2, "far", "lost")));

    assertThat(verdict(lost, "all injectors took part").evidence())
        .startsWith("injector 2 was lost on the way; 2 of 3, on 1 host");
    assertThat(verdict(lost, "success rate").outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict(lost, "success rate").evidence())
        .startsWith("injector 2 was lost on the way")
        .contains("Seen: 18.2 % (20 of 110 commits)");
    assertThat(verdict(lost, "pool limit").outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void aDirectoryThatIsNotGivenIsMissingAndOneThatNeverCameIsNot() {
    injector(0, 10, 0);
    injector(1, 10, 0);

    assertThat(verdict(merged(List.of()), "all injectors took part").evidence())
        .startsWith("injector 2 has no directory here");
    assertThat(
            verdict(merged(List.of(Lane.without(2, "", Lane.ABSENT))), "all injectors took part")
                .evidence())
        .startsWith("injector 2 did not come");
  }

  @Test
  void whoWasSilentOrBeganLateIsNamed() {
    injector(0, 10, 0);
    injector(1, lane(1, Duration.ofMillis(5400), Duration.ZERO, 10), 10, 0);
    injector(2, lane(2, Duration.ofSeconds(1), Duration.ofMillis(1300), 10), 10, 0);

    assertThat(verdict(merged(List.of()), "all injectors took part").evidence())
        .startsWith(
            "injector 1 was silent for 5.4 s, injector 2 began constant load 1.3 s late; 3 of 3, on 1 host; phases began within 1300.0 ms of each other");
  }

  @Test
  void refusesDirectoriesThatAreNotOfOneRunOrOneTwice() throws Exception {
    injector(0, 10, 0);
    var again = directory.resolve("again");
    Files.createDirectories(again);
    for (var file : List.of("injector.json", "run.json", "ledger.bin")) {
      Files.copy(directory.resolve("injector-0").resolve(file), again.resolve(file));
    }
    assertThatThrownBy(() -> merged(List.of(), again))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("are both of injector 0");

    Files.writeString(
        again.resolve("injector.json"),
        Files.readString(again.resolve("injector.json"))
            .replace("\"run\":\"run\"", "\"run\":\"other\"")
            .replace("\"index\":0", "\"index\":1"));
    assertThatThrownBy(() -> merged(List.of(), again))
        .hasMessageContaining("is of another run than")
        .hasMessageContaining("merge the injectors of one run only");
    assertThatThrownBy(
            () -> Merge.of(List.of(), List.of(), directory, SETTINGS, (a, b) -> List.of()))
        .hasMessageContaining("there is nothing to merge");
  }

  private RunResult merged(List<Lane> absent, Path... more) {
    var directories = new ArrayList<Path>(List.of(more));
    for (int i = 0; i < 3; i++) {
      var own = directory.resolve("injector-" + i);
      if (Files.exists(own)) {
        directories.add(own);
      }
    }
    return Merge.of(
        directories, absent, directory.resolve("whole"), SETTINGS, (ledger, prepared) -> List.of());
  }

  private void injector(int index, int acknowledged, int failed, Verdict... own) {
    injector(
        index, lane(index, Duration.ZERO, Duration.ZERO, acknowledged), acknowledged, failed, own);
  }

  private void injector(int index, Lane lane, int acknowledged, int failed, Verdict... own) {
    var into = directory.resolve("injector-" + index);
    var ledger = new Ledger("run." + index);
    try (var recorder = new Recorder(into)) {
      var commit = recorder.operation("commit");
      for (int i = 0; i < acknowledged + failed; i++) {
        long now = System.nanoTime();
        long entry = ledger.intend("main", ledger.stamp("a message", i));
        if (i < acknowledged) {
          ledger.acknowledged(entry, "id-" + index + "-" + i);
          recorder.record(
              commit,
              recorder.currentPhase(),
              now,
              now,
              now,
              now + 1_000_000,
              now + 1_000_000,
              OptionalLong.empty());
          commit.tally().succeeded(now, now + 1_000_000);
        } else {
          ledger.failed(entry, "40P01");
          commit.tally().failed("40P01", "deadlock detected", now, now + 1_000_000);
        }
      }
    }
    ledger.write(into.resolve("ledger.bin"));
    new Contribution(1, "run", 3, lane, PREPARED, List.<Estimate>of()).write(into);
    RunResult.write(
        into,
        new RunResult(
            RunResult.SCHEMA,
            "SoakSimulation",
            "smoke",
            BEGUN,
            Duration.ofSeconds(10),
            Invocation.current(Map.of()),
            SETTINGS.redacted(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(own),
            List.of(),
            List.of()));
  }

  private static Lane lane(int index, Duration silence, Duration late, int commits) {
    return new Lane(
        index,
        "here",
        Lane.DONE,
        Duration.ZERO,
        Duration.ofNanos(300_000),
        silence,
        Duration.ZERO,
        commits,
        commits,
        List.of(new Lane.Start("constant load", BEGUN, BEGUN.plus(late))));
  }

  private static Verdict verdict(RunResult result, String name) {
    return result.verdicts().stream()
        .filter(verdict -> verdict.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double value(RunResult result, String metric) {
    return result.metric(metric).orElseThrow().value().orElseThrow();
  }
}
