package pggit.load.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Proportion;
import pggit.load.measure.JsonFile;

/**
 * How far the gate can be trusted: verdicts on versions of which the truth is known. Kept in {@code
 * certificate/gate.json} and shown in docs/gate.md.
 *
 * @param schema version of the file format
 * @param cases what was done to the candidate, by name, with all runs
 */
record Certificate(int schema, Map<String, List<Run>> cases) {
  /** Where it is kept. */
  static final Path FILE = Path.of("certificate", GateResult.NAME);

  /** Runs between neighbouring released versions. */
  static final Path BACKTEST = Path.of("certificate", "backtest.json");

  private static final int SCHEMA = 1;
  private static final String ALL = "all that are unchanged";

  private static final String HEAD =
      """
      | candidate | runs | regression (95 % interval) | pass | undecided | median time |
      |---|---:|---|---:|---:|---:|
      """;

  Certificate {
    Map<String, List<Run>> copy = new LinkedHashMap<>();
    cases.forEach((name, runs) -> copy.put(name, eachOnce(runs)));
    cases = copy;
  }

  /** No two runs begin at the same nanosecond with the same seed. */
  private static List<Run> eachOnce(List<Run> runs) {
    Map<List<Object>, Run> once = new LinkedHashMap<>();
    runs.forEach(run -> once.putIfAbsent(List.of(run.started(), run.seed()), run));
    return List.copyOf(once.values());
  }

  /**
   * One run of the gate.
   *
   * @param started when
   * @param verdict pass, regression or undecided
   * @param found metrics, and failures, with a regression
   * @param seconds how long it took
   * @param pairs measured
   * @param seed of its turns
   * @param facts the machine, the server, what was put into the candidate
   */
  record Run(
      Instant started,
      Ruling verdict,
      List<String> found,
      double seconds,
      int pairs,
      String seed,
      Map<String, String> facts) {
    Run {
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(verdict, "verdict");
      found = List.copyOf(found);
      facts = new LinkedHashMap<>(facts);
    }

    /**
     * Of a result.
     *
     * @param more facts that the gate does not know
     */
    static Run of(GateResult result, Map<String, String> more) {
      Map<String, String> facts = new LinkedHashMap<>(more);
      for (String name : List.of("cpu", "cores", "jdk", "server", "budget")) {
        facts.put(name, result.facts().getOrDefault(name, "unknown"));
      }
      return new Run(
          result.started(),
          result.verdict(),
          Stream.<Judgement.Part>concat(result.comparisons().stream(), result.failures().stream())
              .filter(part -> part.verdict() == Ruling.REGRESSION)
              .map(Judgement.Part::metric)
              .toList(),
          result.took().toMillis() / 1000.0,
          Integer.parseInt(result.facts().getOrDefault("pairs", "0")),
          result.facts().getOrDefault("seed", ""),
          facts);
    }
  }

  /** What is kept so far, or an empty one. */
  static Certificate read(Path file) {
    return Files.isRegularFile(file)
        ? JsonFile.read(file, Certificate.class, SCHEMA)
        : new Certificate(SCHEMA, Map.of());
  }

  void write(Path file) {
    JsonFile.write(file, this);
  }

  /** With one more run. */
  Certificate with(String name, Run run) {
    Map<String, List<Run>> more = new LinkedHashMap<>(cases);
    List<Run> runs = new ArrayList<>(runs(name));
    runs.add(run);
    more.put(name, runs);
    return new Certificate(schema, more);
  }

  /** With the runs of another machine; each counts once, however often it comes. */
  Certificate with(Certificate others) {
    Certificate all = this;
    for (var each : others.cases.entrySet()) {
      for (Run run : each.getValue()) {
        all = all.with(each.getKey(), run);
      }
    }
    return all;
  }

  List<Run> runs(String name) {
    return cases.getOrDefault(name, List.of());
  }

  /** For the documents: what was done, and how often the gate said what. */
  String table() {
    StringBuilder text = new StringBuilder(HEAD);
    cases.forEach((name, runs) -> text.append(row(name, runs)));
    if (cases.keySet().stream().filter(name -> name.startsWith(Variant.UNCHANGED)).count() > 1) {
      text.append(row(ALL, unchanged()));
    }
    return text.toString();
  }

  /** For those who only want to know how far the gate can be trusted. */
  String summary() {
    StringBuilder text = new StringBuilder(HEAD).append(row(ALL, unchanged()));
    Variant.TOLD.forEach(name -> text.append(row(name, runs(name))));
    return text.toString();
  }

  private List<Run> unchanged() {
    return cases.entrySet().stream()
        .filter(each -> each.getKey().startsWith(Variant.UNCHANGED))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }

  private static String row(String name, List<Run> runs) {
    Proportion found = new Proportion(count(runs, Ruling.REGRESSION), runs.size());
    Interval share = found.interval();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d = %.0f %% (%.1f to %.1f %%) | %d | %d | %.0f s |\n",
        name,
        runs.size(),
        found.hits(),
        100 * share.value(),
        100 * share.low(),
        100 * share.high(),
        count(runs, Ruling.PASS),
        count(runs, Ruling.UNDECIDED),
        runs.stream()
            .mapToDouble(Run::seconds)
            .sorted()
            .skip(runs.size() / 2)
            .findFirst()
            .orElse(0));
  }

  private static int count(List<Run> runs, Ruling ruling) {
    return (int) runs.stream().filter(run -> run.verdict() == ruling).count();
  }
}
