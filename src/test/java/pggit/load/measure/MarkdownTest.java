package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void isOneSpanOfCodeWhateverIsInIt() {
    assertThat(Markdown.code("a <b> | [c](d) @someone #1 *e*"))
        .isEqualTo("`a <b> | [c](d) @someone #1 *e*`");
    assertThat(Markdown.code("`a``b`")).isEqualTo("``` `a``b` ```");
    assertThat(Markdown.code("a\r\n\n# b\t\u2028c\u0000")).isEqualTo("`a # b c`");
    assertThat(Markdown.code(" \n")).isEqualTo("–");
  }

  @Test
  void isCutBeforeItIsCounted() {
    String cut = Markdown.code("x".repeat(399) + "````" + "y".repeat(1000));

    assertThat(cut).isEqualTo("`` " + "x".repeat(399) + "` … ``");
  }
}
