package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Shared memory that a server gives back itself when it stops, but leaves behind when it is killed:
 * a System V segment (56 bytes, by which PostgreSQL notices a second server on its data) and files
 * in {@code /dev/shm}. Linux only; elsewhere nothing is found and nothing removed. One thread.
 */
final class SharedMemory {

  private static final String FILES = "/dev/shm/PostgreSQL.";
  private static final String SEGMENT = "/SYSV";
  private static final Path ALL_SEGMENTS = Path.of("/proc/sysvipc/shm");
  private static final int KEY_LINE = 6; // of postmaster.pid, counted from 0: "key id"

  private final Map<Long, Long> keyBySegment = new TreeMap<>();
  private final Set<Path> files = new TreeSet<>();

  /** Notes what this process has mapped now. */
  void noteMapped(ProcessHandle process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps"))) {
        // address, mode, offset, device, inode (of a segment: its ID), name
        String[] field = line.trim().split("\\s+", 7);
        if (field.length >= 6 && field[5].startsWith(SEGMENT)) {
          long key = Long.parseLong(field[5].substring(SEGMENT.length()), 16);
          keyBySegment.put(Long.valueOf(field[4]), key);
        } else if (field.length >= 6 && field[5].startsWith(FILES)) {
          files.add(Path.of(field[5]));
        }
      }
    } catch (IOException e) {
      // The process ended, or there is no /proc: nothing to note.
    }
  }

  /** Notes the segment of the server that was killed in this data directory, if any was. */
  void noteLeftIn(Path data) {
    try {
      List<String> lines =
          Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
      if (lines.size() > KEY_LINE) {
        String[] keyAndId = lines.get(KEY_LINE).trim().split("\\s+", -1);
        keyBySegment.put(Long.valueOf(keyAndId[1]), Long.valueOf(keyAndId[0]));
      }
    } catch (IOException e) {
      // Stopped in order, or never started.
    }
  }

  /** What was noted and is still there. */
  List<String> present() {
    List<String> present = new ArrayList<>();
    files.stream().filter(Files::exists).forEach(file -> present.add(file.toString()));
    keyBySegment.forEach(
        (segment, key) -> {
          if (find(segment, key, "\\d+")) {
            present.add("segment " + segment + " of key " + key);
          }
        });
    return present;
  }

  /** Notes which files the server had when it started, as {@link #save} wrote them down. */
  void noteSaved(Path list) {
    try {
      Files.readAllLines(list).stream()
          .filter(line -> line.startsWith(FILES))
          .forEach(line -> files.add(Path.of(line)));
    } catch (IOException e) {
      // It never came to a start.
    }
  }

  /** Writes the noted files down, for whoever has to clean up when no process can be asked. */
  void save(Path list) throws IOException {
    Files.write(
        list,
        files.stream().map(Path::toString).toList(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Removes what was noted and nobody uses. */
  void remove() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // A megabyte until the next boot; nothing a user could do better.
      }
    }
    keyBySegment.forEach(
        (segment, key) -> {
          if (find(segment, key, "0")) {
            removeSegment(segment);
          }
        });
  }

  /**
   * @param attached pattern for the number of processes that use it
   */
  private static boolean find(long segment, long key, String attached) {
    // key, shmid, perms, size, cpid, lpid, nattch …
    var line =
        Pattern.compile("\\s*" + key + "\\s+" + segment + "(\\s+\\S+){4}\\s+" + attached + "\\s.*");
    try {
      return Files.readAllLines(ALL_SEGMENTS).stream().anyMatch(line.asMatchPredicate());
    } catch (IOException e) {
      return false;
    }
  }

  private static void removeSegment(long segment) {
    // Without ipcrm on this machine 56 bytes stay until the next boot.
    var unused = Command.failure(List.of("ipcrm", "-m", "" + segment));
  }
}
