package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said);
  private long nanos;
  private final Progress progress = new Progress(out, "history", () -> nanos);

  @Test
  void whatIsOverSoonNeedsNoWords() {
    pass(4);
    progress.at(0.5);
    pass(0);
    progress.at(1);

    assertThat(lines()).isEmpty();
  }

  @Test
  void tellsTheTimeLeftAtTheSpeedSoFar() {
    pass(6);
    progress.at(0.25);

    assertThat(lines()).containsExactly("  history:  25 %, about 18 s left");
  }

  @Test
  void saysNoMoreThanALineInFiveSeconds() {
    for (int i = 1; i <= 20; i++) {
      pass(1);
      progress.at(i / 20.0);
    }

    assertThat(lines())
        .containsExactly(
            "  history:  25 %, about 15 s left",
            "  history:  50 %, about 10 s left",
            "  history:  75 %, about 5 s left",
            "  history: 100 %, about 0 s left");
  }

  @Test
  void saysHowLongItHasTakenWhereNobodyKnowsTheRest() {
    pass(7);
    progress.waiting();

    assertThat(lines()).containsExactly("  history: 7 s so far");
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
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> progress.at(0)).hasMessageContaining("was 0.0");
    assertThatThrownBy(() -> progress.at(Double.NaN)).hasMessageContaining("was NaN");
  }

  private void pass(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  private Stream<String> lines() {
    return said.toString().lines();
  }
}
