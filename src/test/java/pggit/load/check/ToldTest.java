package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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

  @Test
  void saysHowOftenWhatManyDidAtOnceFailsIfThatIsOneNumber() {
    var some =
        new Told(
            "", "a commit", Optional.of(new Often(3, 16, false)), Optional.of(FULL), Signs.NONE);

    var verdict = verdict(List.of(some));
    assertThat(verdict.evidence()).startsWith("a commit fails in 3 of 16 with ");
    assertThat(verdict.extent().often()).isEqualTo(new Often(3, 16, true));
    assertThat(verdict(List.of(some, some)).extent()).isNull();
  }

  @Test
  void isARefusalIfItIsNothingButErrors() {
    var failed = Told.failed("", "a commit", FULL);

    assertThat(Told.signs(List.of(failed)).show(Symptom.REFUSED)).isTrue();
    assertThat(Told.signs(List.of(failed, found("lost").get(0))).show(Symptom.REFUSED)).isFalse();
  }
}
