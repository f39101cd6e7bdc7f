package pggit.load.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/**
 * A verdict, and what it rests on.
 *
 * @param property what was examined; some properties have several verdicts
 */
record Examined(String property, Verdict verdict, Signs signs) {

  /** What an error of the wrong kind is no graver than. */
  private static final Set<Severity> LIGHTER =
      Set.of(Severity.LOAD, Severity.COST, Severity.HYGIENE);

  static Examined of(Verdict verdict) {
    return of(verdict, Signs.NONE);
  }

  static Examined of(Verdict verdict, Signs signs) {
    return new Examined(verdict.name(), verdict, signs);
  }

  Examined with(Verdict other) {
    return new Examined(property, other, signs);
  }

  Examined of(Property examined) {
    return new Examined(examined.name(), verdict, signs);
  }

  /** So grave, unless it is one of several of a property, or errors were all that was seen. */
  Examined weighed(Severity severity) {
    if (!verdict.name().equals(property)) {
      return this;
    }
    boolean refused = signs.show(Symptom.REFUSED) && !LIGHTER.contains(severity);
    return with(verdict.as(refused ? Severity.REFUSAL : severity));
  }

  boolean fails() {
    return verdict.outcome() == Outcome.FAIL;
  }

  /** A line for those who wait. */
  static String summary(String family, List<Examined> examined, long nanos) {
    long failed = count(examined, Outcome.FAIL);
    long open = count(examined, Outcome.UNDECIDED);
    return String.format(
        Locale.ROOT,
        "%s: %d hold%s%s (%.1f s)",
        family,
        count(examined, Outcome.PASS),
        failed == 0 ? "" : ", " + failed + " do not",
        open == 0 ? "" : ", " + open + " undecided",
        nanos / 1e9);
  }

  private static long count(List<Examined> examined, Outcome outcome) {
    return examined.stream().filter(e -> e.verdict().outcome() == outcome).count();
  }
}
