package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void hasExactlyTheLengthAskedFor() {
    for (int bytes = 20; bytes < 2000; bytes++) {
      var text = Texts.padded("[drill-1] ü ", bytes, bytes);

      assertThat(text).startsWith("[drill-1] ü ");
      assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
    }
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    assertThat(Texts.padded("", 500, 1)).isEqualTo(Texts.padded("", 500, 1));
    assertThat(Texts.padded("", 500, 1)).isNotEqualTo(Texts.padded("", 500, 2));
  }

  @Test
  void holdsCharactersOfSeveralBytesAndNothingThatHasToBeEscaped() {
    assertThat(Texts.padded("", 100_000, 1))
        .contains("é", "漢", "🐘", "7", "q")
        .doesNotContain("'", "\\", "\n", "$", "%", "\"");
  }

  @Test
  void refusesALengthBelowThatOfTheBeginning() {
    assertThatIllegalArgumentException().isThrownBy(() -> Texts.padded("too long", 7, 1));
  }
}
