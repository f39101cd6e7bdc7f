package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory of one process as Linux counts it.
 *
 * @param mappedBytes address space, which {@code RLIMIT_AS} limits
 * @param residentBytes in RAM now, the pages of shared buffers that it touched included
 * @param peakBytes the most that was resident at any time
 * @param ownBytes in RAM now and shared with nobody: heap and stack
 */
public record ProcessMemory(long mappedBytes, long residentBytes, long peakBytes, long ownBytes) {

  /**
   * Reads it from {@code /proc}.
   *
   * @throws IllegalStateException if the process ended, or this is not Linux
   */
  public static ProcessMemory of(long pid) {
    Map<String, Long> bytes = new HashMap<>();
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc", "" + pid, "status"), StandardCharsets.ISO_8859_1)) {
        String[] field = line.split("[:\\s]+", -1); // VmRSS:   12345 kB
        if (field.length == 3 && field[2].equals("kB")) {
          bytes.put(field[0], 1024 * Long.parseLong(field[1]));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("no process " + pid + " whose memory could be read", e);
    }
    if (!bytes.keySet().containsAll(List.of("VmSize", "VmRSS", "VmHWM", "RssAnon"))) {
      throw new IllegalStateException("process " + pid + " has ended");
    }
    return new ProcessMemory(
        bytes.getOrDefault("VmSize", 0L),
        bytes.getOrDefault("VmRSS", 0L),
        bytes.getOrDefault("VmHWM", 0L),
        bytes.getOrDefault("RssAnon", 0L));
  }

  /**
   * Makes {@code peakBytes} count anew from what is resident now. Without the right to, on a kernel
   * that does not let us, nothing happens: the peak is then that of the whole session.
   */
  public static void forgetPeak(long pid) {
    try {
      Files.writeString(Path.of("/proc", "" + pid, "clear_refs"), "5");
    } catch (IOException e) {
      // A peak too high is still a bound.
    }
  }
}
