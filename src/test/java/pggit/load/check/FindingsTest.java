package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingsTest {

  @Test
  void showsTheFirstOfEachKind() {
    var findings = new Findings();
    findings.add("10,001 bytes: cut off after 10,000 bytes");
    findings.add("“it's”: quotes doubled");
    findings.add("20,000 bytes: cut off after 10,000 bytes");
    findings.add("“''”: quotes doubled");
    findings.add("30,000 bytes: cut off after 10,000 bytes");

    assertThat(findings.text())
        .isEqualTo(
            "10,001 bytes: cut off after 10,000 bytes (and 2 more like it); “it's”: quotes doubled"
                + " (and 1 more like it)");
  }

  @Test
  void endsWithWhatItMeans() {
    var findings = new Findings();
    findings.add("the commit is lost");

    assertThat(findings.answer("fine", "Nobody can rely on it"))
        .isEqualTo(Answer.broken("the commit is lost. Nobody can rely on it"));
  }

  @Test
  void holdsIfNothingWasFound() {
    assertThat(new Findings().answer("fine", "bad")).isEqualTo(Answer.holds("fine"));
  }
}
