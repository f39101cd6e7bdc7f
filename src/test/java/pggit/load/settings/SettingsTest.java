package pggit.load.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;

class SettingsTest {
  private static final Config FILE = ConfigFactory.parseResources("gatling.conf");

  @Test
  void takesValuesFromTheFile() {
    Settings settings = with();

    assertThat(settings.profile()).isEqualTo("smoke");
    assertThat(settings.pool().size()).isEqualTo(10);
    assertThat(settings.successRate()).isEqualTo(80);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.rapid().p95()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.concurrent().levels()).containsExactly(10, 25, 50, 100);
    assertThat(settings.source()).isEmpty();
    assertThat(settings.onError()).isEqualTo("stop");
    assertThat(settings.url()).isEmpty();
    assertThat(settings.user()).isEqualTo("postgres");
    assertThat(settings.password()).isEqualTo(Secret.of(""));
  }

  @Test
  void systemPropertyOverridesTheFile() {
    Settings settings = with("pool.size", "20", "timeout", "1.5min", "concurrent.levels", "5, 7");

    assertThat(settings.pool().size()).isEqualTo(20);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.concurrent().levels()).containsExactly(5, 7);
  }

  @Test
  void profileReplacesNumbersAndSystemPropertyReplacesThose() {
    Settings load = with("profile", "load");
    Settings stress = with("profile", "stress", "rapid.first", "7");

    assertThat(load.concurrent().sustained().duration()).isEqualTo(Duration.ofMinutes(5));
    assertThat(load.concurrent().sustained().users()).isEqualTo(100);
    assertThat(stress.concurrent().sustained().duration()).isEqualTo(Duration.ofMinutes(30));
    assertThat(stress.rapid().first()).isEqualTo(7);
  }

  @Test
  void sourceAndWhatToDoOnItsErrorsCanBothBeSet() {
    Settings settings = with("source", "my/pggit", "source.on-error", "continue");

    assertThat(settings.source()).containsExactly(Path.of("my/pggit"));
    assertThat(settings.onError()).isEqualTo("continue");
  }

  @Test
  void severalSourcesComeAsAListOrSeparated() {
    String list = "source = [\"a, b.sql\", c.sql]";

    assertThat(with("source", "a.sql,b.sql").source())
        .containsExactly(Path.of("a.sql"), Path.of("b.sql"));
    assertThat(with("source", "a.sql" + File.pathSeparator + "b.sql").source())
        .containsExactly(Path.of("a.sql"), Path.of("b.sql"));
    assertThat(Settings.of(file(list), Map.of(), Map.of()).source())
        .containsExactly(Path.of("a, b.sql"), Path.of("c.sql"));
  }

  @Test
  void otherSystemPropertiesAreNoneOfOurBusiness() {
    assertThat(Settings.of(FILE, Map.of("gatling.core.x", "1", "java.io", "2"), Map.of()).profile())
        .isEqualTo("smoke");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pool.size             | ten        | a whole number from 1 to 10000
          pool.size             | 0          | a whole number from 1 to 10000
          pool.size             | 1.0        | a whole number from 1 to 10000
          pool.size             | 10 000     | a whole number from 1 to 10000
          pool.size             | 4294967306 | a whole number from 1 to 10000
          pool.size             | ''         | a whole number from 1 to 10000
          concurrent.surplus    | -5         | a whole number from 1 to 100000
          success.rate          | 101        | a number from 0 to 100 (%)
          success.rate          | NaN        | a number from 0 to 100 (%)
          success.rate          | 0x10       | a number from 0 to 100 (%)
          success.rate          | 80%        | a number from 0 to 100 (%)
          timeout               | 30         | a duration with its unit (ms, s, min, h) from 100 ms to 24 h
          timeout               | 30 parsecs | a duration with its unit (ms, s, min, h) from 100 ms to 24 h
          timeout               | -1 s       | a duration with its unit (ms, s, min, h) from 100 ms to 24 h
          timeout               | 0 s        | a duration with its unit (ms, s, min, h) from 100 ms to 24 h
          timeout               | 25 h       | a duration with its unit (ms, s, min, h) from 100 ms to 24 h
          concurrent.levels     | ''         | whole numbers from 1 to 100000, at least one, separated by commas
          concurrent.levels     | 1,two,3    | whole numbers from 1 to 100000, at least one, separated by commas
          concurrent.levels     | 1,-2       | whole numbers from 1 to 100000, at least one, separated by commas
          profile               | heavy      | one of smoke, load, stress
          profile               | Load       | one of smoke, load, stress
          source.on-error       | ignore     | one of stop, continue
          server.port           | 65536      | a whole number from 0 to 65535
          user                  | ''         | the name of a role
          url                   | localhost  | jdbc:postgresql://<host>[:<port>]/[<database>], or nothing for the embedded server
          """)
  void badValueIsRefusedWithOriginAndExpectation(String key, String value, String expected) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "pggit.%s = \"%s\" (from -Dpggit.%s): expected %s"
                .formatted(key, value, key, expected));
  }

  @Test
  void badValueInTheFileIsRefusedWithItsLine() {
    assertThatThrownBy(
            () ->
                Settings.of(
                    ConfigFactory.parseString("pggit {\n  pool.size = ten\n}"), Map.of(), Map.of()))
        .hasMessageContaining(
            "pggit.pool.size = \"ten\" (from gatling.conf line 2): expected a whole");
    assertThatThrownBy(() -> Settings.of(file("pool.size = [1, 2]"), Map.of(), Map.of()))
        .hasMessageContaining("pggit.pool.size = \"[1, 2]\" (from gatling.conf line 1): expected");
  }

  @ParameterizedTest
  @CsvSource({
    "pol.size, pool.size",
    "pool_size, pool.size",
    "poolsize, pool.size",
    "Timeout, timeout",
    "concurent.levels, concurrent.levels",
    "source.onerror, source.on-error",
    "deadline, concurrent.deadline",
  })
  void unknownKeyIsRefusedWithTheNearestKnownOne(String typed, String meant) {
    assertThatThrownBy(() -> with(typed, "10"))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "pggit.%s = \"10\" (from -Dpggit.%s): expected a known key, did you mean pggit.%s?"
                .formatted(typed, typed, meant));
  }

  @Test
  void unknownKeyLikeNoOtherPointsToTheFile() {
    assertThatThrownBy(() -> with("xyzzy", "10"))
        .hasMessage(
            "pggit.xyzzy = \"10\" (from -Dpggit.xyzzy): expected a known key; all keys stand in gatling.conf");
  }

  @Test
  void unknownKeyInTheFileIsRefusedInEveryProfile() {
    assertThatThrownBy(() -> Settings.of(file("server.prot = 5432"), Map.of(), Map.of()))
        .hasMessage(
            "pggit.server.prot = \"5432\" (from gatling.conf line 1): expected a known key, did you mean pggit.server.port?");
    assertThatThrownBy(() -> Settings.of(file("profiles.load.rapid.frist = 1"), Map.of(), Map.of()))
        .hasMessageContaining("pggit.profiles.load.rapid.frist = \"1\"")
        .hasMessageContaining("did you mean pggit.profiles.load.rapid.first?");
    assertThatThrownBy(() -> Settings.of(file("profiles.load.rapid.first = x"), Map.of(), Map.of()))
        .hasMessageContaining("pggit.profiles.load.rapid.first = \"x\"");
    assertThatThrownBy(() -> Settings.of(file("profiles.huge.timeout = 1 s"), Map.of(), Map.of()))
        .hasMessageContaining("one of smoke, load, stress as name of a profile");
    assertThatThrownBy(
            () -> Settings.of(file("profiles.load.profile = stress"), Map.of(), Map.of()))
        .hasMessageContaining("no choice of a profile inside a profile");
  }

  @Test
  void allProblemsStandInOneMessage() {
    assertThatThrownBy(() -> with("pol.size", "10", "timeout", "soon", "server.port", "-1"))
        .hasMessage(
            """
            3 settings cannot be used:
              pggit.pol.size = "10" (from -Dpggit.pol.size): expected a known key, did you mean pggit.pool.size?
              pggit.server.port = "-1" (from -Dpggit.server.port): expected a whole number from 0 to 65535
              pggit.timeout = "soon" (from -Dpggit.timeout): expected a duration with its unit (ms, s, min, h) from 100 ms to 24 h""");
  }

  @Test
  void aKeyMissingInTheFileIsRefused() {
    Config without = FILE.withoutPath("pggit.rapid.p95");

    assertThatThrownBy(() -> Settings.of(without, Map.of(), Map.of()))
        .hasMessage(
            "pggit.rapid.p95 is missing in gatling.conf: expected a duration with its unit (ms, s, min, h) from 1 ms to 1 h");
  }

  @Test
  void aKeyGivenTwiceInTheFileIsRefused() {
    assertThatThrownBy(
            () -> Settings.of(file("server { port = 1 }, \"server.port\" = 2"), Map.of(), Map.of()))
        .hasMessage(
            "pggit.server.port is given twice, in gatling.conf line 1 and gatling.conf line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:4318/v1/metrics",
        "https://collector.example.org/api/v1/otlp/v1/metrics",
        "http://[::1]:65535/v1/metrics"
      })
  void takesTheAddressOfACollector(String url) {
    assertThat(with("metrics.url", url).metrics().url()).contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4318",
        "http://",
        "http://127.0.0.1:port/v1/metrics",
        "http://127.0.0.1:0/v1/metrics",
        "http://127.0.0.1:65536/v1/metrics",
        "http://127.0.0.1:99999/v1/metrics",
        "ftp://127.0.0.1/v1/metrics",
        "http://127.0.0.1/v1/metrics?token=x",
        "http://me:S3cret@127.0.0.1/v1/metrics"
      })
  void refusesWhatIsNoAddressOfACollectorOrHoldsAPassword(String url) {
    assertThatThrownBy(() -> with("metrics.url", url))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("pggit.metrics.url")
        .hasMessageContaining("of an OTLP collector without user or password, or nothing")
        .hasMessageNotContaining("S3cret");
  }

  @Test
  void aFileWithoutOurBlockIsRefused() {
    assertThatThrownBy(() -> Settings.of(ConfigFactory.empty(), Map.of(), Map.of()))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("pggit { ... }");
  }

  @Test
  void passwordComesFromTheSettingOrElseFromTheEnvironment() {
    Map<String, String> environment = Map.of("PGPASSWORD", "from environment");

    assertThat(Settings.of(FILE, Map.of(), environment).password().reveal())
        .isEqualTo("from environment");
    assertThat(
            Settings.of(FILE, Map.of("pggit.password", " spaces "), environment)
                .password()
                .reveal())
        .isEqualTo(" spaces ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host:5432/db?user=me&password=S3cret&ssl=true",
        "jdbc:postgresql://host/db?PASSWORD=S3cret",
        "jdbc:postgresql://host/db?sslpassword=S3cret S3cret",
        "jdbc:postgresql://me:S3cret@host:5432/db",
        "jdbc:postgresql://me:x/S3cret@host/db",
      })
  void noPasswordOfAUrlIsShown(String url) {
    Settings settings = with("url", url, "password", "S3cret");

    assertThat(settings.url()).contains(url);
    assertThat(settings.redacted().toString())
        .contains("***", "host", "pggit.password=***")
        .doesNotContain("S3cret");
    assertThat(settings.toString()).doesNotContain("S3cret");
    assertThatThrownBy(() -> with("url", url.substring("jdbc:".length())))
        .hasMessageContaining("***")
        .hasMessageNotContaining("S3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pasword",
        "pwd",
        "pass",
        "Password",
        "url.password",
        "user.paswrod",
        "PGPASSWORD"
      })
  void noPasswordIsShownForAMistypedKey(String key) {
    assertThatThrownBy(() -> with(key, "S3cret"))
        .hasMessageContaining("pggit." + key + " = \"***\"")
        .hasMessageNotContaining("S3cret");
  }

  @Test
  void anOrdinaryUrlIsShownWhole() {
    Settings settings = with("url", "jdbc:postgresql://localhost:5432/db?x=a@b");

    assertThat(settings.redacted())
        .containsEntry("pggit.url", "jdbc:postgresql://localhost:5432/db?x=a@b")
        .containsEntry("pggit.password", "");
  }

  @Test
  void showsEveryEffectiveValueInTheOrderOfTheFile() {
    Map<String, String> shown = with("timeout", "90000 ms").redacted();

    assertThat(shown.keySet())
        .startsWith("pggit.profile", "pggit.url")
        .hasSize(SettingsReader.KEYS.size());
    assertThat(shown)
        .containsEntry("pggit.timeout", "90 s")
        .containsEntry("pggit.rapid.p95", "100 ms")
        .containsEntry("pggit.concurrent.levels", "10, 25, 50, 100")
        .containsEntry("pggit.success.rate", "80");
  }

  @Test
  void loadsTheSettingsOfThisProcess() {
    System.setProperty("pggit.pool.size", "12");
    try {
      assertThat(Settings.load().pool().size()).isEqualTo(12);
    } finally {
      System.clearProperty("pggit.pool.size");
    }
  }

  /** gatling.conf with {@code lines} of the pggit block replaced or added. */
  private static Config file(String lines) {
    return ConfigFactory.parseString("pggit { " + lines + " }").withFallback(FILE);
  }

  private static Settings with(String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put("pggit." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return Settings.of(FILE, properties, Map.of());
  }
}
