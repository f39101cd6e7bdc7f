package pggit.load.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.gate.GateResult;
import pggit.load.measure.EventLog;
import pggit.load.measure.RecoveryLog;
import pggit.load.measure.RunResult;
import pggit.load.measure.ServerSample;

/** Facts of a run in words. */
final class ReportWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ReportWords() {}

  /** {@code ConcurrentCommitSimulation} as {@code Concurrent commit}. */
  static String simulation(String name) {
    String base = name.replaceFirst("(Simulation|Test)$", "");
    String words = base.isEmpty() ? name : base.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
    return words.substring(0, 1) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** In UTC, so that a page is the same wherever it is made. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  static String server(Map<String, String> server) {
    String description = server.get("description");
    if (description != null) {
      return description;
    }
    String version = server.get("server_version");
    return version == null ? "unknown" : "PostgreSQL " + version;
  }

  static String machine(Map<String, String> host) {
    String cpu = host.getOrDefault("cpu", "unknown").replaceAll("\\((R|TM)\\)", "");
    String jdk =
        host.getOrDefault("jdk", "unknown").replaceFirst("^.* VM ", "").replaceFirst("-\\D.*$", "");
    return "%s, %s cores, %s, Java %s"
        .formatted(cpu, host.getOrDefault("cores", "?"), memory(host), jdk);
  }

  private static String memory(Map<String, String> host) {
    String memory = host.getOrDefault("memory", "unknown");
    if (!memory.matches("\\d+ kB")) {
      return memory;
    }
    return Numbers.bytes(1024.0 * Long.parseLong(memory.substring(0, memory.length() - 3)));
  }

  /** The files of a run that a page is made from, those that are there. */
  static String files(Path directory) {
    return Stream.of(
            RunResult.NAME,
            "latency.hlog",
            "pool.csv",
            ServerSample.FILE,
            "errors.csv",
            EventLog.NAME,
            RecoveryLog.NAME,
            GateResult.NAME)
        .filter(name -> Files.exists(directory.resolve(name)))
        .collect(Collectors.joining(", "));
  }
}
