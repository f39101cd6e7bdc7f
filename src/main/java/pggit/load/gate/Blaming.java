package pggit.load.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs an operation on both sides in turns and compares what each of its statements costs. */
final class Blaming {
  private static final int ROUNDS = 50;
  private static final int FEWEST = 5;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Of what the operation got worse by, and may by the limits: less of it is nobody's. */
  private static final double SHARE = 0.25;

  /** Of the rounds, which have to agree: of fifty by chance once in 80,000 times. */
  private static final double AGREE = 0.8;

  private static final int LONGEST_TEXT = 240;

  /** In the place of a statement's text: what an operation costs outside of its statements. */
  private static final String ITSELF = "";

  /** What is not in here is a time. */
  private static final Map<Metric, ToDoubleFunction<StatementCost>> COUNTS =
      Map.of(
          Metric.PAGES, StatementCost::pages,
          Metric.WAL, StatementCost::walBytes,
          Metric.RECORDS, StatementCost::walRecords,
          Metric.CALLS, StatementCost::calls,
          Metric.DDL_PAGES, StatementCost::pages,
          Metric.DDL_WAL, StatementCost::walBytes);

  private static final Set<Metric> OF_DDL = Set.of(Metric.DDL, Metric.DDL_PAGES, Metric.DDL_WAL);

  /**
   * What pg_stat_statements has of one statement.
   *
   * @param sent by us, and not run within another one
   */
  record Counted(boolean sent, String text, StatementCost cost) {}

  /** One operation of one side. */
  private record Round(StatementCost whole, Map<String, StatementCost> parts) {
    /** Of what is sent the cost has all that is run within, but for the calls. */
    static Round of(List<Counted> all) {
      StatementCost whole = StatementCost.NOTHING;
      StatementCost within = StatementCost.NOTHING;
      Map<String, StatementCost> parts = new LinkedHashMap<>();
      for (Counted one : all) {
        if (one.sent()) {
          whole = whole.plus(one.cost(), 1);
        } else {
          within = within.plus(one.cost(), 1);
          parts.merge(one.text(), one.cost(), (a, b) -> a.plus(b, 1));
        }
      }
      whole = whole.plus(new StatementCost(within.calls(), 0, 0, 0, 0), 1);
      parts.put(ITSELF, whole.plus(within, -1));
      return new Round(whole, parts);
    }

    StatementCost part(String text) {
      return parts.getOrDefault(text, StatementCost.NOTHING);
    }
  }

  private final Limits limits;
  private final List<Round> baseline = new ArrayList<>();
  private final List<Round> candidate = new ArrayList<>();

  private Blaming(Limits limits) {
    this.limits = limits;
  }

  /**
   * @param sides baseline and candidate, each with its sessions
   * @param worse names of the metrics that got worse
   * @return one for each operation of which a metric got worse
   */
  static List<Blame> of(List<Contender> sides, List<String> worse, Limits limits) {
    List<Blame> blames = new ArrayList<>();
    for (Operation operation : List.of(Operation.COMMIT, Operation.DDL)) {
      List<Metric> own =
          Metric.SIDE_BY_SIDE.stream()
              .filter(metric -> worse.contains(metric.name()))
              .filter(metric -> OF_DDL.contains(metric) == (operation == Operation.DDL))
              // What makes every commit slower makes the first ones slower.
              .filter(metric -> !metric.equals(Metric.FIRST) || !worse.contains(Metric.CPU.name()))
              .toList();
      if (!own.isEmpty()) {
        blames.add(new Blaming(limits).blame(operation, own, sides));
      }
    }
    return blames;
  }

  private Blame blame(Operation operation, List<Metric> worse, List<Contender> sides) {
    Optional<String> unread = run(operation, sides);
    Map<String, List<String>> suspects = new LinkedHashMap<>();
    List<String> unexplained = new ArrayList<>();
    for (Metric metric : unread.isEmpty() ? worse : List.<Metric>of()) {
      Set<String> parts = parts(metric);
      parts.forEach(
          part -> suspects.computeIfAbsent(part, p -> new ArrayList<>()).add(metric.name()));
      if (parts.isEmpty()) {
        unexplained.add(metric.name());
      }
    }
    return new Blame(
        operation.plural,
        unread,
        suspects.entrySet().stream().map(e -> suspect(e.getKey(), e.getValue())).toList(),
        unexplained);
  }

  /** The side of which nothing can be read, if there is one. */
  private Optional<String> run(Operation operation, List<Contender> sides) {
    long begun = System.nanoTime();
    for (int round = 0;
        round < FEWEST || (round < ROUNDS && System.nanoTime() - begun < LONGEST.toNanos());
        round++) {
      for (int turn = 0; turn < 2; turn++) {
        int at = (round + turn) % 2;
        Optional<List<Counted>> counted = sides.get(at).counted(operation);
        if (counted.isEmpty()) {
          return Optional.of(sides.get(at).side);
        }
        (at == 0 ? baseline : candidate).add(Round.of(counted.get()));
      }
    }
    return Optional.empty();
  }

  /** What made a metric worse: texts of statements, and {@link #ITSELF}. */
  private Set<String> parts(Metric metric) {
    if (metric.equals(Metric.FIRST)) {
      return Set.of(); // these sessions are not new
    }
    ToDoubleFunction<StatementCost> measure = COUNTS.getOrDefault(metric, StatementCost::micros);
    Set<String> before = texts(baseline);
    Set<String> after = texts(candidate);
    Set<String> named = new TreeSet<>();
    List<StatementCost> whole = differences(Round::whole);
    double more = StatementCost.median(whole, measure);
    double was = StatementCost.median(baseline.stream().map(Round::whole).toList(), measure);
    // Less than what is allowed: of DDL the gate weighs a part, and of times another quantile.
    if (more <= SHARE * was * (limits.allowed(metric.kind()) - 1) || !agree(whole, measure)) {
      return named;
    }
    // A statement that reads otherwise now is another one: those of one side alone weigh as one.
    Set<String> oneSided = new TreeSet<>();
    for (String text : Stream.concat(before.stream(), after.stream()).distinct().toList()) {
      if (!before.contains(text) || !after.contains(text)) {
        oneSided.add(text);
      } else if (accounts(differences(round -> round.part(text)), measure, more)) {
        named.add(text);
      }
    }
    if (accounts(differences(round -> sum(round, oneSided)), measure, more)) {
      oneSided.stream()
          .filter(
              text ->
                  Math.abs(StatementCost.median(differences(round -> round.part(text)), measure))
                      >= SHARE * more)
          .forEach(named::add);
    }
    return named;
  }

  private static StatementCost sum(Round round, Set<String> texts) {
    return texts.stream().map(round::part).reduce(StatementCost.NOTHING, (a, b) -> a.plus(b, 1));
  }

  private static boolean accounts(
      List<StatementCost> differences, ToDoubleFunction<StatementCost> measure, double more) {
    return StatementCost.median(differences, measure) >= SHARE * more
        && agree(differences, measure);
  }

  private static boolean agree(
      List<StatementCost> differences, ToDoubleFunction<StatementCost> measure) {
    return differences.stream().filter(d -> measure.applyAsDouble(d) > 0).count()
        >= AGREE * differences.size();
  }

  /** Candidate less baseline, round by round. */
  private List<StatementCost> differences(Function<Round, StatementCost> what) {
    return IntStream.range(0, baseline.size())
        .mapToObj(i -> what.apply(candidate.get(i)).plus(what.apply(baseline.get(i)), -1))
        .toList();
  }

  private static Set<String> texts(List<Round> rounds) {
    return rounds.stream().flatMap(r -> r.parts().keySet().stream()).collect(Collectors.toSet());
  }

  private Blame.Suspect suspect(String text, List<String> metrics) {
    return new Blame.Suspect(
        text.equals(ITSELF) ? Optional.empty() : Optional.of(oneLine(text)),
        cost(baseline, text),
        cost(candidate, text),
        metrics);
  }

  private static Optional<StatementCost> cost(List<Round> rounds, String text) {
    return texts(rounds).contains(text)
        ? Optional.of(StatementCost.median(rounds.stream().map(r -> r.part(text)).toList()))
        : Optional.empty();
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + " …" : line;
  }
}
