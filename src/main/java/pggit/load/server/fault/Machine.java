package pggit.load.server.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pggit.load.server.Command;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.SetupException;

/**
 * What this machine lets the tests do that harm a server, found out by doing it once in small.
 * Nothing is left behind. Linux can do all of it unless it was told not to; macOS runs the embedded
 * server, but no fault beyond killing.
 */
public final class Machine {

  private static final String UTIL_LINUX = "Install util-linux, which has it";

  /** As root of a user namespace, which goes with its mounts when this ends. */
  private static final String SMALL_DISK =
      """
      mount -t tmpfs -o size=1m,mode=0700 none "$1" || exit
      ! head -c 1048577 /dev/zero 2>/dev/null >"$1/ballast" || { echo 1 MB took more; exit 1; }
      mount -o remount,size=2m none "$1" && head -c 1048576 /dev/zero >>"$1/ballast" &&
        rm "$1/ballast" && head -c 2097152 /dev/zero >"$1/ballast" && unshare -U true""";

  private static final String MEMORY_LIMITS =
      """
      prlimit --as=1073741824:unlimited true && prlimit --pid=$$ --as=1073741824:unlimited &&
        prlimit --pid=$$ --as=unlimited:unlimited""";

  /** What it takes to follow a server, to follow tables of it. */
  private static final List<String> FOLLOWING = List.of("libpqwalreceiver.", "pgoutput.");

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

  /** Everything that faults need. Takes some 0.2 s. */
  public static List<Ability> abilities() {
    return List.of(
        processFigures(), signals(), smallDisks(), memoryLimits(), replication(), pooler());
  }

  /** Mounting a tmpfs in a user namespace, filling, growing and freeing it, and entering that. */
  public static Ability smallDisks() {
    var missing = Command.failure(List.of("sh", "-c", "nsenter --version >/dev/null"));
    return ability(
        "small disks",
        missing.or(Machine::smallDisk),
        "a disk of 1 MB was mounted in a user namespace, filled, grown and freed",
        "tests of full disks",
        missing.isPresent() ? UTIL_LINUX : EmbeddedServer.NAMESPACE_REMEDY);
  }

  private static Optional<String> smallDisk() {
    try {
      var directory = Files.createTempDirectory("pggit-doctor");
      try {
        return Command.failure(
            List.of("unshare", "-Urmi", "sh", "-c", SMALL_DISK, "sh", directory.toString()));
      } finally {
        Files.delete(directory);
      }
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Limiting the address space of a new and of a running process. */
  public static Ability memoryLimits() {
    return ability(
        "memory limits",
        Command.failure(List.of("sh", "-c", MEMORY_LIMITS)),
        "prlimit limited a new process and a running one, and lifted the limit",
        "tests of short memory",
        UTIL_LINUX);
  }

  /** Sending signals by name. */
  public static Ability signals() {
    return ability(
        "signals",
        Command.failure(List.of("sh", "-c", "kill -s CONT $$")),
        "sh and kill are there",
        "tests of frozen and killed servers",
        "Install a POSIX shell");
  }

  /** Reading a process's memory from {@code /proc}. */
  public static Ability processFigures() {
    var figures = Path.of("/proc/self/statm");
    return ability(
        "process figures",
        Files.isReadable(figures) ? Optional.empty() : Optional.of("no " + figures),
        "/proc tells the memory of processes",
        "figures of the server's memory",
        "Mount /proc");
  }

  /** Whether the embedded binaries can follow a server. */
  public static Ability replication() {
    try {
      return replication(EmbeddedServer.libraries());
    } catch (SetupException e) { // there are no binaries for this machine
      return replication(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Whether the libraries in there suffice. */
  public static Ability replication(Path libraries) {
    List<String> missing;
    try (Stream<Path> all = Files.walk(libraries)) {
      var names = all.map(file -> file.getFileName().toString()).toList();
      missing =
          FOLLOWING.stream().filter(l -> names.stream().noneMatch(n -> n.startsWith(l))).toList();
    } catch (IOException e) {
      missing = FOLLOWING;
    }
    return replication(
        missing.isEmpty()
            ? Optional.empty()
            : Optional.of("the embedded PostgreSQL has no " + missing + " in " + libraries));
  }

  private static Ability replication(Optional<String> failure) {
    return new Ability(
        "replication",
        failure.isEmpty(),
        failure.orElse("the embedded PostgreSQL can follow a server, or tables of one"),
        "tests of standby servers",
        "Take binaries that have it (postgresql.server.version in pom.xml)");
  }

  /** Whether PgBouncer is installed. */
  public static Ability pooler() {
    var failure = Command.failure(pgBouncer("--version"));
    return new Ability(
        "PgBouncer",
        failure.isEmpty(),
        failure.orElse("it tells its version"),
        "tests of servers behind a pooler",
        "Install it: apt-get install pgbouncer");
  }

  /** The command that starts PgBouncer, which need not be on the path of an ordinary user. */
  public static List<String> pgBouncer(String argument) {
    return List.of("sh", "-c", "PATH=$PATH:/usr/sbin; exec pgbouncer \"$0\"", argument);
  }

  private static Ability ability(
      String name, Optional<String> failure, String finding, String purpose, String remedy) {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    return new Ability(
        name, failure.isEmpty(), failure.orElse(finding), purpose, linux ? remedy : "Use Linux");
  }
}
