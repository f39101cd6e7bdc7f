package pggit.load.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What /proc tells of one process, read again and again. The files stay open, since to open and
 * close one takes several times as long as to read it; of a process that has ended they tell
 * nothing more, even if another has its number. Numbers are read byte by byte: the sampler looks so
 * seldom that the JVM compiles little of it, and split strings were most of its time.
 */
final class ProcessFiles implements AutoCloseable {

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
