package pggit.load.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;

/**
 * Lays the sources of settings over each other and collects everything that is wrong with them.
 * Names are flat texts on purpose: in HOCON {@code source} and {@code source.on-error} cannot both
 * be values unless the latter stands in quotes, and among system properties they are just two
 * names.
 */
final class SettingsReader {
  /** By name, in the order of gatling.conf. */
  static final Map<String, Key> KEYS =
      Key.allOf(Settings.class, "")
          .collect(
              Collectors.toMap(
                  Key::name, Function.identity(), (one, another) -> one, LinkedHashMap::new));

  static final String PASSWORD = "password";

  private static final String PROFILE = "profile";
  private static final String PROFILES = "profiles.";
  private static final Key OF_PROFILE = Objects.requireNonNull(KEYS.get(PROFILE));

  private final List<String> problems = new ArrayList<>();

  /** Values of gatling.conf that hold for every profile. */
  private final Map<String, Given> common = new LinkedHashMap<>();

  /** Values of gatling.conf by profile. */
  private final Map<String, Map<String, Given>> profiles = new LinkedHashMap<>();

  private final Map<String, Given> properties = new TreeMap<>();

  /**
   * All settings by name.
   *
   * @throws SetupException with all problems there are
   */
  static Map<String, Object> read(
      Config file, Map<String, String> systemProperties, Map<String, String> environment) {
    SettingsReader reader = new SettingsReader();
    reader.takeFile(file);
    reader.takeProperties(systemProperties);
    Map<String, Object> values = reader.values(environment);
    reader.refuseIfAnythingIsWrong();
    return values;
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
    Map<String, Given> all = new LinkedHashMap<>();
    block
        .entrySet()
        .forEach(
            entry -> {
              String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
              Given given = Given.of(entry.getValue());
              Given before = all.put(name, given);
              if (before != null) {
                problems.add(
                    "%s%s is given twice, in %s and %s"
                        .formatted(Settings.PREFIX, name, before.origin(), given.origin()));
              }
            });
    all.forEach(this::takeFromFile);
  }

  private void takeFromFile(String name, Given given) {
    if (!name.startsWith(PROFILES)) {
      common.put(name, given);
      return;
    }
    String rest = name.substring(PROFILES.length());
    int dot = rest.indexOf('.');
    String profile = dot < 0 ? rest : rest.substring(0, dot);
    String key = dot < 0 ? "" : rest.substring(dot + 1);
    if (OF_PROFILE.parse().apply(Given.text(profile, given.origin())).isEmpty()) {
      problems.add(problem(name, given, OF_PROFILE.expected() + " as name of a profile"));
    } else if (key.equals(PROFILE)) {
      problems.add(problem(name, given, "no choice of a profile inside a profile"));
    } else {
      profiles.computeIfAbsent(profile, unseen -> new LinkedHashMap<>()).put(key, given);
    }
  }

  private void takeProperties(Map<String, String> systemProperties) {
    systemProperties.forEach(
        (name, value) -> {
          if (name.startsWith(Settings.PREFIX)) {
            properties.put(
                name.substring(Settings.PREFIX.length()), Given.text(value, "-D" + name));
          }
        });
  }

  private Map<String, Object> values(Map<String, String> environment) {
    Map<String, Object> values = understood("", common);
    Map<String, Object> overrides = understood("", properties);
    Map<String, Map<String, Object>> byProfile = new HashMap<>();
    profiles.forEach(
        (name, given) -> byProfile.put(name, understood(PROFILES + name + ".", given)));
    for (Key key : KEYS.values()) {
      if (!common.containsKey(key.name())) {
        problems.add(
            "%s%s is missing in gatling.conf: expected %s"
                .formatted(Settings.PREFIX, key.name(), key.expected()));
      }
    }
    Object profile = overrides.getOrDefault(PROFILE, values.get(PROFILE));
    if (profile != null) {
      values.putAll(byProfile.getOrDefault(profile, Map.of()));
    }
    values.putAll(overrides);
    if (values.get(PASSWORD) instanceof Secret given && given.isNone()) {
      values.put(PASSWORD, Secret.of(environment.getOrDefault("PGPASSWORD", "")));
    }
    return values;
  }

  /** The good ones of {@code given}, parsed; the others become problems. */
  private Map<String, Object> understood(String prefix, Map<String, Given> given) {
    Map<String, Object> values = new HashMap<>();
    given.forEach(
        (name, value) -> {
          Key key = KEYS.get(name);
          if (key == null) {
            problems.add(unknown(prefix, name, value));
          } else {
            key.parse()
                .apply(value)
                .ifPresentOrElse(
                    parsed -> values.put(name, parsed),
                    () -> problems.add(problem(prefix + name, value, key.expected())));
          }
        });
    return values;
  }

  private static String unknown(String prefix, String name, Given given) {
    return Spelling.nearest(name, KEYS.keySet())
        .map(
            near ->
                problem(
                    prefix + name,
                    given,
                    "a known key, did you mean " + Settings.PREFIX + prefix + near + "?"))
        .orElseGet(
            () -> problem(prefix + name, given, "a known key; all keys stand in gatling.conf"));
  }

  private static String problem(String name, Given given, String expected) {
    String shown = Mask.soundsSecret(name) ? Mask.STARS : Mask.inUrls(given.text());
    return "%s%s = \"%s\" (from %s): expected %s"
        .formatted(Settings.PREFIX, name, shown, given.origin(), expected);
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
