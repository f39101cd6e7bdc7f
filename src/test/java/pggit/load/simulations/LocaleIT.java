package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * On a machine with other digits, separators or letters the reference extension has no defect
 * either, and everything is called as everywhere else.
 */
@Tag("slow")
class LocaleIT {

  @TempDir Path directory;

  static Stream<Arguments> machines() {
    var growth = Map.of("schema.tables", "1200", "schema.steps", "2");
    var checks = Map.of("behaviour.commits", "200", "behaviour.history", "600");
    return Stream.of(
        Arguments.of("fa", "IR", BehaviourSimulation.class, checks),
        Arguments.of("ar", "EG", SchemaGrowthSimulation.class, growth),
        Arguments.of("de", "DE", SchemaGrowthSimulation.class, growth),
        Arguments.of("tr", "TR", RapidCommitSimulation.class, Map.of("rapid.second", "1500")));
  }

  @ParameterizedTest(name = "{0}_{1}")
  @MethodSource("machines")
  void makesNoDifference(
      String language,
      String country,
      Class<? extends Simulation> simulation,
      Map<String, String> settings) {
    var locale = List.of("-Duser.language=" + language, "-Duser.country=" + country);

    var run = GatlingProcess.run(simulation, directory, settings, locale);

    assertThat(run.result().verdicts())
        .as(run.output())
        .filteredOn(v -> v.outcome() == Outcome.FAIL)
        .isEmpty();
    assertThat(run.result().verdicts())
        .flatExtracting(Verdict::name, Verdict::evidence)
        .allMatch(text -> plain((String) text));
    assertThat(run.result().metrics()).extracting(Estimate::name).allMatch(LocaleIT::plain);
  }

  /** No digit but the ten that everybody reads, and thousands parted by a comma. */
  private static boolean plain(String name) {
    return name.codePoints().allMatch(c -> !Character.isDigit(c) || c < 128)
        && !name.matches(".*\\d[.\u00a0]\\d{3}\\b.*");
  }
}
