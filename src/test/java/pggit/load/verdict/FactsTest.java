package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Recorder;
import pggit.load.settings.Settings;

/** Other programs are in the way from the first second to the second, and at no other time. */
class FactsTest {

  private static final long SECOND = 1_000_000_000L;

  private final Recorder recorder = new Recorder();
  private final Facts facts =
      new Facts(
          recorder,
          Settings.load(),
          new Admission(10, 10, Optional.empty()),
          (from, to) ->
              from < 2 * SECOND && to > SECOND
                  ? Optional.of(new OtherPrograms.Disturbance(0.95, 1))
                  : Optional.empty());

  private Outcome within(String request) {
    return facts.allWithin(request, 1, request, Duration.ofMillis(100)).outcome();
  }

  /** What a machine did before or after a load is no excuse for it. */
  @Test
  void askOfTheTimeOfTheRequestsThatAreJudged() {
    recorder.tally("before").succeeded(0, SECOND);
    recorder.tally("meanwhile").succeeded(SECOND / 2, SECOND * 3 / 2);
    recorder.tally("after").succeeded(2 * SECOND, 3 * SECOND);

    assertThat(within("meanwhile")).isEqualTo(Outcome.UNDECIDED);
    assertThat(within("before")).isEqualTo(Outcome.FAIL);
    assertThat(within("after")).isEqualTo(Outcome.FAIL);
  }

  /** 1.2 s, of which others were in the way for 0.95: without them it takes more than 0.1, too. */
  @Test
  void excuseNothingThatWouldHaveBeenLateWithoutTheOthers() {
    recorder.tally("slow").succeeded(SECOND, SECOND * 22 / 10);

    assertThat(within("slow")).isEqualTo(Outcome.FAIL);
  }

  @Test
  void excuseNothingOfRequestsThatWereNotMade() {
    assertThat(facts.disturbed(recorder.tally("never"))).isEmpty();
  }

  @Test
  void excuseNothingWhereNothingIsKnownOfTheMachine() {
    recorder.tally("meanwhile").succeeded(SECOND, 2 * SECOND);
    var merged = new Facts(recorder, facts.settings(), facts.room(), Facts.Machine.UNKNOWN);

    assertThat(merged.disturbed(merged.tally("meanwhile"))).isEmpty();
  }
}
