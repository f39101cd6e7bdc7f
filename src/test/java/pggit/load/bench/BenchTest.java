package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.cli.Main;

class BenchTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds=0, 'must be >= 1'",
    "--seconds=0, 'must be >= 1'",
    "'--connections=10,0', 'must be >= 1'",
    "--drivers=NOBODY, 'expected one of [PGJDBC, PGBENCH, PROTOCOL, POOLED, GATLING_JDBC]'",
    "'--parts=pace,all', 'expected one of [DRIVERS, PACE, WAITING]'"
  })
  void refusesWrongWordsBeforeItStartsAnything(String word, String expected) {
    var said = new StringWriter();

    int exit = Main.commandLine(new Bench()).setErr(new PrintWriter(said)).execute(word);

    assertThat(exit).isEqualTo(64);
    assertThat(said.toString()).contains(expected);
  }
}
