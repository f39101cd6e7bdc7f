package pggit.load.pggit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** psql's variables, of one session. Names are case-sensitive. */
final class PsqlVariables {

  static final String ON_ERROR_STOP = "ON_ERROR_STOP";
  private static final String OFF = "off";

  /** Of these psql takes only what is true or false, and unset means the value given here. */
  private static final Map<String, String> SWITCHES =
      Map.of("AUTOCOMMIT", "on", ON_ERROR_STOP, OFF, "QUIET", OFF, "SINGLELINE", OFF);

  /** Their other value would tie statements together, or part them, in ways that are not ours. */
  private static final Map<String, String> FIXED =
      Map.of("AUTOCOMMIT", "on", "SINGLELINE", OFF, "ON_ERROR_ROLLBACK", OFF);

  private static final Pattern NAME = Pattern.compile("[\\w\\x{80}-\\x{10FFFF}]+");

  private final Map<String, String> values = new HashMap<>(SWITCHES);
  private final Map<String, String> set = new HashMap<>();

  PsqlVariables() {
    values.put("LAST_ERROR_SQLSTATE", "00000");
    values.put("LAST_ERROR_MESSAGE", "");
  }

  /**
   * Sets a variable as {@code \set} does, where a switch without a value is on.
   *
   * @throws PsqlRefusal for a name or a value that psql refuses, and for what is not supported
   */
  void set(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new PsqlRefusal("invalid variable name: \"" + name + "\"");
    }
    String given = value.isEmpty() && SWITCHES.containsKey(name) ? "on" : value;
    Optional<Boolean> truth = truth(given);
    if (SWITCHES.containsKey(name) && truth.isEmpty()) {
      throw new PsqlRefusal(
          "unrecognized value \"" + value + "\" for \"" + name + "\": Boolean expected");
    }
    if (FIXED.containsKey(name) && !truth.equals(truth(FIXED.getOrDefault(name, OFF)))) {
      throw new PsqlRefusal("\\set " + name + " " + value + " is not supported; remove the line");
    }
    values.put(name, given);
    set.put(name, given);
  }

  /** What was set since this was asked for the last time. */
  Map<String, String> lately() {
    var lately = Map.copyOf(set);
    set.clear();
    return lately;
  }

  void unset(String name) {
    values.remove(name);
    values.computeIfAbsent(name, SWITCHES::get);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A variable that is not set is off. */
  boolean isOn(String name) {
    return get(name).flatMap(PsqlVariables::truth).orElse(false);
  }

  /** What psql takes for true or false: on, off, 1, 0, and whatever true, false, yes, no begin. */
  static Optional<Boolean> truth(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean yes = "true".startsWith(lower) || "yes".startsWith(lower) || lower.matches("on|1");
    boolean no = "false".startsWith(lower) || "no".startsWith(lower) || lower.matches("off?|0");
    return lower.isEmpty() || yes == no ? Optional.empty() : Optional.of(yes);
  }

  /** The value as {@code :'name'} puts it. */
  static String literal(String value) {
    String quoted = "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    return value.contains("\\") ? " E" + quoted : quoted;
  }
}
