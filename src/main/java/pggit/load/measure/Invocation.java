package pggit.load.measure;

import java.time.Instant;
import java.util.List;

/**
 * What a run was started by: several runs of one command have the same.
 *
 * @param command tells commands apart: the process that started this JVM and when that began; empty
 *     if it is not known
 * @param given keys of the settings that the command line gave
 */
public record Invocation(String command, List<String> given) {

  public static final Invocation UNKNOWN = new Invocation("", List.of());

  public Invocation {
    given = List.copyOf(given);
  }

  /** This JVM's: Maven starts one for each simulation. */
  public static Invocation current(List<String> given) {
    var command =
        ProcessHandle.current()
            .parent()
            .map(
                parent ->
                    parent.pid()
                        + "-"
                        + parent.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
            .orElse("");
    return new Invocation(command, given);
  }
}
