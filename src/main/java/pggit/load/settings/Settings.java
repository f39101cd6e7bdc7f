package pggit.load.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;

/**
 * The settings of a run: block {@code pggit} of gatling.conf, over it the numbers of the chosen
 * profile, over those {@code -Dpggit.<key>=<value>}. Read and checked once; immutable. Asking for a
 * key that does not exist, or as another type than it has, is a mistake in the code and gets an
 * {@link IllegalArgumentException}.
 */
public final class Settings {
  private static final String FILE = "gatling.conf";

  private final Map<String, Object> values;

  private Settings(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * The settings of this process. gatling.conf comes from the class path or, where that has none,
   * from the working directory.
   *
   * @throws SetupException if anything is wrong with them; its message has all there is, with
   *     origin and what is expected
   */
  public static Settings load() {
    Config file;
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      file =
          ConfigFactory.parseResources(
              loader != null ? loader : Settings.class.getClassLoader(), FILE);
      if (file.isEmpty()) { // a main class started without the test class path
        file = ConfigFactory.parseFile(new File(FILE));
      }
    } catch (ConfigException e) {
      throw unreadable(e);
    }
    if (file.isEmpty()) {
      throw new SetupException(
          FILE + " was found neither on the class path nor in " + Path.of("").toAbsolutePath());
    }
    Settings settings = of(file, texts(System.getProperties()), System.getenv());
    settings.tellWhereServersLive();
    return settings;
  }

  /** The server package, on a lower floor, and JVMs started from here know it as -D gives it. */
  private void tellWhereServersLive() {
    optionalText("server.directory")
        .ifPresent(directory -> System.setProperty(Keys.PREFIX + "server.directory", directory));
  }

  /**
   * Settings from given sources.
   *
   * @param file all of gatling.conf
   * @param systemProperties of which those named {@code pggit.*} count
   * @param environment of which {@code PGPASSWORD} counts
   */
  public static Settings of(
      Config file, Map<String, String> systemProperties, Map<String, String> environment) {
    return new Settings(SettingsReader.read(file, systemProperties, environment));
  }

  private static SetupException unreadable(ConfigException problem) {
    // Neither the parser's message nor the cause: they quote the file, where a password may stand.
    String line = problem.origin() == null ? "" : " line " + problem.origin().lineNumber();
    return new SetupException(
        FILE
            + line
            + " cannot be read: expected HOCON (values with special characters in double quotes, brackets closed)");
  }

  private static Map<String, String> texts(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  public String profile() {
    return text(Keys.PROFILE.name());
  }

  public int count(String key) {
    return value(key, Integer.class);
  }

  public double number(String key) {
    return value(key, Double.class);
  }

  public Duration duration(String key) {
    return value(key, Duration.class);
  }

  public boolean flag(String key) {
    return value(key, Boolean.class);
  }

  /** The text, possibly empty. */
  public String text(String key) {
    return value(key, String.class);
  }

  /** The text, or nothing if it is empty. */
  public Optional<String> optionalText(String key) {
    return Optional.of(text(key)).filter(text -> !text.isEmpty());
  }

  /** At least one number. */
  public List<Integer> counts(String key) {
    return list(key, Integer.class);
  }

  /** Paths, relative ones to the working directory; possibly none. */
  public List<Path> paths(String key) {
    return list(key, Path.class);
  }

  /** The constant whose name is the text, {@code ON_ERROR} for {@code on-error}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** {@code pggit.password}, or else the environment's {@code PGPASSWORD}. */
  public Secret password() {
    return value(Keys.PASSWORD.name(), Secret.class);
  }

  /** All values in effect by full key, in the order of gatling.conf, with stars for passwords. */
  public Map<String, String> redacted() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Key key : Keys.ALL) {
      texts.put(Keys.PREFIX + key.name(), shown(value(key.name(), key.type())));
    }
    return Collections.unmodifiableMap(texts);
  }

  private static String shown(Object value) {
    if (value instanceof Secret secret) {
      return secret.isNone() ? "" : Mask.STARS;
    }
    if (value instanceof Duration duration) {
      return Durations.text(duration);
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return Mask.inUrls(value.toString());
  }

  private <T> List<T> list(String key, Class<T> type) {
    List<?> list = value(key, List.class);
    return list.stream().map(type::cast).toList();
  }

  private <T> T value(String name, Class<T> type) {
    Key key = Keys.BY_NAME.get(name);
    if (key == null) {
      throw new IllegalArgumentException("there is no setting " + Keys.PREFIX + name);
    }
    if (key.type() != type) {
      throw new IllegalArgumentException(
          "%s%s is a %s, not a %s"
              .formatted(Keys.PREFIX, name, key.type().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(Objects.requireNonNull(values.get(name)));
  }

  @Override
  public String toString() {
    return redacted().toString();
  }
}
