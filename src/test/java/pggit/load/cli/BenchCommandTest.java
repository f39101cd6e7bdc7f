package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds=0, 'rounds must be >= 1, was 0'",
    "--seconds=0, 'measured must be >= 1 s, was PT0S'",
    "'--connections=10,0', 'connections must be >= 1, were [10, 0]'",
    "--drivers=NOBODY, 'expected one of [PGJDBC, PGJDBC_VIRTUAL, PGBENCH, PROTOCOL, POOLED, GATLING_JDBC]'",
    "--parts=ALL, 'expected one of [DRIVERS, PACE, WAITING, EXTENSION]'"
  })
  void refusesWrongWordsBeforeItStartsAnything(String word, String expected) {
    var said = new StringWriter();

    int exit = Main.commandLine().setErr(new PrintWriter(said)).execute("bench", word);

    assertThat(exit).isEqualTo(64);
    assertThat(said.toString()).contains(expected);
  }

  @Test
  void takesWordsInSmallLettersAsItsHelpWritesThem() {
    var parsed = Main.commandLine().parseArgs("bench", "--parts=drivers,pace");

    assertThat(parsed.subcommand().matchedOption("--parts").stringValues())
        .containsExactly("drivers", "pace");
  }
}
