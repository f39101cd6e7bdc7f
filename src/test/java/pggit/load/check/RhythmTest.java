package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RhythmTest {

  @Test
  void findsEveryFiftieth() {
    assertThat(Rhythm.of(List.of(50, 100, 150, 200), 230, 3)).contains(new Rhythm(50, 50));
  }

  @Test
  void findsItWhenCountingBeganEarlier() {
    assertThat(Rhythm.of(List.of(7, 57, 107), 150, 3)).contains(new Rhythm(50, 7));
  }

  @Test
  void findsItWhereThoseBeforeAreCounted() {
    assertThat(Rhythm.of(List.of(61, 121, 181, 241), 260, 3)).contains(new Rhythm(60, 61));
  }

  @Test
  void findsItAmongWhatHappensByChance() {
    assertThat(Rhythm.of(List.of(13, 60, 61, 99, 120, 180, 240), 260, 3))
        .contains(new Rhythm(60, 60));
  }

  @Test
  void isNotTakenInByMultiplesOfASmallNumber() {
    // 16 divides the differences, and most multiples of 16 were quick.
    assertThat(Rhythm.of(List.of(16, 112, 208), 260, 3)).isEmpty();
  }

  @Test
  void doesNotClaimWhatWasDueTwiceOnly() {
    assertThat(Rhythm.of(List.of(400, 800), 1000, 3)).isEmpty();
    assertThat(Rhythm.of(List.of(400, 800), 1000, 2)).contains(new Rhythm(400, 400));
  }

  @Test
  void seldomSeesOneInNoise() {
    int seen = 0;
    for (int seed = 0; seed < 1000; seed++) {
      var random = new Random(seed);
      var numbers = IntStream.rangeClosed(1, 1000).filter(i -> random.nextInt(100) == 0).boxed();
      seen += Rhythm.of(numbers.toList(), 1000, 3).isPresent() ? 1 : 0;
    }

    assertThat(seen).isLessThan(20); // one commit in a hundred slow by chance
  }
}
