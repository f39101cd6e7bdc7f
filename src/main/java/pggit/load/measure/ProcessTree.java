package pggit.load.measure;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process and its children as /proc shows them. Children of children are not looked for:
 * PostgreSQL has none.
 */
public final class ProcessTree {

  /** One tick of the kernel's accounting; USER_HZ is 100 on every Linux that runs a JVM. */
  private static final long TICK_MICROS = 10_000;

  /** The place of utime in stat behind the name in brackets; stime, cutime and cstime follow. */
  private static final int UTIME = 11;

  /** Places in the first line of /proc/stat; guests behind them are in the first two already. */
  private static final int IDLE = 4;

  private static final int IOWAIT = 5;
  private static final int STEAL = 8;

  /**
   * What they have used.
   *
   * @param cpuMicros processor time, children that have ended included; in steps of 10 ms
   * @param ownBytes memory in RAM that no other shares: heap and stack
   * @param rssBytes the same, and once the largest share of memory they share
   */
  public record Use(long cpuMicros, long ownBytes, long rssBytes) {}

  /**
   * Processor time of the machine since it was started, all processors together.
   *
   * @param busyMicros of all programs, and what the machine's own host gave to others
   */
  public record Machine(long busyMicros, long idleMicros) {}

  /** One of them; memory in kB, time in ticks, {@code endedTicks} that of its ended children. */
  private record One(long ticks, long endedTicks, long ownKilobytes, long sharedKilobytes) {}

  private ProcessTree() {}

  /** Empty if there is no such process, or no /proc. */
  public static Optional<Use> look(long pid) {
    return look(Path.of("/proc"), pid);
  }

  static Optional<Use> look(Path proc, long pid) {
    return read(proc, pid)
        .map(
            parent -> {
              long ticks = parent.ticks + parent.endedTicks;
              long own = parent.ownKilobytes;
              long shared = parent.sharedKilobytes;
              for (long child : children(proc, pid)) {
                // One that has just ended: its time is the parent's at the next look.
                One use = read(proc, child).orElse(new One(0, 0, 0, 0));
                ticks += use.ticks;
                own += use.ownKilobytes;
                shared = Math.max(shared, use.sharedKilobytes);
              }
              return new Use(ticks * TICK_MICROS, 1024 * own, 1024 * (own + shared));
            });
  }

  /** Of all programs on the machine; empty if there is no /proc. */
  public static Optional<Machine> machine() {
    return machine(Path.of("/proc"));
  }

  static Optional<Machine> machine(Path proc) {
    try {
      String[] ticks = text(proc.resolve("stat")).split("\n", 2)[0].split(" +", -1);
      if (!ticks[0].equals("cpu") || ticks.length <= STEAL) {
        return Optional.empty(); // this kernel tells less
      }
      long busy = 0;
      long idle = 0;
      for (int i = 1; i <= STEAL; i++) {
        long time = TICK_MICROS * Long.parseLong(ticks[i]);
        busy += i == IDLE || i == IOWAIT ? 0 : time;
        idle += i == IDLE || i == IOWAIT ? time : 0;
      }
      return Optional.of(new Machine(busy, idle));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<One> read(Path proc, long pid) {
    try {
      String stat = text(proc.resolve(pid + "/stat")); // the name may hold blanks and brackets
      String status = text(proc.resolve(pid + "/status"));
      if (stat.isEmpty() || !isKnown(status)) {
        return Optional.empty(); // it ended just now, or this kernel tells less
      }
      String[] times = stat.substring(stat.lastIndexOf(')') + 2).split(" ", UTIME + 5);
      return Optional.of(
          new One(
              Long.parseLong(times[UTIME]) + Long.parseLong(times[UTIME + 1]),
              Long.parseLong(times[UTIME + 2]) + Long.parseLong(times[UTIME + 3]),
              kilobytes(status, "RssAnon"),
              kilobytes(status, "RssFile") + kilobytes(status, "RssShmem")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it tells of memory, of which a process that has only to be reaped has none. */
  private static boolean isKnown(String status) {
    return status.contains("\nRssAnon:") || status.contains("\nState:\tZ");
  }

  /** Of a line such as {@code RssAnon: 1234 kB}; 0 where there is none. */
  private static long kilobytes(String status, String name) {
    int line = status.indexOf("\n" + name + ":");
    return line < 0
        ? 0
        : Long.parseLong(
            status.substring(line + name.length() + 2, status.indexOf(" kB", line)).strip());
  }

  private static long[] children(Path proc, long pid) {
    try {
      String children = text(proc.resolve(pid + "/task/" + pid + "/children")).strip();
      return children.isEmpty()
          ? new long[0]
          : Stream.of(children.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) { // a kernel without that file: ask everybody
      return ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::children)
          .mapToLong(ProcessHandle::pid)
          .toArray();
    }
  }

  /** A process that ends in between is one whose files cannot be read. */
  private static String text(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
