package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.analysis.Growth;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Subject;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/** The check of titles itself: it agrees with what the product says, and notices what is wrong. */
class TitleNumbersTest {
  private static final List<String> NO_ERRORS = List.of("time,operation,sqlstate,count");

  @TempDir Path results;
  private Path run;

  /** Work that grows by one page a commit, a peak at 10 users, an overload and a pool. */
  @BeforeEach
  void run() {
    run = results.resolve("run");
    RunFiles files = RunFiles.of(run, 5).file("errors.csv", NO_ERRORS);
    double[] sizes = new double[10];
    double[] works = new double[10];
    for (int i = 0; i < 10; i++) {
      sizes[i] = 100 * (i + 1);
      works[i] = 20 + sizes[i];
      files.metric(new Of("commit", "buffers").at(sizes[i], "commits"), "buffers", works[i]);
    }
    Growth growth =
        Growth.of(new Subject("commit work", "buffers", "history", "commits"), sizes, works);
    growth.estimates().forEach(files::metric);
    files.verdict(Verdict.fail("growth of commit with history", growth.sentence(3)));
    List<Throughput> throughputs = new ArrayList<>();
    for (int users : new int[] {1, 2, 4, 8, 16, 32}) {
      for (int repeat = 0; repeat < 3; repeat++) {
        double rate = 100.0 * users / (1 + 0.01 * users * users) * (1 + 0.01 * (repeat - 1));
        throughputs.add(new Throughput(users, rate));
        Of of = new Of("commit", "throughput").at(users, "users").in("repeat " + repeat);
        files.metric(of, "commits/s", rate);
      }
    }
    files.verdict(Scalability.of(throughputs).verdict());
    for (double[] step : new double[][] {{1.5, 0.93}, {2, 0.86}}) {
      Of of = new Of("", "grace").at(step[0], "x capacity");
      files.metric(Estimate.of("grace", "", Direction.HIGHER_IS_BETTER, step[1], 20).of(of));
    }
    files
        .verdict(
            Verdict.pass("graceful overload without retries", "goodput at 2 x capacity is 0.86"))
        .metric(new Of("", "recovery time"), "s", 4)
        .file(
            "pool.csv",
            List.of(
                "time,name,active,idle,pending,total,timeouts",
                files.time(1) + ",pool,10,0,7,10,0",
                files.time(2) + ",pool,4,6,0,10,3"))
        .write();
  }

  @Test
  void agreesWithWhatPagesSay() throws IOException {
    PageNumbers.agree(run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          growth-0    | Work of one commit does not grow with the commits              | growth
          growth-0    | Work of one commit: how it grows is undecided                  | growth
          growth-0    | Work of one commit grows by 2 pages per commit with the commits | growth
          growth-0    | Work of one commit grows; 7 pages foretold at 10,000 commits   | foretold
          scalability | Throughput peaks at 12 users with 500/s; more users make it slower | scalability
          scalability | Where throughput peaks is not known from this run; at 32 users it is 500/s | open
          scalability | Too few levels to say how throughput scales                    | open
          scalability | Throughput still grows at 32 users, to 500/s                   | scalability
          overload    | At 2 × the capacity 85 % of what could be served is served           | overload
          overload    | At 1.5 × the capacity 86 % of what could be served is served         | overload
          overload    | At 2 × the capacity 86 % of what could be served is served; recovered after 5 s | recovery
          pool-0      | pool: never full, at most 9 of 10 connections at work, up to 7 users waited, 3 gave up | at work
          pool-0      | pool: all 11 connections at work for 50 % of the time, up to 7 users waited, 3 gave up | size
          pool-0      | pool: all 10 connections at work for 50 % of the time, nobody waited, 3 gave up | waited
          pool-0      | pool: all 10 connections at work for 50 % of the time, up to 7 users waited | gave up
          """)
  void noticesATitleThatSaysSomethingElse(String chart, String title, String about) {
    assertThatThrownBy(() -> new TitleNumbers(RunResult.read(run), Map.of(chart, title)).agree(run))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(about + ": " + title);
  }

  @Test
  void noticesAVerdictOnGoodputOfAnotherNumber() {
    Of of = new Of("", "grace").at(2, "x capacity");
    RunFiles.of(run, 5)
        .metric(Estimate.of("grace", "", Direction.HIGHER_IS_BETTER, 0.86, 20).of(of))
        .verdict(Verdict.pass("graceful overload", "served at 2 x 92 % (at least 80 %)"))
        .file("errors.csv", NO_ERRORS)
        .write();

    assertThatThrownBy(() -> PageNumbers.agree(run))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("verdict: served at 2 x 92 %");
  }
}
