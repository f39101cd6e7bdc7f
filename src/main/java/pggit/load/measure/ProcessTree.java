package pggit.load.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a process and its children have used, read from /proc. Children of children are not looked
 * for: PostgreSQL has none.
 *
 * @param cpuMicros processor time, children that have ended included; in steps of 10 ms
 * @param rssBytes each process's own memory, and once the largest share of memory they share
 */
public record ProcessTree(long cpuMicros, long rssBytes) {

  private static final Path PROC = Path.of("/proc");

  /** One tick of the kernel's accounting; USER_HZ is 100 on every Linux that runs a JVM. */
  private static final long TICK_MICROS = 10_000;

  private static final long PAGE_BYTES = 4096;

  // Places in /proc/PID/stat behind the name in brackets, which may hold blanks.
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  /** Empty if there is no such process, or no /proc. */
  public static Optional<ProcessTree> of(long pid) {
    return of(PROC, pid);
  }

  static Optional<ProcessTree> of(Path proc, long pid) {
    try {
      long[] parent = stat(proc, pid);
      long ticks = parent[UTIME] + parent[STIME] + parent[CUTIME] + parent[CSTIME];
      long own = 0;
      long shared = 0;
      List<Long> all = new ArrayList<>(children(proc, pid));
      all.add(pid);
      for (long process : all) {
        try {
          if (process != pid) {
            long[] child = stat(proc, process);
            ticks += child[UTIME] + child[STIME];
          }
          long[] pages = numbers(proc.resolve(process + "/statm"));
          own += pages[1] - pages[2];
          shared = Math.max(shared, pages[2]);
        } catch (IOException e) {
          // it has just ended: its time is the parent's at the next look
        }
      }
      return Optional.of(new ProcessTree(ticks * TICK_MICROS, (own + shared) * PAGE_BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Long> children(Path proc, long pid) throws IOException {
    Path file = proc.resolve(pid + "/task/" + pid + "/children");
    if (Files.exists(file)) {
      return Arrays.stream(numbers(file)).boxed().toList();
    }
    // A kernel without that file: ask everybody.
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static long[] stat(Path proc, long pid) throws IOException {
    String line = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", CSTIME + 2);
    long[] numbers = new long[CSTIME + 1];
    for (int i = UTIME; i <= CSTIME; i++) {
      numbers[i] = Long.parseLong(fields[i]);
    }
    return numbers;
  }

  private static long[] numbers(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }
}
