package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/** The check of Gatling's report itself, on one cut short; {@code BrokenPgGitIT} has whole ones. */
class GatlingNumbersTest {
  private static final String ROW =
      """
      <tr id="%s" data-parent="%s">
        <td class="total col-1"><span class="ellipsed-name">%s</span><span class="value">0</span></td>
        <td class="value total col-2">%s</td>
        <td class="value ok col-3">%s</td>
        <td class="value ko col-4">%s</td>
        <td class="value ko col-5">0</td>
      </tr>
      """;
  private static final String ASSERTED =
      """
      <tr>
        <td class="error-col-1 total">
          verdicts / %s: count of %s
          <span class="value" style="display:none">0</span>
        </td>
        <td class="error-col-2 value total">%s</td>
      </tr>
      """;

  @TempDir Path target;
  private Path run;
  private Path report;

  @BeforeEach
  void run() throws IOException {
    run = target.resolve("pggit/run");
    report = target.resolve("gatling/rapidcommitsimulation-20260301123006000/index.html");
    RunFiles.of(run, 5)
        .metric(new Estimate.Of("commit", "succeeded"), "", 1_200)
        .error(new ErrorCount("commit", "23505", 3, "duplicate"))
        .error(new ErrorCount("commit", "40P01", 1, "deadlock"))
        .verdict(Verdict.pass("ids", "unique"))
        .verdict(Verdict.fail("success rate", "too few"))
        .verdict(Verdict.undecided("growth", "too short"))
        .write();
    Files.createDirectories(report.getParent());
    Files.writeString(
        report,
        ASSERTED.formatted("all verdicts", "successful events is 1.0", "KO")
            + ASSERTED.formatted("success rate", "failed events is 0.0", "KO")
            + ASSERTED.formatted("ids", "failed events is 0.0", "OK")
            + ROW.formatted("group_v", "ROOT", "verdicts", "1", "0", "1")
            + ROW.formatted("req_1", "group_v", "ids", "1", "1", "0")
            + ROW.formatted("req_2", "group_v", "success rate", "1", "0", "1")
            + ROW.formatted("req_3", "group_v", "growth", "1", "1", "0")
            + ROW.formatted("req_4", "group_v", "all verdicts", "1", "0", "1")
            + ROW.formatted("req_5", "ROOT", "commit", "1,204", "1,200", "4"));
  }

  @Test
  void agreesWithTheResult() throws IOException {
    GatlingNumbers.agree(run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          >1,200<   | >1,199<     | commit
          >1,204<   | >1,205<     | commit
          >4<       | >3<         | commit
          >growth<  | >something< | growth
          >ids<     | >success rate< | ids
          """)
  void noticesAnotherNumberOrName(String from, String to, String about) throws IOException {
    Files.writeString(report, Files.readString(report).replace(from, to));

    assertThatThrownBy(() -> GatlingNumbers.agree(run))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(about);
  }

  @Test
  void noticesAnAssertionThatHoldsThoughItsVerdictFails() throws IOException {
    String page = Files.readString(report);
    int at = page.indexOf("KO", page.indexOf("success rate: count"));
    Files.writeString(report, page.substring(0, at) + "OK" + page.substring(at + 2));

    assertThatThrownBy(() -> GatlingNumbers.agree(run))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("verdicts / success rate");
  }

  @Test
  void noticesThatThereIsNone() throws IOException {
    Files.delete(report);
    Files.delete(report.getParent());

    assertThatThrownBy(() -> GatlingNumbers.agree(run)).hasMessageContaining("Gatling's report");
  }
}
