package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Arrival;
import pggit.load.measure.Extent;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Outcome;
import pggit.load.measure.Whose;

class OverloadTest {
  private static final Refusals NONE = new Refusals(List.of());

  private static Overload.Step step(double offered, double goodput, double refusalSeconds) {
    return step(offered, goodput, Whose.PGGIT, refusalSeconds);
  }

  private static Overload.Step step(
      double offered, double goodput, Whose by, double refusalSeconds) {
    long nanos = Math.round(refusalSeconds * 1e9);
    var failed =
        by == Whose.POOL
            ? FailedAttempts.NONE.and(by, nanos, 0)
            : FailedAttempts.NONE.and(by, 0, nanos);
    return new Overload.Step(
        offered,
        Collections.nCopies(30, goodput),
        new Refusals(List.of(new Arrival(0, nanos, Optional.of(failed)))));
  }

  @Test
  @DisplayName("grace is the goodput over the peak: 95 of 100 at 1.5, 85 of 100 at 2 x capacity")
  void passesGracefulOverload() {
    Overload overload =
        new Overload(
            100,
            List.of(
                new Overload.Step(70, Collections.nCopies(30, 70.0), NONE),
                step(150, 95, 0.05),
                step(200, 85, 0.05)));

    assertThat(overload.grace(1.5).orElseThrow().value()).isCloseTo(0.95, within(1e-12));
    assertThat(overload.grace(3)).isEmpty();
    assertThat(overload.verdict(0.1).outcome()).isEqualTo(Outcome.PASS);
    assertThat(overload.verdict(0.1).evidence())
        .startsWith(
            "goodput at 1.5 x capacity is 0.95 [0.95, 0.95] of the peak, at least 0.9 wanted");
    assertThat(overload.estimates()).hasSize(3);
  }

  @Test
  void failsCollapseAndSlowRefusals() {
    Overload collapsed = new Overload(100, List.of(step(150, 95, 0.05), step(200, 40, 0.05)));
    Overload slow = new Overload(100, List.of(step(150, 95, 0.05), step(200, 85, 30)));

    assertThat(collapsed.verdict(0.1).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(slow.verdict(0.1).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(slow.verdict(0.1).evidence())
        .contains("refusals at 2 x capacity take 30 s, limit 150 ms");
  }

  @Test
  void beginsAtTheLeastLoadThatFails() {
    Overload twice = new Overload(100, List.of(step(150, 95, 0.05), step(200, 40, 0.05)));
    Overload slowBefore = new Overload(100, List.of(step(150, 95, 30), step(200, 40, 0.05)));

    assertThat(twice.verdict(0.1).extent().since()).isEqualTo(new Extent.Onset(2, "x capacity"));
    assertThat(slowBefore.verdict(0.1).extent().since())
        .isEqualTo(new Extent.Onset(1.5, "x capacity"));
  }

  @Test
  void isAboutWhomTheDecisivePartIsAbout() {
    Overload.Step waiting = step(150, 95, Whose.POOL, 30);
    Overload late = new Overload(100, List.of(waiting, step(200, 85, 0.05)));
    Overload collapsed = new Overload(100, List.of(waiting, step(200, 40, 0.05)));

    assertThat(late.verdict(0.1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(late.verdict(0.1).whose()).isEqualTo(Whose.POOL);
    assertThat(collapsed.verdict(0.1).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(collapsed.verdict(0.1).whose()).isEqualTo(Whose.PGGIT);
  }

  @Test
  @DisplayName("peak is the measured capacity even if no step reached it")
  void comparesWithCapacity() {
    Overload overload = new Overload(100, List.of(step(70, 70, 0), step(150, 50, 0)));

    assertThat(overload.grace(1.5).orElseThrow().value()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void doesNotTakeALoadThatWasServedWholeForAnOverload() {
    Overload carried = new Overload(100, List.of(step(150, 149, 0), step(200, 199, 0)));
    Overload half = new Overload(100, List.of(step(150, 149, 0), step(200, 60, 0)));

    assertThat(carried.verdict(1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(carried.verdict(1).evidence()).startsWith("1.5 x capacity was served whole");
    assertThat(half.verdict(1).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void leavesNoisyOrMissingStepsUndecided() {
    List<Double> noisy = IntStream.range(0, 20).mapToObj(i -> i % 10 < 5 ? 60.0 : 125.0).toList();
    Overload.Step straddling = new Overload.Step(150, noisy, NONE);

    assertThat(new Overload(100, List.of(straddling, step(200, 85, 0))).verdict(1).outcome())
        .isEqualTo(Outcome.UNDECIDED);
    assertThat(new Overload(100, List.of(step(150, 95, 0))).verdict(1).outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void refusesImpossibleSteps() {
    assertThatIllegalArgumentException().isThrownBy(() -> step(0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Overload.Step(1, List.of(), NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Overload(0, List.of()));
  }
}
