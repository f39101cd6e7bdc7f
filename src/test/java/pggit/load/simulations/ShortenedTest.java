package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortenedTest {

  private static final List<Integer> ALL = IntStream.rangeClosed(1, 23).boxed().toList();

  @Test
  void findsTheOneThatIsToBlameAtOnceWhereItIsSuspected() {
    var tried = new ArrayList<List<Integer>>();

    var fewest =
        Shortened.fewest(ALL, Set.of(17), part -> tried.add(part) && part.contains(17), 12);

    assertThat(fewest).containsExactly(17);
    assertThat(tried).containsExactly(List.of(17));
  }

  @Test
  void findsTwoThatTakeEachOther() {
    for (int one = 1; one <= 23; one++) {
      for (int other = one + 1; other <= 23; other++) {
        var both = List.of(one, other);

        assertThat(Shortened.fewest(ALL, Set.of(23), part -> part.containsAll(both), 200))
            .isEqualTo(both);
      }
    }
  }

  @Test
  void whatFailsOnlyAsAWholeStaysWhole() {
    assertThat(Shortened.fewest(ALL, Set.of(5), part -> false, 12)).isEqualTo(ALL);
  }

  @Test
  void triesNoMoreThanItMay() {
    var tried = new ArrayList<List<Integer>>();

    Shortened.fewest(
        ALL, Set.of(5), part -> tried.add(part) && part.containsAll(List.of(2, 12, 22)), 12);

    assertThat(tried).hasSize(12);
  }
}
