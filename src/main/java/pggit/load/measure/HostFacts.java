package pggit.load.measure;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The machine that makes the load, as far as a comparison of two runs has to know it. No host or
 * user name.
 */
public final class HostFacts {
  private HostFacts() {}

  /**
   * Facts by name: {@code cpu}, {@code cores}, {@code memory}, {@code heap}, {@code os}, {@code
   * jdk}, {@code compiler}, {@code collector}.
   */
  public static Map<String, String> read() {
    return read(Path.of("/proc"));
  }

  static Map<String, String> read(Path proc) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "cpu",
        value(proc.resolve("cpuinfo"), "model name")
            .orElse("unknown (" + System.getProperty("os.arch") + ")"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", value(proc.resolve("meminfo"), "MemTotal").orElse("unknown"));
    facts.put("heap", Runtime.getRuntime().maxMemory() / 1024 + " kB");
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("compiler", System.getProperty("java.vm.info", "unknown"));
    facts.put(
        "collector",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(joining(", ")));
    return facts;
  }

  /** The value behind {@code name:} on its first line in {@code file}. */
  private static Optional<String> value(Path file, String name) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) { // no /proc on this system
      return Optional.empty();
    }
  }
}
