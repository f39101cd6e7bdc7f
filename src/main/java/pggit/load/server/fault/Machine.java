package pggit.load.server.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pggit.load.server.Command;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.ProcessMemory;
import pggit.load.server.SetupException;

/**
 * What this machine lets us do, found out by doing it once in small. Nothing is left behind. Linux
 * can do all of it unless it was told not to; macOS runs the embedded server, but no fault beyond
 * killing.
 */
public final class Machine {

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
    return List.of(processFigures(), signals(), smallDisks(), memoryLimits());
  }

  /** Mounting a tmpfs in a user namespace, filling, growing and freeing it. */
  public static Ability smallDisks() {
    var failure = failure(Machine::mountOne);
    boolean missing = failure.filter(said -> said.contains("util-linux")).isPresent();
    return ability(
        "small disks",
        failure.map(said -> said.replace(". " + EmbeddedServer.NAMESPACE_REMEDY, "")),
        "a disk of 1 MB was mounted in a user namespace, filled, grown and freed",
        "tests of full disks",
        missing ? UTIL_LINUX : EmbeddedServer.NAMESPACE_REMEDY);
  }

  /** Limiting the address space of a new and of a running process. */
  public static Ability memoryLimits() {
    return ability(
        "memory limits",
        failure(Machine::limitTwo),
        "prlimit limited a new process and a running one, and lifted the limit",
        "tests of short memory",
        UTIL_LINUX);
  }

  /** Sending signals by name. */
  private static Ability signals() {
    return ability(
        "signals",
        Command.failure(List.of("sh", "-c", "kill -s CONT $$")),
        "sh and kill are there",
        "tests of frozen and killed servers",
        "Install a POSIX shell");
  }

  /** Reading a process's memory from {@code /proc}. */
  public static Ability processFigures() {
    long[] bytes = new long[1];
    var failure =
        failure(() -> bytes[0] = ProcessMemory.of(ProcessHandle.current().pid()).residentBytes());
    return ability(
        "process figures",
        failure,
        String.format(Locale.ROOT, "/proc tells that this JVM uses %d MB", bytes[0] >> 20),
        "figures of the server's memory",
        "Mount /proc");
  }

  private static Ability ability(
      String name, Optional<String> failure, String finding, String purpose, String remedy) {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return new Ability(
        name, failure.isEmpty(), failure.orElse(finding), purpose, linux ? remedy : "Use Linux");
  }

  private interface Trial {
    void run() throws IOException;
  }

  private static Optional<String> failure(Trial trial) {
    try {
      trial.run();
      return Optional.empty();
    } catch (SetupException | IllegalStateException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void mountOne() throws IOException {
    Path directory = Files.createTempDirectory("pggit-doctor").toRealPath();
    try (SmallDisk disk = SmallDisk.mount(directory, SAMPLE_BYTES)) {
      disk.fill();
      boolean full = disk.freeBytes() == 0;
      disk.grow(2 * SAMPLE_BYTES);
      boolean grown = disk.freeBytes() == SAMPLE_BYTES;
      disk.free();
      boolean freed = disk.freeBytes() == 2 * SAMPLE_BYTES;
      if (!(full && grown && freed)) {
        throw new IllegalStateException(
            "mounted in a user namespace: full %s, grown %s, freed %s"
                .formatted(full, grown, freed));
      }
      require(disk.entry(), List.of("test", "-d", directory.toString()));
    } finally {
      boolean unused = directory.toFile().delete(); // else an empty directory is left
    }
  }

  private static void limitTwo() throws IOException {
    require(AddressSpace.limited(1L << 30), List.of("true"));
    Process process = new ProcessBuilder("cat").start();
    try {
      AddressSpace.limit(process.pid(), 1L << 30);
      AddressSpace.lift(process.pid());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void require(List<String> prefix, List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(program);
    Command.failure(command)
        .ifPresent(
            said -> {
              throw new IllegalStateException(said);
            });
  }
}
