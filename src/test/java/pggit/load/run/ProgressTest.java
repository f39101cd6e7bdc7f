package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said);
  private long nanos;
  private double share;
  private final Progress progress = new Progress(out, "history", gone -> share, () -> nanos);

  @Test
  void whatIsOverSoonNeedsNoWords() {
    pass(9);

    assertThat(lines()).isEmpty();
  }

  @Test
  void tellsTheTimeLeftAtTheSpeedSoFar() {
    share = 0.25;
    pass(10);

    assertThat(lines()).containsExactly("  history: 25 %, about 30 s left");
  }

  @Test
  void saysNoMoreThanALineInTenSeconds() {
    for (int second = 1; second <= 40; second++) {
      share = second / 40.0;
      pass(1);
    }

    assertThat(lines())
        .containsExactly(
            "  history: 25 %, about 30 s left",
            "  history: 50 %, about 20 s left", "  history: 75 %, about 10 s left");
  }

  @Test
  void saysADozenLinesInAnHourAndNoneTwice() {
    for (int second = 1; second <= 3_600; second++) {
      share = second / 3_600.0;
      pass(1);
    }
    assertThat(lines()).hasSizeBetween(8, 10).doesNotHaveDuplicates();

    share = 0;
    nanos = 0;
    said.getBuffer().setLength(0);
    var unknown = new Progress(out, "history", gone -> 0, () -> nanos);
    for (int second = 1; second <= 3_600; second++) {
      nanos += TimeUnit.SECONDS.toNanos(1);
      unknown.tick();
    }
    assertThat(lines()).hasSizeBetween(8, 12).doesNotHaveDuplicates();
  }

  @Test
  void promisesNoTimeLeftOnceTheExpectedTimeIsOver() {
    share = 0.995;
    pass(20);
    share = 3;
    pass(110);

    assertThat(lines())
        .containsExactly(
            "  history: nearly done, 20 s so far", "  history: nearly done, 2.2 min so far");
  }

  @Test
  void goesByWhatItIsToldOnceItIsTold() {
    share = 0.25;
    progress.at(0.5);
    pass(200);

    assertThat(lines()).containsExactly("  history: 50 %, about 3.3 min left");
  }

  @Test
  void saysHowLongItHasTakenWhereNobodyKnowsTheRest() {
    pass(17);
    progress.at(0);
    pass(7_000);

    assertThat(lines()).containsExactly("  history: 17 s so far", "  history: 1.9 h so far");
  }

  @Test
  void givesWhatTheStepMadeAndItsFailureToo() {
    assertThat(Progress.during(out, "start", () -> "made")).isEqualTo("made");
    assertThatThrownBy(
            () ->
                Progress.during(
                    out,
                    "start",
                    () -> {
                      throw new IllegalStateException("no disk");
                    }))
        .hasMessage("no disk");
  }

  @Test
  void ofALoadThatLastsTheTimeIsTheShareAndOfOneThatCountsTheCommits() {
    assertThat(Expected.time(Duration.ofSeconds(20)).share(13, 0)).isEqualTo(0.5);
    assertThat(Expected.commits(1000, Duration.ofMillis(1)).share(13, 250)).isEqualTo(0.25);
    assertThat(Expected.commits(1000, Duration.ofMillis(2)).total()).hasSeconds(8);
  }

  private void pass(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    progress.tick();
  }

  private Stream<String> lines() {
    return said.toString().lines();
  }
}
