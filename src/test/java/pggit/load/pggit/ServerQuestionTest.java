package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class ServerQuestionTest {

  @Test
  void readsWhatIsExtraAndWhatIsDearBesideEachQuestion() {
    var questions =
        ServerQuestion.all(
            """
            -- A head that says what
            -- all this is.

            -- one thing
            SELECT 1 AS "one (dear)"
              FROM pg_class

            -- another (dear)
            SELECT 2

            -- a third (extra)
            SELECT 3

            -- a fourth (extra, dear)
            SELECT 4
            """);

    assertThat(questions)
        .extracting(
            ServerQuestion::what, ServerQuestion::sql, ServerQuestion::extra, ServerQuestion::dear)
        .containsExactly(
            tuple("one thing", "SELECT 1 AS \"one (dear)\"\n  FROM pg_class", false, false),
            tuple("another", "SELECT 2", false, true),
            tuple("a third", "SELECT 3", true, false),
            tuple("a fourth", "SELECT 4", true, true));
  }

  @Test
  void refusesWhatIsNoQuestion() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ServerQuestion.all("-- head\n\n-- two\n-- lines\nSELECT 1"))
        .withMessageContaining("-- two");
    assertThatIllegalStateException().isThrownBy(() -> ServerQuestion.all("-- head\n\nSELECT 1"));
  }

  @Test
  void theSamplerAsksItsSeven() {
    assertThat(ServerQuestion.ALL)
        .extracting(ServerQuestion::what)
        .containsExactly(
            "states of sessions",
            "wait events",
            "waiting locks",
            "counters of the database",
            "the position in the WAL",
            "sizes",
            "pg_stat_statements");
  }
}
