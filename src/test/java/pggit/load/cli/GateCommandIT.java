package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.gate.GateResult;
import pggit.load.gate.Ruling;

/** Exit codes and files of the gate's commands. */
@Tag("slow")
@Tag("alone")
class GateCommandIT {
  @TempDir Path directory;

  private final StringWriter said = new StringWriter();

  @Test
  void wrongUseIs64() {
    assertThat(gate()).isEqualTo(64);
    assertThat(gate("ab")).isEqualTo(64);
    assertThat(gate("ab", "--candidate", "reference", "--undecided", "perhaps")).isEqualTo(64);
    assertThat(gate("abc")).isEqualTo(64);
    assertThat(said.toString()).contains("expected -Dpggit.baseline=DIR").contains("pass or fail");
  }

  @Test
  void aCandidateThatIsNotThereIs64AndLeavesFilesThatSayWhy() {
    int code = gate("ab", "--candidate", "no/such/place", "--output", directory.toString());

    assertThat(code).isEqualTo(64);
    assertThat(said.toString()).contains("the candidate (no/such/place)").contains("nothing at");
    var result = GateResult.read(directory.resolve("gate.json"));
    assertThat(result.verdict()).isEqualTo(Ruling.UNDECIDED);
    assertThat(result.reasons()).singleElement().asString().contains("nothing at");
    assertThat(directory.resolve("TEST-pggit.gate.ab.xml")).content().contains("<error");
  }

  @Test
  void aBudgetTooShortForAVerdictIs2Or0AsThePolicySays() {
    System.setProperty("pggit.gate.budget", "1s");
    try {
      assertThat(gate("ab", "--candidate", "reference", "--output", directory.toString()))
          .isEqualTo(2);
      assertThat(
              gate(
                  "ab",
                  "--candidate=reference",
                  "--undecided=pass",
                  "--output=" + directory.toString()))
          .isZero();
    } finally {
      System.clearProperty("pggit.gate.budget");
    }
    assertThat(said.toString()).contains("UNDECIDED").contains("the budget of 1 s was spent");
  }

  /** To git, 1 to 124 would be a verdict on the version, and 125 another version, please. */
  @Test
  void aSearchSkipsWhatCannotBeToldOfTheCandidateAndStopsAtAllElse() {
    String output = "--output=" + directory;
    System.setProperty("pggit.gate.budget", "1s");
    try {
      assertThat(gate("bisect", "--candidate=reference", output)).isEqualTo(125);
      assertThat(gate("bisect", "--candidate=no/such/place", output)).isEqualTo(125);
      assertThat(gate("bisect", "--baseline=no/such/place", output)).isEqualTo(128);
      assertThat(gate("bisect", "--candidate=reference", "--baselnie=reference")).isEqualTo(128);
      System.setProperty("pggit.gate.budget", "1 furlong");
      assertThat(gate("bisect", "--candidate=reference", output)).isEqualTo(128);
    } finally {
      System.clearProperty("pggit.gate.budget");
    }
    assertThat(said.toString())
        .contains("skipped: the candidate (no/such/place)")
        .contains("pggit-load: the baseline (no/such/place)");
  }

  @Test
  void aCheckWithoutBaselineIs2() {
    System.setProperty("pggit.results", directory.resolve("none").toString());
    try {
      assertThat(gate("check", "--output", directory.toString())).isEqualTo(2);
      assertThat(gate("accept")).isEqualTo(64);
    } finally {
      System.clearProperty("pggit.results");
    }
    assertThat(said.toString()).contains("there are no results");
  }

  @Test
  void runsThatCannotBeComparedAreToldAndEndNothing() throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("results/SoakSimulation-1")).resolve("run.json"),
        "{");
    Files.createDirectories(directory.resolve("results/something else"));
    System.setProperty("pggit.results", directory.resolve("results").toString());
    System.setProperty("pggit.gate.baselines", directory.resolve("baselines").toString());
    try {
      assertThat(gate("accept")).isEqualTo(64);
      assertThat(gate("check", "--output", directory.toString())).isEqualTo(2);
    } finally {
      System.clearProperty("pggit.results");
      System.clearProperty("pggit.gate.baselines");
    }
    assertThat(said.toString())
        .contains("left out: SoakSimulation-1: ")
        .contains("left out: something else: no run")
        .contains("there are no results to check");
    assertThat(GateResult.read(directory.resolve("gate.json")).leftOut()).hasSize(2);
  }

  private int gate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "gate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(all);
  }
}
