package pggit.load.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.gatling.core.config.GatlingConfiguration;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that people edit, and the copy of it on the class path. */
class GatlingConfTest {
  private static final Config FILE = ConfigFactory.parseResources("gatling.conf");

  @Test
  void hasEachKeyOfTheSchemaAndNoOther() {
    Map<String, ConfigValue> values = values();
    values.keySet().removeIf(name -> name.startsWith("profiles."));

    assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(SettingsReader.KEYS.keySet());
  }

  @Test
  void saysWithEachKeyWhatItMeans() {
    Map<String, ConfigValue> values = values();
    values.keySet().removeIf(name -> name.startsWith("profiles."));

    assertThat(values)
        .allSatisfy(
            (name, value) ->
                assertThat(String.join("", value.origin().comments()))
                    .as("comment on %s", name)
                    .hasSizeGreaterThan(20));
  }

  @Test
  void profilesChangeOnlyWhatDiffers() {
    Map<String, ConfigValue> values = values();

    assertThat(values)
        .allSatisfy(
            (name, value) -> {
              String common = name.replaceFirst("^profiles\\.[a-z]+\\.", "");
              if (!common.equals(name)) {
                assertThat(value.unwrapped()).as(name).isNotEqualTo(values.get(common).unwrapped());
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"smoke", "load", "stress"})
  void everyProfileCanBeUsed(String profile) {
    Settings settings = Settings.of(FILE, Map.of("pggit.profile", profile), Map.of());

    assertThat(settings.profile()).isEqualTo(profile);
  }

  @Test
  void isWhatGatlingReads() {
    System.setProperty("pggit.source", "a"); // together no valid HOCON, and Gatling reads them too
    System.setProperty("pggit.source.on-error", "continue");
    try {
      ConfigFactory.invalidateCaches();
      GatlingConfiguration gatling = GatlingConfiguration.load();

      assertThat(gatling.reports().indicators().lowerBound()).isEqualTo(5);
      assertThat(gatling.reports().indicators().higherBound()).isEqualTo(50);
      assertThat(gatling.data().enableAnalytics()).isFalse();
    } finally {
      System.clearProperty("pggit.source");
      System.clearProperty("pggit.source.on-error");
      ConfigFactory.invalidateCaches();
    }
  }

  @Test
  void isTheTopLevelFile() throws IOException {
    URL copy = GatlingConfTest.class.getResource("/gatling.conf");

    assertThat(Path.of("gatling.conf")).exists();
    try (var in = copy.openStream()) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(Path.of("gatling.conf")));
    }
  }

  /** Values of the pggit block by flat name. */
  private static Map<String, ConfigValue> values() {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    collect("", FILE.getConfig("pggit").root(), values);
    return values;
  }

  private static void collect(String prefix, ConfigObject object, Map<String, ConfigValue> values) {
    object.forEach(
        (name, value) -> {
          if (value instanceof ConfigObject block) {
            collect(prefix + name + ".", block, values);
          } else {
            values.put(prefix + name, value);
          }
        });
  }
}
