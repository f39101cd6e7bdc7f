package pggit.load.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process and its children, looked at again and again in /proc. Children of children are not
 * looked for: PostgreSQL has none. Not for two threads at a time.
 */
public final class ProcessTree implements AutoCloseable {

  private static final Path PROC = Path.of("/proc");

  /** One tick of the kernel's accounting; USER_HZ is 100 on every Linux that runs a JVM. */
  private static final long TICK_MICROS = 10_000;

  private static final long PAGE_BYTES = 4096;

  private final Path proc;
  private final long pid;
  private final Map<Long, ProcessFiles> processes = new HashMap<>();

  /** The process need not be there, nor need /proc. */
  public ProcessTree(long pid) {
    this(PROC, pid);
  }

  ProcessTree(Path proc, long pid) {
    this.proc = proc;
    this.pid = pid;
  }

  /**
   * What they have used.
   *
   * @param cpuMicros processor time, children that have ended included; in steps of 10 ms
   * @param ownBytes memory in RAM that no other shares: heap and stack
   * @param rssBytes the same, and once the largest share of memory they share
   */
  public record Use(long cpuMicros, long ownBytes, long rssBytes) {}

  /** Empty if there is no such process, or no /proc. */
  public Optional<Use> look() {
    var parent = read(pid);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    long ticks = parent.get().ticks() + parent.get().endedTicks();
    long own = parent.get().ownPages();
    long shared = parent.get().sharedPages();
    Set<Long> children = children();
    for (long process : List.copyOf(processes.keySet())) {
      if (process != pid && !children.contains(process)) {
        forget(process);
      }
    }
    for (long child : children) {
      var use = read(child);
      if (use.isPresent()) {
        ticks += use.get().ticks();
        own += use.get().ownPages();
        shared = Math.max(shared, use.get().sharedPages());
      }
    }
    return Optional.of(new Use(ticks * TICK_MICROS, own * PAGE_BYTES, (own + shared) * PAGE_BYTES));
  }

  /** Empty if it has just ended: its time is the parent's at the next look. */
  private Optional<ProcessFiles.Use> read(long process) {
    try {
      ProcessFiles files = processes.get(process);
      if (files == null) {
        files = new ProcessFiles(proc, process);
        processes.put(process, files);
      }
      return Optional.of(files.read());
    } catch (IOException e) {
      forget(process);
      return Optional.empty();
    }
  }

  private Set<Long> children() {
    Path file = proc.resolve(pid + "/task/" + pid + "/children");
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.isBlank()
          ? Set.of()
          : Stream.of(text.strip().split(" ", -1)).map(Long::valueOf).collect(Collectors.toSet());
    } catch (IOException e) { // a kernel without that file: ask everybody
      Set<Long> children = new HashSet<>();
      ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::children)
          .forEach(child -> children.add(child.pid()));
      return children;
    }
  }

  private void forget(long process) {
    @Nullable ProcessFiles files = processes.remove(process);
    if (files != null) {
      try {
        files.close();
      } catch (IOException e) {
        // read only: nothing is lost
      }
    }
  }

  /** May come twice; another look opens the files again. */
  @Override
  public void close() {
    List.copyOf(processes.keySet()).forEach(this::forget);
  }

  /**
   * What /proc tells of one process, read again and again. The files stay open, since to open and
   * close one takes several times as long as to read it. Numbers are read byte by byte: the sampler
   * looks so seldom that the JVM compiles little of it, and split strings were most of its time.
   */
  private static final class ProcessFiles implements AutoCloseable {

    /** Longer than any line of them. */
    private static final int LINE_BYTES = 2048;

    /** The place of utime in stat behind the name in brackets; stime, cutime and cstime follow. */
    private static final int UTIME = 11;

    /** The place of the resident pages in statm; the shared ones follow. */
    private static final int RESIDENT = 1;

    private final RandomAccessFile stat;
    private final RandomAccessFile statm;
    private final byte[] bytes = new byte[LINE_BYTES];

    /**
     * @param proc where the processes are
     * @throws IOException if there is no such process
     */
    ProcessFiles(Path proc, long pid) throws IOException {
      Path process = proc.resolve(Long.toString(pid));
      stat = new RandomAccessFile(process.resolve("stat").toFile(), "r");
      try {
        statm = new RandomAccessFile(process.resolve("statm").toFile(), "r");
      } catch (IOException e) {
        stat.close();
        throw e;
      }
    }

    /**
     * @param ticks processor time of its own
     * @param endedTicks processor time of its children that have ended
     * @param ownPages memory of its own
     * @param sharedPages memory it shares with others, or with a file
     */
    record Use(long ticks, long endedTicks, long ownPages, long sharedPages) {}

    /**
     * @throws IOException if the process has ended
     */
    Use read() throws IOException {
      ByteBuffer line = line(stat);
      skip(line, behindName(line), UTIME);
      long ticks = number(line) + number(line);
      long endedTicks = number(line) + number(line);
      line = line(statm);
      skip(line, 0, RESIDENT);
      long resident = number(line);
      long shared = number(line);
      return new Use(ticks, endedTicks, resident - shared, shared);
    }

    private ByteBuffer line(RandomAccessFile file) throws IOException {
      file.seek(0);
      int length = file.read(bytes);
      if (length <= 0) {
        throw new IOException("the process has ended");
      }
      return ByteBuffer.wrap(bytes, 0, length);
    }

    /** The name stands in brackets and may hold blanks and brackets. */
    private static int behindName(ByteBuffer line) {
      int end = line.limit();
      while (line.get(end - 1) != ')') {
        end--;
      }
      return end + 1;
    }

    private static void skip(ByteBuffer line, int from, int fields) {
      line.position(from);
      for (int i = 0; i < fields; i++) {
        while (line.get() != ' ') {
          // within the field
        }
      }
    }

    private static long number(ByteBuffer line) {
      long number = 0;
      for (byte digit = line.get(); digit > ' '; digit = line.get()) {
        number = number * 10 + digit - '0';
      }
      return number;
    }

    @Override
    public void close() throws IOException {
      try (stat;
          statm) {
        // both, even if one cannot be closed
      }
    }
  }
}
