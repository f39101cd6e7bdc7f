package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashIndexTest {

  private static final long A = 0x1234_5678_0000_0001L;
  private static final long LIKE_A = A + 1; // the same upper half
  private static final long B = -A;

  private final long[] hashes = {A, B, LIKE_A, A, 0, A, 0};
  private final HashIndex index = new HashIndex(hashes.length, entry -> hashes[entry]);

  @Test
  void handsEachEntryOutOnceButForTheLastOfItsHash() {
    List<Integer> taken =
        IntStream.range(0, 4)
            .map(i -> index.take(A, 1000, entry -> entry == 3 ? 0 : 1))
            .boxed()
            .toList();

    assertThat(taken).containsExactly(3, 0, 5, 5);
    assertThat(index.take(LIKE_A, 1000, entry -> 0)).isEqualTo(2);
    assertThat(index.take(LIKE_A, 1000, entry -> 0)).isEqualTo(2);
    assertThat(index.take(A + 2, 1000, entry -> 0)).isEqualTo(HashIndex.NONE);
  }

  @Test
  void findsAnEntryAmongThoseThatWereHandedOut() {
    index.take(A, 1000, entry -> entry == 5 ? 0 : 1);

    assertThat(index.any(A)).isIn(0, 3, 5);
    assertThat(index.any(LIKE_A)).isEqualTo(2);
    assertThat(index.any(B)).isEqualTo(1);
    assertThat(index.any(7)).isEqualTo(HashIndex.NONE);
  }

  @Test
  void tellsWhichHashesAreRepeatedAndTakesZeroForNone() {
    List<String> repeated = new ArrayList<>();

    index.repeated((one, other) -> repeated.add(one + " and " + other));

    assertThat(repeated).containsExactly("0 and 3", "3 and 5");
  }
}
