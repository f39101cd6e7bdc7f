package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What this machine lets us do, found out by doing it once in small. Nothing is left behind. Linux
 * can do all of it unless it was told not to; macOS runs the embedded server, but no fault beyond
 * killing.
 */
public final class Machine {

  static final String NAMESPACE_REMEDY =
      "Allow user namespaces: sysctl -w user.max_user_namespaces=10000; on Debian also sysctl -w"
          + " kernel.unprivileged_userns_clone=1; on Ubuntu from 23.10 on also sysctl -w"
          + " kernel.apparmor_restrict_unprivileged_userns=0; in Docker start the container with"
          + " --security-opt seccomp=unconfined --security-opt apparmor=unconfined";

  private static final String UTIL_LINUX = "Install util-linux, which has it";
  private static final long SAMPLE_BYTES = 1 << 20;

  private Machine() {}

  /**
   * One thing that faults need.
   *
   * @param name what it is
   * @param available whether it is there
   * @param finding what was tried, and what came of it
   * @param purpose what does not work without it
   * @param remedy what a user can do about it
   */
  public record Ability(
      String name, boolean available, String finding, String purpose, String remedy) {

    /** For a test that is skipped: {@code empty} if it need not be. */
    public Optional<String> whyNot() {
      return available
          ? Optional.empty()
          : Optional.of(name + ": " + finding + ". Without it no " + purpose + ". " + remedy + ".");
    }
  }

  /** Everything that faults need. Takes some 0.1 s. */
  public static List<Ability> abilities() {
    List<Ability> abilities = new ArrayList<>();
    abilities.add(processFigures());
    abilities.add(signals());
    abilities.add(smallDisks());
    abilities.add(memoryLimits());
    return abilities;
  }

  /** Mounting a tmpfs in a user namespace, filling, growing and freeing it. */
  public static Ability smallDisks() {
    String purpose = "tests of full disks";
    if (!isLinux()) {
      return notLinux("small disks", purpose);
    }
    Path directory = null;
    try {
      directory = Files.createTempDirectory("pggit-doctor");
      try (SmallDisk disk = SmallDisk.mount(directory.toRealPath(), SAMPLE_BYTES)) {
        disk.fill();
        boolean full = disk.freeBytes() == 0;
        disk.grow(2 * SAMPLE_BYTES);
        boolean grown = disk.freeBytes() == SAMPLE_BYTES;
        disk.free();
        boolean freed = disk.freeBytes() == 2 * SAMPLE_BYTES;
        Optional<String> entered =
            Command.failure(concat(disk.entry(), List.of("test", "-d", directory.toString())));
        String finding =
            "mounted in a user namespace: full "
                + full
                + ", grown "
                + grown
                + ", freed "
                + freed
                + entered.map(said -> ", but could not be entered: " + said).orElse("");
        return new Ability(
            "small disks",
            full && grown && freed && entered.isEmpty(),
            full && grown && freed && entered.isEmpty()
                ? "a disk of 1 MB was mounted in a user namespace, filled, grown and freed"
                : finding,
            purpose,
            NAMESPACE_REMEDY);
      }
    } catch (SetupException | IllegalStateException | IOException e) {
      String said = String.valueOf(e.getMessage()).replace(". " + NAMESPACE_REMEDY, "");
      boolean missing = said.contains("util-linux");
      return new Ability(
          "small disks", false, said, purpose, missing ? UTIL_LINUX : NAMESPACE_REMEDY);
    } finally {
      delete(directory);
    }
  }

  /** Limiting the address space of a new and of a running process. */
  public static Ability memoryLimits() {
    String purpose = "tests of short memory";
    if (!isLinux()) {
      return notLinux("memory limits", purpose);
    }
    Optional<String> started =
        Command.failure(concat(AddressSpace.limited(1L << 30), List.of("true")));
    Optional<String> failure = started.isPresent() ? started : limitALiveProcess();
    return new Ability(
        "memory limits",
        failure.isEmpty(),
        failure.orElse("prlimit limited a new process and a running one, and lifted the limit"),
        purpose,
        UTIL_LINUX);
  }

  /** Sending signals by name. */
  public static Ability signals() {
    Optional<String> failure = Command.failure(List.of("sh", "-c", "kill -s CONT $$"));
    return new Ability(
        "signals",
        failure.isEmpty(),
        failure.orElse("sh and kill are there"),
        "tests of frozen and killed servers",
        "Install a POSIX shell");
  }

  /** Reading a process's memory from {@code /proc}. */
  public static Ability processFigures() {
    String purpose = "figures of the server's memory";
    try {
      long bytes = ProcessMemory.of(ProcessHandle.current().pid()).residentBytes();
      return new Ability(
          "process figures",
          true,
          String.format(Locale.ROOT, "/proc tells that this JVM uses %d MB", bytes >> 20),
          purpose,
          "");
    } catch (IllegalStateException e) {
      return new Ability(
          "process figures",
          false,
          String.valueOf(e.getMessage()),
          purpose,
          isLinux() ? "Mount /proc" : "Use Linux");
    }
  }

  static boolean isLinux() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  private static Optional<String> limitALiveProcess() {
    Process process = null;
    try {
      process = new ProcessBuilder("cat").start();
      AddressSpace.limit(process.pid(), 1L << 30);
      AddressSpace.lift(process.pid());
      return Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static Ability notLinux(String name, String purpose) {
    return new Ability(
        name,
        false,
        "this is " + System.getProperty("os.name") + ", not Linux",
        purpose,
        "Use Linux");
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static void delete(@org.jspecify.annotations.Nullable Path directory) {
    if (directory != null) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        // An empty directory of a few bytes in the temp directory.
      }
    }
  }
}
