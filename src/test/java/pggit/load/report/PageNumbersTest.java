package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.analysis.Interval;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;
import pggit.load.measure.Verdict;
import pggit.load.verdict.CostCurve;
import pggit.load.verdict.KeptThroughput;

/** One fact, one number: a page says nothing that it or another page says otherwise. */
class PageNumbersTest {
  @TempDir Path results;
  private Path run;

  @BeforeEach
  void name() {
    run = results.resolve("run");
  }

  @Test
  void ofARunWithEverythingAgree() throws IOException {
    PageNumbers.agree(SampleRuns.everything(run));
  }

  @Test
  void theCheckNoticesAFailureThatIsCountedInOnePlaceOnly() throws IOException {
    SampleRuns.everything(run);
    Path file = run.resolve("errors.csv");
    Files.writeString(file, Files.readString(file).replaceFirst("57P01,\\d+", "57P01,9"));

    assertThatThrownBy(() -> PageNumbers.agree(run))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("errors.csv");
  }

  @Test
  void aLawWhosePeakIsLeftOpenPromisesNone() throws IOException {
    String page =
        page(
            run ->
                throughputs(
                    run, users -> 100 * users / (1 + 0.05 * users + 0.0001 * users * users)));

    assertThat(page)
        .contains("scalability-title\">Where throughput peaks is not known from this run");
  }

  @Test
  void throughputThatFallsInTurnsIsNotSaidToGrow() throws IOException {
    String page =
        page(
            run ->
                throughputs(run, users -> 100.0 * users)
                    .metric(
                        Estimate.of("kept", "", Direction.HIGHER_IS_BETTER, 0.6, 0.5, 0.7, 10)
                            .of(new Of("commit", KeptThroughput.KIND).at(96, "users"))));

    assertThat(page)
        .contains("scalability-title\">With 96 users 0.6 of the throughput of fewer is left")
        .doesNotContain("still grows");
  }

  @Test
  void pagesThatAreLevelsOfAnIndexAreNotSaidToGrow() throws IOException {
    UnaryOperator<RunFiles> levels =
        run -> {
          for (int i = 1; i <= 12; i++) {
            Of work = new Of("commit", "buffers").at(100 * i, "commits");
            run.metric(work, "buffers", i < 6 ? 20 : 21);
          }
          return run;
        };
    assertThat(page(levels)).contains("Work of one commit " + CostCurve.LEVEL);
    Verdict failed = Verdict.fail("cost of commit at 100,000 commits", "4 times");
    assertThat(page(run -> levels.apply(run).verdict(failed))).doesNotContain(CostCurve.LEVEL);
  }

  @Test
  void anIntervalThatDoesNotTellHasNoDigits() throws IOException {
    String page =
        page(
            run ->
                run.metric(Estimate.of("knee", "", Direction.NEITHER, 30, 2.25, 98_765, 10))
                    .metric(Estimate.of("narrow", "", Direction.NEITHER, 30, 21.5, 43.5, 10)));

    assertThat(page).contains(Interval.UNKNOWN).contains("21.5 to 43.5");
    assertThat(page.split("id=\"data\"", 2)[0]).doesNotContain("2.25").doesNotContain("98,765");
  }

  private static RunFiles throughputs(RunFiles run, IntToDoubleFunction law) {
    for (int users : new int[] {1, 2, 4, 8, 16, 32, 64, 96}) {
      for (int repeat = 0; repeat < 3; repeat++) {
        Of of = new Of("commit", "throughput").at(users, "users").in("repeat " + repeat);
        run.metric(of, "commits/s", law.applyAsDouble(users) * (1 + 0.1 * (repeat - 1)));
      }
    }
    return run;
  }

  private String page(UnaryOperator<RunFiles> with) throws IOException {
    return Files.readString(RunReport.write(with.apply(RunFiles.of(run, 5)).write()))
        .replace('\u00a0', ' ');
  }
}
