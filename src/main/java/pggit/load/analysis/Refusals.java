package pggit.load.analysis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import pggit.load.measure.Arrival;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/**
 * Arrivals that ended without having been served, and through whom that took how long.
 *
 * @param arrivals none of them served
 */
public record Refusals(List<Arrival> arrivals) {

  /** For a machine whose every thread is busy. */
  private static final double SLACK = 1.5;

  public Refusals {
    arrivals = List.copyOf(arrivals);
    if (arrivals.stream().anyMatch(Arrival::served)) {
      throw new IllegalArgumentException("an arrival that was served is no refusal");
    }
  }

  /**
   * Whether 95 % of them took no longer than waiting may, and half as much again. A fail is about
   * pgGit's part alone: the time of its errors, and the waits as far as they are allowed. What is
   * late for other reasons is undecided, and about what made most of them late.
   *
   * @param k load over capacity
   * @param patienceSeconds longest wait for a connection, in all attempts together
   */
  Verdict verdict(double k, double patienceSeconds) {
    String name = "refusals at " + Plain.number(k);
    if (arrivals.isEmpty()) {
      return Verdict.pass(name, "");
    }
    double limitSeconds = SLACK * patienceSeconds;
    long patience = Math.round(patienceSeconds * 1e9);
    long limit = Math.round(limitSeconds * 1e9);
    long took = p95(Arrival::nanos);
    String evidence =
        "refusals at %s x capacity take %s, limit %s"
            .formatted(
                Plain.number(k),
                Plain.quantity(took / 1e9, "s"),
                Plain.quantity(limitSeconds, "s"));
    if (took <= limit) {
      return Verdict.pass(name, evidence);
    }
    var late = late(patience, limit);
    String through = evidence + " (late: " + words(late) + ")";
    if (p95(arrival -> pgGitNanos(arrival, patience)) > limit) {
      return Verdict.fail(name, through);
    }
    late.remove(Whose.PGGIT);
    var most = late.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return Verdict.undecided(name, through).of(most.getKey());
  }

  private long p95(ToLongFunction<Arrival> nanos) {
    var sorted = arrivals.stream().mapToLong(nanos).sorted().toArray();
    return sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
  }

  private EnumMap<Whose, Long> late(long patience, long limit) {
    return arrivals.stream()
        .filter(arrival -> arrival.nanos() > limit)
        .collect(
            Collectors.groupingBy(
                arrival -> through(arrival, patience, limit),
                () -> new EnumMap<>(Whose.class),
                Collectors.counting()));
  }

  private static String words(Map<Whose, Long> late) {
    return late.entrySet().stream()
        .map(e -> "%,d through %s".formatted(e.getValue(), e.getKey().words()))
        .collect(Collectors.joining(", "));
  }

  /** Whose part made one late. */
  private static Whose through(Arrival arrival, long patience, long limit) {
    if (pgGitNanos(arrival, patience) > limit) {
      return Whose.PGGIT;
    }
    var failed = attempts(arrival);
    if (failed.whose() == Whose.SERVER || failed.whose() == Whose.WAY_IN) {
      return failed.whose();
    }
    long outside = arrival.nanos() - failed.waitedNanos() - failed.pgGitNanos();
    return failed.waitedNanos() - patience > outside ? Whose.POOL : Whose.INJECTOR;
  }

  /**
   * What pgGit may have made slow. A time-out of the pool that comes late is never pgGit's: the
   * wait has a limit that the pool keeps by itself, whatever is done on its connections.
   */
  private static long pgGitNanos(Arrival arrival, long patience) {
    var failed = attempts(arrival);
    return Math.min(failed.waitedNanos(), patience) + failed.pgGitNanos();
  }

  private static FailedAttempts attempts(Arrival arrival) {
    return arrival.failed().orElseThrow();
  }
}
