package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.measure.Runs;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

class CommandResultTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Invocation COMMAND = new Invocation("17", NOON, Map.of());

  @TempDir Path results;
  private int runs;

  private void run(String simulation, Invocation by, List<Estimate> metrics, Verdict... verdicts) {
    RunResult.write(
        results.resolve("%s-%d".formatted(simulation, ++runs)),
        Runs.of(simulation, NOON.plusSeconds(runs), by, metrics, verdicts));
  }

  private static Estimate commits(String what, double count) {
    return Estimate.of(what, "commits", Direction.NEITHER, count, 1)
        .of(new Estimate.Of("commits", what));
  }

  private static Estimate figure(String name, String unit, double value) {
    return Estimate.of(name, unit, Direction.NEITHER, value, 1);
  }

  private CommandResult result() {
    return CommandResult.of(results, COMMAND);
  }

  private List<String> lines() {
    return result().lines(List.of(), List.of());
  }

  @Test
  void tellsAllOfACommandOnOneScreen() {
    var counts = List.of(commits("attempted", 1_200), commits("acknowledged", 1_100));
    run(
        "RapidCommitSimulation",
        COMMAND,
        List.of(
            counts.get(0),
            counts.get(1),
            figure("p50", "ms", 1.94).of(new Estimate.Of("rapid commit", "response p50")),
            figure("p99", "ms", 14.2).of(new Estimate.Of("rapid commit", "response p99")),
            figure("buffers touched per commit", "buffers", 18.2),
            figure("WAL per commit", "bytes", 576.1)),
        Verdict.pass("nothing lost", ""));
    run(
        "CapacitySimulation",
        COMMAND,
        List.of(counts.get(0), counts.get(1), figure("capacity", "ops/s", 6_359.8)),
        Verdict.fail("refused", "").often(3, 40).byChance().since(25, "users"),
        Verdict.pass("nothing lost", ""),
        Verdict.fail("pool", "").as(Severity.LOSS).of(Whose.POOL));
    run(
        "HistoryGrowthSimulation",
        COMMAND,
        List.of(figure("commit work growth with history, last / first", "", 1.25)),
        Verdict.undecided("cost", ""));

    assertThat(result().lines(List.of("SoakSimulation"), List.of("DdlStormSimulation")))
        .containsExactly(
            "3 simulations run, profile smoke: 1 failed, 1 with something undecided, 1 passed whole",
            "  failed     Capacity",
            "  undecided  HistoryGrowth",
            "  no end     DdlStormSimulation left no result",
            "  not run    SoakSimulation, not part of this profile",
            "",
            "2 findings; what does not hold, the gravest first:",
            "  lost or altered data: pool (of the pool)",
            "  refused work: refused (3 of 40 (7.5 %, 2.6 to 19.9 %); since 25 users)",
            "",
            "  commits    2,200 of 2,400 acknowledged, none lost",
            "  one user   1.94 ms at the median, p99 14.2 ms",
            "  most       6,360 commits/s",
            "  a commit   18.2 buffers, 576 B of WAL",
            "  history    a commit's work at the end of it is 1.25 times that at its beginning",
            "  page       " + results.resolve("index.html").toUri());
  }

  @Test
  void countsTheLatestRunOfEachSimulationOfThisCommandAlone() {
    run("A", COMMAND, List.of(), Verdict.fail("earlier", ""));
    run("A", COMMAND, List.of(), Verdict.pass("later", ""));
    run(
        "B",
        new Invocation("18", NOON, Map.of()),
        List.of(),
        Verdict.fail("another command's", ""));

    assertThat(result().runs().values()).extracting(RunResult::simulation).containsExactly("A");
    assertThat(result().findings().findings()).isEmpty();
    assertThat(lines()).contains("No finding.");
    assertThat(result().missing(List.of("A", "B"))).containsExactly("B");
  }

  @Test
  void aRunThatCannotBeReadHidesNoOther() throws Exception {
    run("A", COMMAND, List.of(), Verdict.fail("seen", ""));
    Files.createDirectories(results.resolve("B-1"));
    Files.writeString(results.resolve("B-1/run.json"), "{");

    assertThat(lines()).contains("1 finding; what does not hold:", "  refused work: seen");
  }

  @Test
  void showsTenFindingsAndHowManyMoreThereAreEachOnOneLine() {
    var verdicts = new ArrayList<Verdict>();
    IntStream.range(0, 13)
        .forEach(i -> verdicts.add(Verdict.fail(i + " is a long name".repeat(12), "")));
    run("A", COMMAND, List.of(), verdicts.toArray(Verdict[]::new));

    assertThat(lines())
        .contains("13 findings; what does not hold, the gravest first:", "  and 3 more")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120))
        .filteredOn(line -> line.endsWith("..."))
        .hasSize(10);
  }

  @Test
  void whatIsLostIsTold() {
    var some = List.of(commits("attempted", 2), commits("acknowledged", 1));
    run("A", COMMAND, some, Verdict.pass("nothing lost", ""));
    assertThat(lines()).contains("  commits    1 of 2 acknowledged, none lost");

    run("B", COMMAND, some);
    assertThat(lines())
        .contains("  commits    2 of 4 acknowledged, whether some were lost is not known");

    run("C", COMMAND, some, Verdict.fail("nothing lost", "").as(Severity.LOSS));
    assertThat(lines())
        .contains("  commits    3 of 6 acknowledged, some of them lost")
        .contains("  lost or altered data: nothing lost");
  }
}
