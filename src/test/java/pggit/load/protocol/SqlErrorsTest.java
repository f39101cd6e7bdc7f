package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorsTest {

  @Test
  void poolTimeoutHasACodeOfItsOwn() {
    var timeout = new SQLTransientConnectionException("not available, request timed out");

    assertThat(SqlErrors.sqlState(timeout)).isEqualTo("POOL-TIMEOUT");
  }

  @Test
  void timeoutsOfThePoolReadTheSameHoweverManyAreWaiting() {
    var timeout =
        new SQLTransientConnectionException("timed out after 254ms (total=10, waiting=153)");

    assertThat(SqlErrors.describe("POOL-TIMEOUT", timeout, List.of()))
        .isEqualTo("POOL-TIMEOUT no connection of the pool was free in time");
  }

  @Test
  void sqlStateIsFoundBehindWrappers() {
    var wrapped = new IllegalStateException(new SQLException("refused", "53300"));

    assertThat(SqlErrors.sqlState(wrapped)).isEqualTo("53300");
  }

  @Test
  void valuesAreTakenOutWhereTheyStandAlone() {
    var failure = new SQLException("value \"tom\" is not atomic, tom");

    assertThat(SqlErrors.describe("22000", failure, List.of("tom")))
        .isEqualTo("22000 value \"?\" is not atomic, ?");
  }

  @Test
  void messageIsOneLineOfBoundedLength() {
    var failure = new SQLException("a\n b".repeat(1000));

    assertThat(SqlErrors.describe("22000", failure, List.of()))
        .hasSizeLessThan(320)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"08006,true", "08003,true", "57P01,true", "57P02,true", "53100,false", "23505,false"})
  void lostAnswersAreInDoubtAndRefusalsAreNot(String sqlState, boolean inDoubt) {
    assertThat(SqlErrors.inDoubt(new SQLException("failed", sqlState))).isEqualTo(inDoubt);
  }

  /** As over a full disk under the log: what the session had written last may come back. */
  @ParameterizedTest
  @CsvSource({"ERROR,false", "FATAL,true", "PANIC,true"})
  void aFullDiskThatEndsTheSessionLeavesItsCommitInDoubt(String severity, boolean inDoubt) {
    var said = new ServerErrorMessage("S%s\0C53100\0Mno space\0\0".formatted(severity));

    assertThat(SqlErrors.inDoubt(new PSQLException(said))).isEqualTo(inDoubt);
  }
}
