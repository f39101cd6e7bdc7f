package pggit.load.measure;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a run was started by.
 *
 * @param command tells one command from all others; empty if it is not known
 * @param began no later than the first run of the command
 * @param given what the command line gave: settings by key, without passwords, and what else is
 *     needed to make the run once more
 */
public record Invocation(String command, Instant began, Map<String, String> given) {

  public static final Invocation UNKNOWN = new Invocation("", Instant.EPOCH, Map.of());

  /** Set by pom.xml: other for each command, the same for all simulations of one. */
  private static final String COMMAND = "simulations.command";

  public Invocation {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(began, "began");
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /**
   * This JVM's. Maven starts one for each simulation and tells them which command they belong to;
   * elsewhere it is the process that started the JVM which does.
   */
  public static Invocation current(Map<String, String> given) {
    var parent = ProcessHandle.current().parent();
    var began = parent.flatMap(p -> p.info().startInstant()).orElse(Instant.EPOCH);
    var command = System.getProperty(COMMAND, parent.map(p -> p.pid() + "-" + began).orElse(""));
    return new Invocation(command, began, given);
  }

  /** Whether both were started by one command. */
  public boolean isBeside(Invocation other) {
    return !command.isEmpty() && command.equals(other.command);
  }
}
