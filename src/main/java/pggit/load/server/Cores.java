package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which core processes of ours run on, by {@code taskset}. What shares a core with other work is
 * slowed down by it, caches included; processes to be compared must share the same one. Linux only.
 */
public final class Cores {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cores() {}

  /**
   * Puts processes on one and the same core.
   *
   * @param turn which one: the cores we may use take turns, counted from 0
   * @param pids processes of ours that take turns at working; at the same time they would slow each
   *     other down
   * @return false if that cannot be done here; then they run where they ran
   */
  public static boolean share(int turn, List<Integer> pids) {
    var allowed = allowed();
    if (allowed.isEmpty()) {
      return false;
    }
    var core = allowed.get(turn % allowed.size()).toString();
    return pids.stream()
        .map(pid -> Command.failure(List.of("taskset", "-cp", core, pid.toString())))
        .allMatch(Optional::isEmpty);
  }

  private static List<Integer> allowed() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> numbers(line.substring(ALLOWED.length()).strip()))
          .findFirst()
          .orElse(List.of());
    } catch (IOException e) {
      return List.of(); // no Linux
    }
  }

  /** {@code 0-2,5} as 0, 1, 2, 5. */
  static List<Integer> numbers(String list) {
    var numbers = new ArrayList<Integer>();
    for (String range : list.split(",", -1)) {
      var ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
