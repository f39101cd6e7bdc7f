package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a run was started by.
 *
 * @param process number of the process that started this JVM; 0 if it is not known
 * @param began when that process did
 * @param given keys of the settings that the command line gave
 */
public record Invocation(long process, Instant began, List<String> given) {

  public static final Invocation UNKNOWN = new Invocation(0, Instant.EPOCH, List.of());

  public Invocation {
    Objects.requireNonNull(began, "began");
    given = List.copyOf(given);
  }

  /** This JVM's: Maven starts one for each simulation. */
  public static Invocation current(List<String> given) {
    return ProcessHandle.current()
        .parent()
        .map(p -> new Invocation(p.pid(), p.info().startInstant().orElse(Instant.EPOCH), given))
        .orElse(UNKNOWN);
  }

  @JsonIgnore
  public boolean isKnown() {
    return process != 0;
  }

  /** Whether both were started by one command. */
  public boolean isBeside(Invocation other) {
    return process == other.process && began.equals(other.began);
  }
}
