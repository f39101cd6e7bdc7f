package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.pggit.BranchLog.Row;

class BranchLogTest {

  private static final Row FIRST = new Row("one", "1", null);
  private static final Row SECOND = new Row("two", "2", "1");
  private static final Row THIRD = new Row("three", "3", "2");

  @Test
  void parentsThatMakeAChainGiveTheOrder() {
    assertThat(BranchLog.alongParents(List.of(THIRD, FIRST, SECOND)))
        .isEqualTo(new BranchLog.Log(List.of("one", "two", "three"), true));
    assertThat(BranchLog.alongParents(List.of())).isEqualTo(new BranchLog.Log(List.of(), true));
  }

  @Test
  void whereTheHistoryForksOrIsInPiecesOnlyWhoIsThereCanBeRead() {
    var fork = new Row("other", "4", "1");
    var elsewhere = new Row("elsewhere", "5", "of another branch");
    var itself = new Row("itself", "6", "6");

    for (var odd : List.of(fork, elsewhere, itself, new Row("root", "7", null))) {
      assertThat(BranchLog.alongParents(List.of(FIRST, SECOND, odd)))
          .isEqualTo(new BranchLog.Log(List.of("one", "two", odd.message()), false));
    }
  }
}
