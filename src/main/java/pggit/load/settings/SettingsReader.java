package pggit.load.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;

/**
 * Lays the sources of settings over each other, collects everything that is wrong with them, and
 * makes the records. Names are flat texts on purpose: in HOCON {@code source} and {@code
 * source.on-error} cannot both be values unless the latter stands in quotes, and among system
 * properties they are just two names.
 */
final class SettingsReader {
  /** By name, in the order of gatling.conf. */
  static final Map<String, Key> KEYS =
      Key.allOf(Settings.class, "")
          .collect(
              Collectors.toMap(
                  Key::name, Function.identity(), (one, another) -> one, LinkedHashMap::new));

  static final String PASSWORD = "password";

  /** Environment variables that stand in for a setting where that is empty. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          PASSWORD, "PGPASSWORD", "injector", "JOB_COMPLETION_INDEX", "injectors.run", "PGGIT_RUN");

  private static final String PROFILE = "profile";
  private static final String PROFILES = "profiles.";
  private static final Key OF_PROFILE = Objects.requireNonNull(KEYS.get(PROFILE));

  private final List<String> problems = new ArrayList<>();

  /** Good values of gatling.conf that hold for every profile. */
  private final Map<String, Object> common = new HashMap<>();

  /** Good values of gatling.conf by profile. */
  private final Map<String, Map<String, Object>> profiles = new HashMap<>();

  /** Good values of environment variables. */
  private final Map<String, Object> fallbacks = new HashMap<>();

  /** Good values of system properties. */
  private final Map<String, Object> overrides = new HashMap<>();

  /**
   * The settings, from all sources.
   *
   * @throws SetupException with all problems there are
   */
  static Settings read(
      Config file, Map<String, String> systemProperties, Map<String, String> environment) {
    SettingsReader reader = new SettingsReader();
    reader.takeFile(file);
    reader.takeProperties(systemProperties);
    reader.takeEnvironment(environment);
    reader.refuseIfAnythingIsWrong();
    return (Settings) make(Settings.class, "", reader.values());
  }

  private void takeFile(Config file) {
    Config block;
    try {
      block = file.resolve().getConfig("pggit");
    } catch (ConfigException.Missing | ConfigException.WrongType e) {
      throw new SetupException("gatling.conf has no block \"pggit { ... }\" with the settings", e);
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new SetupException("gatling.conf: " + e.getMessage(), e);
    }
    Map<String, ConfigValue> all = new LinkedHashMap<>();
    for (var entry : block.entrySet()) {
      String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      ConfigValue before = all.put(name, entry.getValue());
      if (before != null) {
        problems.add(
            "%s%s is given twice, in %s and %s"
                .formatted(Settings.PREFIX, name, origin(before), origin(entry.getValue())));
      }
    }
    all.forEach(this::takeFromFile);
    for (Key key : KEYS.values()) {
      if (!all.containsKey(key.name())) {
        problems.add(
            "%s%s is missing in gatling.conf: expected %s"
                .formatted(Settings.PREFIX, key.name(), key.expected()));
      }
    }
  }

  private void takeFromFile(String name, ConfigValue given) {
    if (!name.startsWith(PROFILES)) {
      take("", name, given, common);
      return;
    }
    String rest = name.substring(PROFILES.length());
    String profile = rest.split("\\.", 2)[0];
    String key = rest.equals(profile) ? "" : rest.substring(profile.length() + 1);
    if (OF_PROFILE.parse().apply(ConfigValueFactory.fromAnyRef(profile)).isEmpty()) {
      problems.add(problem(name, given, OF_PROFILE.expected() + " as name of a profile"));
    } else if (key.equals(PROFILE)) {
      problems.add(problem(name, given, "no choice of a profile inside a profile"));
    } else {
      take(
          PROFILES + profile + ".",
          key,
          given,
          profiles.computeIfAbsent(profile, unseen -> new HashMap<>()));
    }
  }

  private void takeProperties(Map<String, String> systemProperties) {
    new TreeMap<>(systemProperties)
        .forEach(
            (name, value) -> {
              if (name.startsWith(Settings.PREFIX)) {
                take(
                    "",
                    name.substring(Settings.PREFIX.length()),
                    ConfigValueFactory.fromAnyRef(value, "-D" + name),
                    overrides);
              }
            });
  }

  private void takeEnvironment(Map<String, String> environment) {
    ENVIRONMENT.forEach(
        (key, variable) -> {
          var given = environment.getOrDefault(variable, "");
          if (!given.isEmpty()) {
            take("", key, ConfigValueFactory.fromAnyRef(given, variable), fallbacks);
          }
        });
  }

  /** Takes a value if it is a good one; else it becomes a problem. */
  private void take(String prefix, String name, ConfigValue given, Map<String, Object> good) {
    Key key = KEYS.get(name);
    if (key == null) {
      problems.add(unknown(prefix, name, given));
      return;
    }
    key.parse()
        .apply(given)
        .ifPresentOrElse(
            parsed -> good.put(name, parsed),
            () -> problems.add(problem(prefix + name, given, key.expected())));
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>(common);
    Object profile = overrides.getOrDefault(PROFILE, Objects.requireNonNull(common.get(PROFILE)));
    values.putAll(profiles.getOrDefault(profile, Map.of()));
    values.putAll(overrides);
    fallbacks.forEach((key, value) -> values.merge(key, value, SettingsReader::given));
    return values;
  }

  private static Object given(Object value, Object fallback) {
    boolean none = value.equals(Optional.empty()) || (value instanceof Secret s && s.isNone());
    return none ? fallback : value;
  }

  private static String unknown(String prefix, String name, ConfigValue given) {
    String expected =
        Spelling.nearest(name, KEYS.keySet())
            .map(near -> "a known key, did you mean " + Settings.PREFIX + prefix + near + "?")
            .orElse("a known key; all keys stand in gatling.conf");
    return problem(prefix + name, given, expected);
  }

  private static String problem(String name, ConfigValue given, String expected) {
    String shown = Mask.soundsSecret(name) ? Mask.STARS : Mask.inUrls(Key.text(given));
    return "%s%s = \"%s\" (from %s): expected %s"
        .formatted(Settings.PREFIX, name, shown, origin(given), expected);
  }

  /** {@code gatling.conf line 12}, {@code -Dpggit.url}. */
  private static String origin(ConfigValue given) {
    int line = given.origin().lineNumber();
    return line > 0 ? "gatling.conf line " + line : given.origin().description();
  }

  /** The record with the records in it, from a value for each key. */
  private static Object make(Class<?> block, String prefix, Map<String, Object> values) {
    var components = block.getRecordComponents();
    var types = new Class<?>[components.length];
    var arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      var type = components[i].getType();
      var key = prefix + Key.nameOf(components[i]);
      types[i] = type;
      arguments[i] =
          type.isRecord()
              ? make(type, key + ".", values)
              : type == Map.class ? shown(values) : Objects.requireNonNull(values.get(key));
    }
    try {
      return block.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no record can be made for " + prefix, e);
    }
  }

  /** All values by full key, with stars for passwords. */
  private static Map<String, String> shown(Map<String, Object> values) {
    var texts = new LinkedHashMap<String, String>();
    for (var key : KEYS.keySet()) {
      texts.put(Settings.PREFIX + key, text(Objects.requireNonNull(values.get(key))));
    }
    return Collections.unmodifiableMap(texts);
  }

  private static String text(Object value) {
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
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingsReader::text).orElse("");
    }
    return Mask.inUrls(value.toString());
  }

  private void refuseIfAnythingIsWrong() {
    if (problems.size() == 1) {
      throw new SetupException(problems.get(0));
    }
    if (!problems.isEmpty()) {
      throw new SetupException(
          problems.size() + " settings cannot be used:\n  " + String.join("\n  ", problems));
    }
  }
}
