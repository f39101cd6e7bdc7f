package pggit.load.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void countsCharactersPutInLeftOutAndExchanged() {
    // kitten -> sitten -> sittin -> sitting (Wagner and Fischer's example)
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("abc", "")).isEqualTo(3);
    assertThat(Spelling.distance("abc", "abc")).isZero();
  }

  @Test
  void prefersTheFewestErrorsThenTheSameEnding() {
    List<String> known = List.of("pool.size", "pool.sizes", "server.port");

    assertThat(Spelling.nearest("pool.siz", known)).contains("pool.size");
    assertThat(Spelling.nearest("port", known)).contains("server.port");
    assertThat(Spelling.nearest("nonsense", known)).isEmpty();
    assertThat(Spelling.nearest("x", List.of())).isEmpty();
  }
}
