package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.RunResult;

/** Later runs against accepted ones. */
class CheckTest {
  private static final Map<String, String> HOST =
      Map.of("cpu", "Fast", "cores", "2", "memory", "8000000 kB", "jdk", "17");
  private static final String NAME = "RapidCommitSimulation-";
  private static final Limits LIMITS = new Limits(0.05, 0.02, 0.02);

  @TempDir Path directory;

  private final Random random = new Random(11);

  @Test
  void passesWhatIsAsBeforeAndFindsWhatIsWorse() {
    store().accept(runs(0, 20, 10.0));

    assertThat(check(runs(0, 40, 10.0)).verdict()).isEqualTo(Ruling.PASS);
    List<RunResult> worse = new ArrayList<>(runs(0, 20, 10.0));
    worse.addAll(runs(20, 20, 12.0));
    GateResult result = check(worse);
    assertThat(result.verdict()).isEqualTo(Ruling.REGRESSION);
    assertThat(result.reasons().get(0))
        .startsWith("regression: RapidCommitSimulation: work of a commit +")
        .endsWith("20 runs");
  }

  @Test
  void withoutBaselineItIsUndecidedAndSaysHowToGetOne() {
    assertThat(check(List.of()).reasons()).singleElement().asString().contains("gatling:test");
    assertThat(check(runs(0, 5, 10)).verdict()).isEqualTo(Ruling.UNDECIDED);
    assertThat(check(runs(0, 5, 10)).reasons()).singleElement().asString().contains("gate accept");
  }

  @Test
  void anotherEnvironmentIsUndecidedAndSaysWhatDiffers() {
    store().accept(runs(0, 5, 10));
    var elsewhere = Map.of("cpu", "Fast", "cores", "4", "memory", "8000000 kB", "jdk", "17");

    GateResult result = check(List.of(Example.run(90, 10, elsewhere)));

    assertThat(result.verdict()).isEqualTo(Ruling.UNDECIDED);
    assertThat(result.reasons()).singleElement().asString().contains("cores 4 instead of 2");
  }

  /** One that was stored before that was known has it unknown, which is another environment. */
  @Test
  void aJvmThatCompilesOtherwiseIsAnotherEnvironment() {
    store().accept(runs(0, 5, 10));
    var optimizing = new HashMap<>(HOST);
    optimizing.put("compiler", "mixed mode, sharing");

    assertThat(check(List.of(Example.run(90, 10, optimizing))).reasons())
        .singleElement()
        .asString()
        .contains("compiler mixed mode, sharing instead of unknown");
  }

  @Test
  void tooFewRunsAreUndecidedAndSayHowMany() {
    store().accept(runs(0, 5, 10));

    GateResult result = check(runs(0, 7, 10));

    assertThat(result.verdict()).isEqualTo(Ruling.UNDECIDED);
    assertThat(result.reasons())
        .singleElement()
        .asString()
        .contains("5 accepted runs and 2 later ones, each side needs 5");
  }

  @Test
  void keepsTheLastHundredAndSaysWhereADriftBegan() {
    store().accept(runs(0, 70, 10.0));
    store().accept(runs(70, 40, 10.6));
    store().accept(runs(70, 40, 10.6)); // once more: nothing twice

    GateResult result = check(runs(110, 5, 10.6));

    var history = result.history().get(0);
    assertThat(history.values()).hasSize(100);
    assertThat(history.changes()).hasSize(1);
    assertThat(history.changes().get(0)).isBetween(57, 63);
    assertThat(result.reasons()).anyMatch(r -> r.startsWith("level changed: RapidCommit"));
  }

  @Test
  void refusesADamagedBaselineAndOneOfAnotherSchema() throws IOException {
    store().accept(runs(0, 5, 10));
    Path file;
    try (var files = Files.list(directory.resolve("baselines/RapidCommitSimulation"))) {
      file = files.findFirst().orElseThrow();
    }

    Files.writeString(file, Files.readString(file).substring(0, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(runs(5, 5, 10)))
        .withMessageContaining("damaged");
    Files.writeString(file, "{\"schema\": 7}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(runs(5, 5, 10)))
        .withMessageContaining("schema 7, expected 2");
  }

  @Test
  void leavesOutWhatCannotBeComparedAndSaysWhy() throws IOException {
    Path results = directory.resolve("results");
    for (RunResult run : runs(0, 10, 10)) {
      RunResult.write(results.resolve(NAME + run.started().getEpochSecond()), run);
    }
    Path empty = results.resolve(NAME + "empty");
    RunResult.write(empty, Example.run(1, List.of(), HOST));
    Path other = Files.createDirectories(results.resolve(NAME + "other"));
    Files.writeString(other.resolve("run.json"), "{\"schema\": 99}");
    Path damaged = Files.createDirectories(results.resolve(NAME + "damaged"));
    Files.writeString(damaged.resolve("run.json"), "{");
    Files.createDirectories(results.resolve("notes of somebody else"));

    var all = BaselineStore.results(results, Optional.empty());

    assertThat(all.runs()).hasSize(10);
    assertThat(all.leftOut())
        .hasSize(4)
        .anyMatch(what -> what.startsWith(NAME + "empty: ") && what.contains("zero requests"))
        .anyMatch(what -> what.startsWith(NAME + "other: ") && what.contains("schema 99"))
        .anyMatch(what -> what.startsWith(NAME + "damaged: "))
        .anyMatch(what -> what.startsWith("notes of somebody else: no run"));
    store().accept(all.runs().subList(0, 5));
    GateResult result = Check.of(store(), all, LIMITS, 5);
    assertThat(result.leftOut()).containsAll(all.leftOut());
    assertThat(result.comparisons()).hasSize(1);
    assertThat(BaselineStore.results(results, Optional.of("Other")).leftOut()).isEmpty();
  }

  @Test
  void comparesResultsOfTenMillionRequestsWithinTwoSeconds() {
    Path results = directory.resolve("results");
    List<RunResult> runs = runs(0, 10, 10);
    runs.forEach(
        run ->
            RunResult.write(
                results.resolve("RapidCommitSimulation-" + run.started().getEpochSecond()), run));
    store().accept(BaselineStore.results(results, Optional.empty()).runs().subList(0, 5));
    long begun = System.nanoTime();

    GateResult result = check(BaselineStore.results(results, Optional.empty()).runs());

    assertThat(result.comparisons()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  private BaselineStore store() {
    return new BaselineStore(directory.resolve("baselines"));
  }

  private GateResult check(List<RunResult> results) {
    return Check.of(store(), new BaselineStore.Results(results, List.of()), LIMITS, 5);
  }

  /** Runs whose numbers scatter by 2 %. */
  private List<RunResult> runs(int from, int count, double millis) {
    List<RunResult> runs = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      runs.add(Example.run(i, millis * Math.exp(0.02 * random.nextGaussian()), HOST));
    }
    return runs;
  }
}
