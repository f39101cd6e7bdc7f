package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitCostsTest {

  @Test
  void dividesWhatWasSpentByTheCommitsMeanwhile() {
    var costs = CommitCosts.of(List.of(sample(100, 1_000, 40, 2), sample(200, 51_000, 900, 142)));

    assertThat(costs)
        .extracting(Estimate::name)
        .containsExactly("WAL per commit", "buffers touched per commit", "server CPU per commit");
    // (51,000 - 1,000) / 100; (900 + 142 - 40 - 2) / 100
    assertThat(costs.get(0).value()).hasValue(500);
    assertThat(costs.get(0).count()).isEqualTo(100);
    assertThat(costs.get(1).value()).hasValue(10);
    assertThat(costs.get(2).value()).as("no such column").isEmpty();
  }

  @Test
  void knowsNoCostOfHardlyAnyCommits() {
    var costs = CommitCosts.of(List.of(sample(0, 0, 0, 0), sample(19, 51_000, 900, 142)));

    assertThat(costs.get(0).value()).isEmpty();
    assertThat(CommitCosts.of(List.of()).get(0).value()).isEmpty();
  }

  @Test
  void intervalIsNarrowWhereEverySecondCostsTheSameAndWideWhereNot() {
    List<ServerSample> even = new ArrayList<>();
    List<ServerSample> uneven = new ArrayList<>();
    for (int second = 0; second <= 20; second++) {
      even.add(sample(100L * second, 50_000L * second, 0, 0));
      uneven.add(sample(100L * second, 50_000L * second + (second % 2) * 20_000, 0, 0));
    }

    var same = CommitCosts.of(even).get(0);
    var changing = CommitCosts.of(uneven).get(0);

    assertThat(same.low()).hasValue(500);
    assertThat(same.high()).hasValue(500);
    // residuals are +-20,000 for 20 stretches: 1.96 * sqrt(20 * 20,000^2 * 20 / 19) / 2,000
    assertThat(changing.high().orElseThrow() - changing.value().orElseThrow())
        .isCloseTo(89.9, within(0.1));
  }

  private static ServerSample sample(long commits, long wal, long hit, long read) {
    Map<ServerColumn, Long> numbers = new EnumMap<>(ServerColumn.class);
    numbers.put(ServerColumn.ACKNOWLEDGED, commits);
    numbers.put(ServerColumn.WAL_BYTES, wal);
    numbers.put(ServerColumn.BUFFERS_HIT, hit);
    numbers.put(ServerColumn.BUFFERS_READ, read);
    return new ServerSample(numbers, Map.of());
  }
}
