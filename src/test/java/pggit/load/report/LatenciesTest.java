package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Part;
import pggit.load.report.RunFiles.Load;

class LatenciesTest {
  private static final long START = RunFiles.STARTED.toEpochMilli();

  @TempDir Path directory;

  @Test
  void aRunIsAboutItsCommitsIfItHasMoreThanAFew() {
    Latencies all = read(Map.of("commit", s -> load(100, 4), "create table", s -> load(50, 9)));

    assertThat(all.focusName()).isEqualTo("commits");
    assertThat(all.focus().count()).isEqualTo(1000);
  }

  @Test
  void showsAllRequestsOfARunThatIsNotAboutItsCommits() {
    Map<String, Load> operations = Map.of("commit", s -> load(1, 20), "request", s -> load(10, 80));

    assertThat(read(operations, false).focusName()).isEqualTo("requests");
    assertThat(read(operations, false).focus().count()).isEqualTo(110);
    assertThat(read(operations, true).focus().count()).isEqualTo(10);
  }

  @Test
  void keepsQuantilesAndPartsByTheSecond() {
    Latencies all = read(Map.of("commit", s -> load(s == 7 ? 0 : 200, s < 5 ? 4 : 40)));

    double[] p50 = all.each(step -> step.millis(50));
    double[] execute = all.each(step -> step.meanMillis(Part.EXECUTE));
    double[] response = all.each(step -> step.meanMillis(Part.RESPONSE));
    assertThat(p50[2]).isCloseTo(4, within(1.0));
    assertThat(p50[6]).isCloseTo(40, within(10.0));
    assertThat(p50[7]).as("nothing ended").isNaN();
    assertThat(execute[2]).isLessThan(response[2]);
  }

  @Test
  void aPercentileWithFewerThanOneRequestBeyondItIsUnknown() {
    Latencies few = read(Map.of("commit", s -> s == 0 ? load(50, 4) : load(0, 0)));

    assertThat(few.focus().quantile(95)).isPresent();
    assertThat(few.focus().quantile(99)).isEmpty();
    assertThat(few.focus().words(99)).isEqualTo("–");
  }

  private static double[] load(int count, double millis) {
    return new double[] {count, millis};
  }

  private Latencies read(Map<String, Load> operations) {
    return read(operations, true);
  }

  private Latencies read(Map<String, Load> operations, boolean commits) {
    RunFiles.of(directory, 10).latencies(new LinkedHashMap<>(operations), "main");
    return Latencies.read(directory.resolve("latency.hlog"), START, START + 10_000, commits);
  }
}
