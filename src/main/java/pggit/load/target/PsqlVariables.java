package pggit.load.target;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** psql's variables, of one session. Names are case-sensitive. */
final class PsqlVariables {

  static final String ON_ERROR_STOP = "ON_ERROR_STOP";

  private static final Set<String> TRUE = Set.of("on", "true", "yes", "1", "t", "y");

  private final Map<String, String> values = new HashMap<>();

  void set(String name, String value) {
    values.put(name, value);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** What psql takes for true; a variable that is not set is false. */
  boolean isOn(String name) {
    return TRUE.contains(values.getOrDefault(name, "").toLowerCase(Locale.ROOT));
  }

  /** The value as {@code :'name'} puts it. */
  static String literal(String value) {
    String quoted = "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    return value.contains("\\") ? " E" + quoted : quoted;
  }
}
