package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

class CausesTest {

  private static final Failure FULL = new Failure("53100", "could not extend file");

  @Test
  void namesAnErrorOnce() {
    var examined =
        Stream.of("one", "two")
            .map(name -> new Examined(Verdict.fail(name, "failed with " + FULL), FULL))
            .toList();

    var verdicts = Causes.once(examined, List.of());

    assertThat(verdicts)
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.FAIL, Outcome.UNDECIDED);
    assertThat(verdicts.get(1).evidence()).contains("for the reason of “one”");
  }

  @Test
  void saysWhatIsLikelyBehindAFinding() {
    var ids = Verdict.fail("there are enough IDs", "6 digits");
    var consequence = Verdict.fail("a long series of commits: stored once", "2 rows too many");
    var other = Verdict.fail("a commit is quiet", "10 of 10 commits send a notice");

    var verdicts =
        Causes.once(Stream.of(ids, consequence, other).map(Examined::of).toList(), List.of());

    assertThat(verdicts)
        .containsExactly(
            ids,
            Verdict.fail(
                consequence.name(),
                "2 rows too many (likely a consequence of “there are enough IDs”)"),
            other);
  }

  @Test
  void takesNoFindingForItsOwnCause() {
    var collision = Verdict.fail(Collisions.NAME, "the later one fails with 23505 duplicate key");
    var consequence = Verdict.fail("many commits in one transaction", "number 2 fails with 23505");

    var verdicts =
        Causes.once(Stream.of(collision, consequence).map(Examined::of).toList(), List.of());

    assertThat(verdicts.get(0)).isEqualTo(collision);
    assertThat(verdicts.get(1).evidence()).endsWith("of “no two commits get the same ID”)");
  }

  @Test
  void tellsWhatFailedByChanceUnlessItIsNamedAlready() {
    var named = Examined.of(Verdict.fail("one", "fails with " + FULL));

    assertThat(Causes.once(List.of(named), List.of(FULL))).hasSize(1);
    assertThat(Causes.once(List.of(), List.of(FULL)))
        .extracting(Verdict::name)
        .containsExactly(Causes.NOW_AND_THEN);
  }
}
