package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Aftermath;

class RecoveryRowTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final TimeAxis AXIS =
      TimeAxis.of(START.toEpochMilli(), START.toEpochMilli() + 60_000, 1000);

  @Test
  void tellsInWordsWhatUsersSawAndSpansTheirRecovery() {
    var row = rows(after(31_250, Optional.of(310), Map.of("08006", 1200L, "57P01", 3L))).get(0);

    assertThat(row.saw())
        .isEqualTo("1,200 × 08006 connection lost, 3 × 57P01 terminated by administrator");
    assertThat(List.of(row.at(), row.lasted(), row.gap(), row.first(), row.all()))
        .map(text -> text.replace('\u00a0', ' '))
        .containsExactly("0:31", "2 s", "2.04 s", "41 ms", "310 ms");
    assertThat(row.from()).isEqualTo(31.25);
    assertThat(row.to()).as("31.25 + 2 + 0.31").isEqualTo(33.56);
  }

  @Test
  void aRecoveryThatNobodySawIsLongerThanAnyOther() {
    var rows =
        rows(
            after(1000, Optional.of(29_000), Map.of()),
            after(2000, Optional.empty(), Map.of()),
            after(3000, Optional.of(310), Map.of()));

    assertThat(rows).extracting(RecoveryRow::longest).containsExactly(false, true, false);
    assertThat(rows.get(1).all()).isEqualTo("not all");
    assertThat(rows.get(1).to()).as("2 + 2 + 0.041: the first commit").isEqualTo(4.041);
    assertThat(rows.get(0).saw()).isEqualTo("no failure");
  }

  @Test
  void theOnlyOneIsNotTheLongest() {
    assertThat(rows(after(1000, Optional.of(310), Map.of())).get(0).longest()).isFalse();
  }

  private static List<RecoveryRow> rows(Aftermath... all) {
    return RecoveryRow.of(List.of(all), AXIS);
  }

  /** Of 2 s, with 2,041 ms without a commit and the first 41 ms after the end. */
  private static Aftermath after(int atMillis, Optional<Integer> all, Map<String, Long> failures) {
    return new Aftermath(
        START.plusMillis(atMillis),
        "1 server frozen",
        Duration.ofSeconds(2),
        Duration.ofMillis(2041),
        Optional.of(Duration.ofMillis(41)),
        all.map(Duration::ofMillis),
        failures);
  }
}
