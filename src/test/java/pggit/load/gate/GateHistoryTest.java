package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.analysis.ChangePoint;
import pggit.load.measure.JsonFile;

/** Levels of metrics over runs of the gate. */
class GateHistoryTest {
  private static final Map<String, String> FAST = Map.of("cpu", "Fast", "server", "PostgreSQL 17");
  private static final Map<String, String> SLOW = Map.of("cpu", "Slow", "server", "PostgreSQL 17");

  @TempDir Path directory;

  private final Random random = new Random(7);

  @Test
  @DisplayName("a step of 10 % in the middle of 20 runs is marked at run 11")
  void findsStep() {
    GateHistory history = history(20, FAST, day -> day < 10 ? 1000 : 1100);

    assertThat(history.metrics()).containsExactly(Example.LATENCY, Example.WAL);
    assertThat(history.levels(Example.WAL))
        .singleElement()
        .satisfies(
            level -> {
              assertThat(level.values()).hasSize(20);
              assertThat(level.changes()).extracting(ChangePoint::index).containsExactly(10);
            });
    assertThat(history.changes(Example.WAL))
        .singleElement()
        .asString()
        .startsWith("WAL per commit from run 11 on: ")
        .contains(
            " KiB, before 0.",
            " KiB (+",
            ", PostgreSQL 17; run 11 itself: +25.0 % [+25.0, +25.0] against");
  }

  @Test
  void noiseIsNoChangeNorIsASureOneThatDoesNotMatter() {
    assertThat(history(20, FAST, day -> 1000).changes(Example.WAL)).isEmpty();
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      runs.add(Example.onDay(day, FAST, Example.pairs(Example.WAL, 1000, day < 10 ? 1000 : 1010)));
    }

    assertThat(new GateHistory(runs, List.of()).changes(Example.WAL)).isEmpty();
  }

  @Test
  @DisplayName("in less than 5 % of histories of one level a metric changes; 1 % is what is meant")
  void seldomFindsWhatIsNotThere() {
    int alarms = 0;
    for (int i = 0; i < 100; i++) {
      alarms += history(20, FAST, day -> 1000).changes(Example.LATENCY).size();
    }

    assertThat(alarms).isLessThan(5);
  }

  @Test
  void anotherMachineIsNoChangeOfATimeAndNoneToACost() {
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      boolean slow = day >= 15;
      double noise = 1 + 0.001 * random.nextGaussian();
      runs.add(
          Example.onDay(
              day,
              slow ? SLOW : FAST,
              Example.pairs(Example.LATENCY, 100, (slow ? 200 : 100) * noise),
              Example.pairs(Example.WAL, 1000, (day < 20 ? 1000 : 1100) * noise)));
    }
    GateHistory history = new GateHistory(runs, List.of());

    assertThat(history.changes(Example.LATENCY)).isEmpty();
    assertThat(history.levels(Example.LATENCY))
        .extracting(GateHistory.Level::environment)
        .containsExactly("environment 1", "environment 2");
    assertThat(history.environments())
        .hasSize(2)
        .last()
        .asString()
        .contains("cpu Slow", "server PostgreSQL 17");
    assertThat(history.levels(Example.WAL))
        .singleElement()
        .satisfies(
            level ->
                assertThat(level.changes()).extracting(ChangePoint::index).containsExactly(20));
  }

  @Test
  void anotherPostgresIsAnotherLevelOfCosts() {
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      Map<String, String> facts = Map.of("server", "PostgreSQL " + (day < 10 ? 17 : 18));
      runs.add(Example.onDay(day, facts, Example.pairs(Example.WAL, 1000, day < 10 ? 1000 : 1200)));
    }

    assertThat(new GateHistory(runs, List.of()).levels(Example.WAL))
        .extracting(GateHistory.Level::environment, GateHistory.Level::changes)
        .containsExactly(tuple("PostgreSQL 17", List.of()), tuple("PostgreSQL 18", List.of()));
  }

  /** A machine that made fewer in its time has a smaller index. */
  @Test
  void anotherNumberOfCommitsThatStoodThereIsAnotherLevelOfCosts() {
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      Map<String, String> facts =
          Map.of("server", "17", "candidate history", day < 10 ? "500 commits" : "10000 commits");
      runs.add(Example.onDay(day, facts, Example.pairs(Example.WAL, 1000, day < 10 ? 1000 : 1200)));
    }

    assertThat(new GateHistory(runs, List.of()).levels(Example.WAL))
        .extracting(GateHistory.Level::environment, GateHistory.Level::changes)
        .containsExactly(
            tuple("17, after 500 commits", List.of()), tuple("17, after 10000 commits", List.of()));
  }

  /** Two machines take turns; on one of them a time changed. */
  @Test
  void aChangeIsNamedByTheNumberThatItsRunHasAmongAll() {
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      double value = day % 2 == 0 ? 100 : day < 20 ? 200 : 240;
      runs.add(
          Example.onDay(
              day,
              day % 2 == 0 ? FAST : SLOW,
              Example.pairs(Example.LATENCY, 100, value * (1 + 0.001 * random.nextGaussian()))));
    }

    assertThat(new GateHistory(runs, List.of()).changes(Example.LATENCY))
        .singleElement()
        .asString()
        .startsWith("commit latency p50 from run 22 on: 240 µs, before 200 µs (+20 %)")
        .contains(", environment 2; run 22 itself");
  }

  @Test
  void aRunCountsOnceAndTheyAreInTheOrderOfTheirTimes() {
    write("b/2.json", Example.onDay(2, seed("1"), Example.pairs(Example.WAL, 10, 12)));
    write("a/1.json", Example.onDay(3, seed("1"), Example.pairs(Example.WAL, 10, 13)));
    write("a/again.json", Example.onDay(2, seed("1"), Example.pairs(Example.WAL, 10, 12)));
    write("a/other seed.json", Example.onDay(2, seed("2"), Example.pairs(Example.WAL, 10, 14)));

    GateHistory history =
        GateHistory.read(List.of(directory, directory.resolve("b/2.json"), directory));

    assertThat(history.levels(Example.WAL).get(0).values()).containsExactly(12.0, 14.0, 13.0);
    assertThat(history.leftOut()).isEmpty();
  }

  @Test
  void whatIsNoRunOfTheGateIsLeftOutAndNamed() throws IOException {
    write("good.json", Example.onDay(1, FAST, Example.pairs(Example.WAL, 10, 12)));
    write("nothing compared.json", Example.onDay(2, FAST));
    Files.writeString(directory.resolve("bencher.json"), "{}"); // our own
    Files.writeString(directory.resolve("empty.json"), "");
    Files.writeString(directory.resolve("foreign.json"), "{\"a\": 1}");
    Files.writeString(directory.resolve("half.json"), "{\"schema\": 4, \"mode\"");
    Files.writeString(directory.resolve("notes.txt"), "not looked at");
    Files.writeString(directory.resolve("hollow.json"), "{\"schema\": 4}");
    Files.writeString(directory.resolve("of old.json"), "{\"schema\": 3}");

    GateHistory history = GateHistory.read(List.of(directory, directory.resolve("gone.json")));

    assertThat(history.runs()).hasSize(1);
    assertThat(history.leftOut())
        .hasSize(7)
        .anyMatch(what -> what.contains("empty.json has schema (none)"))
        .anyMatch(what -> what.contains("foreign.json has schema (none)"))
        .anyMatch(what -> what.contains("half.json is damaged"))
        .anyMatch(what -> what.contains("hollow.json is damaged"))
        .anyMatch(what -> what.contains("of old.json has schema 3, expected 4"))
        .anyMatch(what -> what.contains("nothing compared.json compares nothing"))
        .anyMatch(what -> what.contains("cannot read") && what.contains("gone.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"schema\": 4, \"comparisons\": [{}]}"})
  void nothingOfUseIsRefused(String content) throws IOException {
    Files.writeString(directory.resolve("gate.json"), content);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateHistory.read(List.of(directory)))
        .withMessageContainingAll(
            "there is no gate.json of gate ab that can be read", "gate.json ");
  }

  @Test
  void theOldestOfTooManyAreLeftOutAndThatIsSaid() {
    for (int day = 0; day < GateHistory.MOST + 2; day++) {
      write(day + ".json", Example.onDay(day, FAST, Example.pairs(Example.WAL, 10, 12)));
    }

    GateHistory history = GateHistory.read(List.of(directory));

    assertThat(history.runs()).hasSize(200);
    assertThat(history.runs().get(0).started()).isEqualTo("2026-01-03T00:00:00.123456789Z");
    assertThat(history.leftOut()).containsExactly("2 runs older than the last 200");
  }

  private static Map<String, String> seed(String seed) {
    Map<String, String> facts = new HashMap<>(FAST);
    facts.put("seed", seed);
    return facts;
  }

  /** Runs on a level of costs, whose numbers scatter by 1 %, and of a time, by 3 %. */
  private GateHistory history(int days, Map<String, String> facts, IntToDoubleFunction wal) {
    List<GateResult> runs = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      double bytes = wal.applyAsDouble(day) * (1 + 0.01 * random.nextGaussian());
      runs.add(
          Example.onDay(
              day,
              facts,
              Example.pairs(Example.LATENCY, 100, 100 * (1 + 0.03 * random.nextGaussian())),
              Example.pairs(Example.WAL, bytes / 1.25, bytes)));
    }
    return new GateHistory(runs, List.of());
  }

  private void write(String name, GateResult run) {
    JsonFile.write(directory.resolve(name), run);
  }
}
