package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows for GitHub build by no command that the README does not name. */
class WorkflowTest {
  static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(".github", "workflows"))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void runsOnlyCommandsThatTheReadmeNames(Path workflow) throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(commands(Files.readString(workflow)))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(readme).contains("`" + plain(command) + "`"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void keepsWhatItFindsAndEndsInTime(Path workflow) throws IOException {
    String[] jobs = Files.readString(workflow).split("(?m)^jobs:$")[1].split("(?m)^  (?=\\w)");

    assertThat(Stream.of(jobs).filter(job -> !job.isBlank()))
        .isNotEmpty()
        .allSatisfy(
            job ->
                assertThat(job)
                    .contains("timeout-minutes:")
                    .contains("actions/upload-artifact")
                    .contains("if: always()"));
  }

  @Test
  void noticesACommandThatTheReadmeDoesNotName() {
    var commands =
        commands("      - run: mvn -B -q install\n      - run: |\n          mvn -B verify\n");

    assertThat(commands).containsExactly("mvn -B -q install", "mvn -B verify");
    assertThat(plain("mvn -B exec:java -Dexec.args=\"gate ab --baseline ../b --candidate a/c\""))
        .isEqualTo("mvn exec:java -Dexec.args=\"gate ab --baseline DIR --candidate DIR\"");
  }

  /** Each line that calls Maven. */
  private static List<String> commands(String yaml) {
    return yaml.lines()
        .map(line -> line.strip().replaceFirst("^(- )?run: ", ""))
        .filter(line -> line.startsWith("mvn ") || line.startsWith("./mvnw "))
        .toList();
  }

  /** Without the option for batch mode, and with DIR for any directory. */
  private static String plain(String command) {
    return command.replace(" -B", "").replaceAll("--(baseline|candidate) [^\\s\"]+", "--$1 DIR");
  }
}
