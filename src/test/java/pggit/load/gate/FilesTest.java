package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The files of a verdict: gate.json, JUnit XML, Markdown. */
class FilesTest {
  private final GateResult worse =
      Example.result(
          Example.pairs(Example.LATENCY, 100, 120), Example.pairs(Example.RATE, 1000, 1000));

  @TempDir Path directory;

  @Test
  void jsonKeepsEverythingSoThatTheVerdictCanBeMadeAgain() {
    GateResult read = GateResult.read(worse.write(directory));

    assertThat(read).isEqualTo(worse);
    assertThat(MetricRuling.of(read.pairs(), new Limits(0.05, 0.02, 0.02), 0.99))
        .extracting(MetricRuling::verdict)
        .containsExactly(Ruling.REGRESSION, Ruling.PASS);
  }

  @Test
  void jsonHasWhatTheForestPlotNeeds() throws Exception {
    var tree = JsonMapper.builder().build().readTree(worse.write(directory).toFile());
    var first = tree.path("comparisons").get(0);

    assertThat(first.path("metric").textValue()).isEqualTo("commit latency p50");
    assertThat(first.path("ratio").doubleValue()).isBetween(1.199, 1.201);
    assertThat(first.path("low").isNumber()).isTrue();
    assertThat(first.path("high").isNumber()).isTrue();
    assertThat(first.path("allowed").doubleValue()).isEqualTo(1.05);
    assertThat(first.path("verdict").textValue()).isEqualTo("regression");
    assertThat(tree.path("history").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"schema\":1}",
        "{\"schema\":99}",
        "{\"schema\":1,\"verdict\":3}"
      })
  void refusesWhatIsDamagedOrOfAnotherSchema(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("gate.json"), content);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateResult.read(file))
        .withMessageContaining("gate.json");
  }

  @Test
  void xmlHasAFailureForEachRegression() throws Exception {
    Element suite = parse(JUnitXml.text(worse, true));

    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("2"); // the metric and the whole
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(2);
    assertThat(suite.getAttribute("time")).isEqualTo("61.500");
  }

  @Test
  void xmlShowsUndecidedAsThePolicySays() throws Exception {
    GateResult nothing = Example.result();

    assertThat(parse(JUnitXml.text(nothing, true)).getAttribute("errors")).isEqualTo("1");
    assertThat(parse(JUnitXml.text(nothing, false)).getAttribute("skipped")).isEqualTo("1");
  }

  @Test
  void markdownAndConsoleShowTheSameUnderEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);

      assertThat(GateWords.markdown(worse))
          .startsWith("## pgGit gate: regression\n")
          .contains("`` candidate <1> & `more` | there ``")
          .contains(
              "| **regression** | commit latency p50 | 100 µs | 120 µs | +20.0 % [+20.0, +20.0] | +5.0 % | 30 |");
      assertThat(GateWords.console(worse))
          .anyMatch(line -> line.contains("REGRESSION"))
          .anyMatch(line -> line.contains("+20.0 % [+20.0, +20.0]"))
          .contains(
              "  regression: commit latency p50 +20.0 % [+20.0, +20.0], allowed +5.0 %, 30 pairs");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void allOfThemSayWhatFailedAndWhatWasLeftOut() throws Exception {
    GateResult result = Example.failing(0, 1);
    String leftOut = "DDL that fail: both alike";

    assertThat(GateResult.read(result.write(directory))).isEqualTo(result);
    assertThat(GateWords.console(result))
        .contains("  left out: " + leftOut)
        .contains("  candidate  candidate, 2 of 154 statements failed")
        .contains("  baseline   baseline");
    assertThat(GateWords.markdown(result)).contains("- left out: `" + leftOut + "`");
    Element suite = parse(JUnitXml.text(result, true));
    assertThat(suite.getAttribute("failures")).isEqualTo("2"); // the operation and the whole
    assertThat(suite.getElementsByTagName("testcase").item(1).getAttributes().getNamedItem("name"))
        .hasToString("name=\"commits that fail\"");
    assertThat(JUnitXml.text(result, true)).contains("left out: " + leftOut);
  }

  @Test
  void allOfThemNameTheStatementThatCostsMore() {
    StatementCost before = new StatementCost(1, 20.4, 9, 3, 241);
    StatementCost after = new StatementCost(1, 25.6, 11, 4, 1313);
    GateResult result =
        Example.blamed(
            List.of(
                new Blame(
                    "commits",
                    Optional.empty(),
                    List.of(
                        suspect(Optional.of("INSERT a || b"), Optional.of(before), after),
                        suspect(Optional.of("SELECT more()"), Optional.empty(), after),
                        suspect(Optional.empty(), Optional.of(before), after)),
                    List.of("commit throughput"))),
            Example.pairs(Example.WAL, 100, 120));

    assertThat(GateResult.read(result.write(directory))).isEqualTo(result);
    assertThat(GateWords.console(result))
        .contains(
            "  in one of the commits: INSERT a || b: 1 → 1 calls, 20 → 26 µs, 9 → 11 pages, 3 → 4 WAL records, 241 → 1,313 bytes of WAL",
            "  nothing in one of the commits, where one user works alone, accounts for: commit throughput")
        .anyMatch(line -> line.contains("SELECT more() (new): – → 1 calls"))
        .anyMatch(
            line -> line.contains("pgGit's functions themselves, outside of their statements"));
    assertThat(GateWords.markdown(result))
        .contains(
            "| `INSERT a \\|\\| b` | 1 → 1 | 20 → 26 | 9 → 11 | 3 → 4 | 241 → 1,313 |",
            "- nothing in one of the commits, where one user works alone, accounts for: commit throughput",
            "| `SELECT more()` | – → 1 | – → 26 | – → 11 | – → 4 | – → 1,313 |");
    assertThat(JUnitXml.text(result, true)).contains("INSERT a || b: 1 → 1 calls");
  }

  private static Blame.Suspect suspect(
      Optional<String> statement, Optional<StatementCost> before, StatementCost after) {
    return new Blame.Suspect(statement, before, Optional.of(after), List.of("WAL per commit"));
  }

  private static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }
}
