package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The workflows for GitHub: they parse, and do nothing that the README does not tell. */
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

    assertThat(commands(parse(Files.readString(workflow))))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(readme).contains("`" + plain(command) + "`"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void keepsWhatItFindsAndEndsInTime(Path workflow) throws IOException {
    Map<?, ?> jobs = (Map<?, ?>) ((Map<?, ?>) parse(Files.readString(workflow))).get("jobs");

    assertThat(jobs.values())
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(((Map<?, ?>) job).get("timeout-minutes")).isNotNull();
              assertThat(job.toString())
                  .contains("actions/upload-artifact")
                  .contains("if=always()");
            });
  }

  @Test
  void noticesACommandThatTheReadmeDoesNotName() {
    var commands = commands(parse("jobs: {a: {steps: [{run: mvn -B -q install}, {uses: x}]}}"));

    assertThat(commands).containsExactly("mvn -B -q install");
    assertThat(plain("mvn -B verify -Dpggit.candidate=a/b"))
        .isEqualTo("mvn verify -Dpggit.candidate=DIR");
  }

  private static Object parse(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  /** What stands behind {@code run}, wherever. */
  private static List<String> commands(Object node) {
    List<String> found = new ArrayList<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("run") && value instanceof String text) {
              text.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(found::add);
            } else {
              found.addAll(commands(value));
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> found.addAll(commands(item)));
    }
    return found;
  }

  /** Without the option for batch mode, and with DIR for any directory. */
  private static String plain(String command) {
    return command.replace(" -B", "").replaceAll("(-Dpggit\\.(baseline|candidate))=\\S+", "$1=DIR");
  }
}
