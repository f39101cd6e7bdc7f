package pggit.load.gate;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import pggit.load.measure.RunResult;

/**
 * Where a run took place, as far as its numbers depend on it: a stored baseline counts only there.
 *
 * @param facts CPU, cores, memory, JDK and how it compiles and collects, PostgreSQL, contract,
 *     profile, by name
 */
record Environment(Map<String, String> facts) {
  private static final List<String> HOST =
      List.of("cpu", "cores", "memory", "jdk", "compiler", "collector");

  Environment {
    facts = Map.copyOf(facts);
  }

  static Environment of(RunResult run) {
    Map<String, String> facts = host(run.host());
    facts.put(
        "PostgreSQL",
        run.server()
            .getOrDefault("server_version", run.server().getOrDefault("version", "unknown")));
    facts.put("contract", run.contract().getOrDefault("name", "unknown"));
    facts.put("profile", run.profile());
    return new Environment(facts);
  }

  /** That of two versions side by side, which are no part of it. */
  static Environment of(GateResult run) {
    Map<String, String> facts = host(run.facts());
    facts.put("server", run.facts().getOrDefault("server", "unknown"));
    facts.put("history", run.facts().getOrDefault(GateHistory.HISTORY, "no commits"));
    return new Environment(facts);
  }

  private static Map<String, String> host(Map<String, String> known) {
    Map<String, String> facts = new TreeMap<>();
    HOST.forEach(name -> facts.put(name, known.getOrDefault(name, "unknown")));
    facts.computeIfPresent("memory", (name, kilobytes) -> gigabytes(kilobytes));
    return facts;
  }

  /** {@code collector G1, compiler mixed mode, cores 2, cpu AMD EPYC}. */
  String words() {
    return new TreeMap<>(facts)
        .entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Virtual machines of one kind differ by some pages, which makes no difference. */
  private static String gigabytes(String memory) {
    String digits = memory.replaceAll("\\D", "");
    return digits.isEmpty() ? memory : Math.round(Double.parseDouble(digits) / (1 << 20)) + " GB";
  }

  /** Name of its file: what people look for, and a checksum of the rest. */
  String fileName() {
    CRC32 sum = new CRC32();
    String all =
        new TreeMap<>(facts)
            .entrySet().stream()
                .map(fact -> fact.getKey() + '=' + fact.getValue() + '\n')
                .collect(Collectors.joining());
    sum.update(all.getBytes(StandardCharsets.UTF_8));
    String words =
        "%s-pg%s-%scores"
            .formatted(fact("profile"), fact("PostgreSQL").split(" ", 2)[0], fact("cores"))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.-]+", "-");
    return words + "-" + HexFormat.of().toHexDigits((int) sum.getValue()) + ".json";
  }

  /** What differs, each as {@code cores 4 instead of 2}. */
  List<String> differences(Environment stored) {
    return facts.keySet().stream()
        .sorted()
        .filter(name -> !fact(name).equals(stored.fact(name)))
        .map(name -> "%s %s instead of %s".formatted(name, fact(name), stored.fact(name)))
        .toList();
  }

  private String fact(String name) {
    return facts.getOrDefault(name, "unknown");
  }
}
