package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Extent.Often;
import pggit.load.measure.Verdict;

class ToldTest {

  private static final Failure FULL = new Failure("53100", "could not extend file");

  private static List<Told> found(String... texts) {
    return Stream.of(texts).map(text -> Told.found("", text, Signs.NONE)).toList();
  }

  private static Verdict verdict(List<Told> told) {
    return Examined.told("fine", "fine", told, "all is well", "Nobody can rely on it").verdict();
  }

  @Test
  void showsTheFirstOfEachKind() {
    assertThat(
            Told.together(
                found(
                    "10,001 bytes: cut off after 10,000 bytes",
                    "“it's”: quotes doubled",
                    "20,000 bytes: cut off after 10,000 bytes",
                    "“''”: quotes doubled",
                    "30,000 bytes: cut off after 10,000 bytes")))
        .isEqualTo(
            "10,001 bytes: cut off after 10,000 bytes (and 2 more like it); “it's”: quotes doubled"
                + " (and 1 more like it)");
  }

  @Test
  void countsTheKindsThatItDoesNotShow() {
    assertThat(Told.together(found("a", "b", "c", "d", "e", "f", "g", "h")))
        .isEqualTo("a; b; c; d; e; f; and 2 more");
  }

  @Test
  void endsWithWhatItMeans() {
    assertThat(verdict(found("the commit is lost")))
        .isEqualTo(Verdict.fail("fine", "the commit is lost. Nobody can rely on it"));
  }

  @Test
  void holdsIfNothingWasFound() {
    assertThat(verdict(List.of())).isEqualTo(Verdict.pass("fine", "all is well"));
  }

  /** By hand: 3 + 1 of 16 in one crowd, and none of 16 in another. */
  @Test
  void saysInHowManyOfAllSessionsOfAllCrowdsItFails() {
    var full = new SQLException("could not extend file", "53100");
    var late = new SQLException("canceling statement due to statement timeout", "57014");
    var crowds = new Crowds();
    crowds.add(16, List.of(full, late, full, full));
    crowds.add(16, List.of());

    var verdict = verdict(crowds.told(""));

    assertThat(verdict.evidence())
        .startsWith("what many sessions do at once fails in 3 of 32 with")
        .contains("fails in 1 of 32 with");
    assertThat(verdict.extent().often()).isEqualTo(new Often(4, 32, true));
  }

  @Test
  void whereNoneFailedNothingIsSaidOfCrowds() {
    var crowds = new Crowds();
    crowds.add(16, List.of());

    assertThat(crowds.told("")).isEmpty();
  }

  @Test
  void whatAlwaysFailsIsNotByChance() {
    var crowds = new Crowds();
    crowds.add(1, List.of(new SQLException("could not extend file", "53100")));

    assertThat(verdict(crowds.told("")).extent().often()).isEqualTo(new Often(1, 1, false));
  }

  @Test
  void isARefusalIfItIsNothingButErrors() {
    var failed = Told.failed("", "a commit", FULL);

    assertThat(Told.signs(List.of(failed)).show(Symptom.REFUSED)).isTrue();
    assertThat(Told.signs(List.of(failed, found("lost").get(0))).show(Symptom.REFUSED)).isFalse();
  }
}
