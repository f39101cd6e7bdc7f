package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Cause;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

class CausesTest {

  private static final Failure FULL = new Failure("53100", "could not extend file");

  private static Failure duplicate(String constraint) {
    return new Failure(
        "23505", "duplicate key value violates unique constraint \"%s\"".formatted(constraint));
  }

  private static Examined broken(String name, String evidence, Signs signs) {
    return Examined.broken(name, evidence, signs);
  }

  private static Examined failing(String name, Failure failure) {
    return broken(name, "fails with " + failure, Signs.NONE.and(failure));
  }

  private static List<Verdict> once(Examined... examined) {
    return Causes.once(List.of(examined), List.of());
  }

  private static Optional<String> root(Verdict verdict) {
    return Optional.ofNullable(verdict.cause()).map(Cause::consequenceOf);
  }

  @Test
  void namesAnErrorThatEndsExaminationsOnce() {
    var examined = Stream.of("one", "two").map(name -> Examined.brokenOff(name, FULL)).toList();

    var verdicts = Causes.once(examined, List.of());

    assertThat(verdicts)
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.FAIL, Outcome.UNDECIDED);
    assertThat(verdicts.get(1).evidence()).contains("for the reason of “one”");
  }

  @Test
  void saysWhatIsLikelyBehindAFindingAsDataAndInItsLastWords() {
    var ids = broken("there are enough IDs", "6 digits", Signs.NONE);
    var consequence =
        new Examined(
            Causes.SERIES,
            Verdict.fail("a long series of commits: stored once", "2 rows too many"),
            Signs.NONE);
    var other = broken("a commit is quiet", "10 of 10 commits send a notice", Signs.NONE);

    var verdicts = once(ids, consequence, other);

    assertThat(verdicts)
        .extracting(CausesTest::root)
        .containsExactly(Optional.empty(), Optional.of(ids.property()), Optional.empty());
    assertThat(verdicts.get(1).evidence())
        .isEqualTo("2 rows too many (likely a consequence of “there are enough IDs”)");
  }

  @Test
  void followsWhatWasSeenAndNotTheWordsOfASentence() {
    var root = broken("every ALTER TABLE moves the version forward", "it stays", Signs.NONE);
    var told =
        broken("a table with 1600 columns has a version", "stays", Signs.of(Symptom.VERSION_STAYS));
    var worded =
        broken("tables with unusual names", "ALTER TABLE “t” leaves its version at 1", Signs.NONE);

    assertThat(once(root, told, worded))
        .extracting(CausesTest::root)
        .containsExactly(Optional.empty(), Optional.of(root.property()), Optional.empty());
  }

  @Test
  void tellsErrorsOfTwoConstraintsApart() {
    var ids = failing(Causes.SAME_ID, duplicate("commits_hash_key"));
    var same = failing("many commits in one transaction", duplicate("commits_hash_key"));
    var branches = failing(Causes.FIRST_AT_ONCE, duplicate("branches_name_key"));
    var crowd = failing(Causes.AT_ONCE, duplicate("branches_name_key"));

    assertThat(once(ids, same, branches, crowd))
        .extracting(CausesTest::root)
        .containsExactly(
            Optional.empty(),
            Optional.of(Causes.SAME_ID),
            Optional.empty(),
            Optional.of(Causes.FIRST_AT_ONCE));
  }

  @Test
  void takesTheErrorOfFirstCommitsForTheCauseOfItsLikeAndNotTheOtherWayRound() {
    var first = failing(Causes.FIRST_COMMIT, duplicate("branches_pkey"));
    var series = failing(Causes.SERIES, duplicate("branches_pkey"));

    assertThat(once(first, series))
        .extracting(CausesTest::root)
        .containsExactly(Optional.empty(), Optional.of(Causes.FIRST_COMMIT));
  }

  @Test
  void takesNoFindingForItsOwnCause() {
    var collision = failing(Causes.SAME_ID, duplicate("ids"));

    assertThat(once(collision)).extracting(CausesTest::root).containsExactly(Optional.empty());
  }

  @Test
  void givesTheErrorsAsData() {
    assertThat(once(failing("one", FULL)).get(0).cause())
        .isEqualTo(Cause.errors(List.of(FULL.kind())));
  }

  @Test
  void tellsWhatFailedByChanceUnlessItIsNamedAlready() {
    var named = failing("one", FULL);

    assertThat(Causes.once(List.of(named), List.of(FULL))).hasSize(1);
    assertThat(Causes.once(List.of(), List.of(FULL)))
        .extracting(Verdict::name)
        .containsExactly(Causes.NOW_AND_THEN);
  }
}
