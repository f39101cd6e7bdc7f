package pggit.load.server.fault;

import java.util.List;
import java.util.Optional;
import pggit.load.server.Command;

/**
 * Limits on what a process may map ({@code RLIMIT_AS}), by {@code prlimit}: beyond it, the server's
 * {@code malloc} fails as on a machine without memory. Only the soft limit is set, so that it can
 * be lifted again without privileges. Linux only.
 */
public final class AddressSpace {

  private AddressSpace() {}

  /** Before a command: runs it under the limit, which its children inherit. */
  public static List<String> limited(long bytes) {
    return List.of("prlimit", "--as=" + bytes + ":unlimited");
  }

  /** Sets the limit of a process that runs. */
  public static void limit(long pid, long bytes) {
    set(pid, bytes + ":unlimited");
  }

  /** Lifts the limit of a process that runs. */
  public static void lift(long pid) {
    set(pid, "unlimited:unlimited");
  }

  private static void set(long pid, String softAndHard) {
    Optional<String> failure =
        Command.failure(List.of("prlimit", "--pid=" + pid, "--as=" + softAndHard));
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "cannot set the memory limit of process " + pid + ": " + failure.get());
    }
  }
}
