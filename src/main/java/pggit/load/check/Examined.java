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
 * @param property what was examined; some properties have several verdicts, or none where this
 *     pgGit does not offer what they are about
 * @param signs what was seen, if it counts against the property
 */
record Examined(String property, Verdict verdict, Signs signs) {

  /** What an error of the wrong kind is no graver than. */
  private static final Set<Severity> LIGHTER =
      Set.of(Severity.LOAD, Severity.COST, Severity.HYGIENE);

  /**
   * @param evidence names the defect and what it means
   */
  static Examined broken(String property, String evidence, Signs signs) {
    return new Examined(property, Verdict.fail(property, evidence), signs);
  }

  /** An error that nobody expected ended the examination. */
  static Examined brokenOff(String property, Failure failure) {
    return broken(
        property,
        "failed with " + failure + ". pgGit does not get as far as showing whether this holds",
        Signs.of(Symptom.BROKE_OFF, Symptom.REFUSED).and(failure));
  }

  static Examined unknown(String property, String reason) {
    return new Examined(property, Verdict.undecided(property, reason), Signs.NONE);
  }

  /**
   * What a script has told of a property, or of a part of it that has a verdict of its own.
   *
   * @param good evidence if nothing was
   * @param meaning what it means to somebody who uses this pgGit
   */
  static Examined told(String property, String name, List<Told> told, String good, String meaning) {
    if (told.isEmpty()) {
      return new Examined(property, Verdict.pass(name, good), Signs.NONE);
    }
    var fails = Verdict.fail(name, Told.together(told) + ". " + meaning);
    var counted = Told.often(told).map(o -> fails.often(o.count(), o.of()).byChance());
    return new Examined(property, counted.orElse(fails), Told.signs(told));
  }

  Examined with(Verdict other) {
    return new Examined(property, other, signs);
  }

  /** Whether it is the property's only verdict, as grave as that. */
  boolean isWhole() {
    return verdict.name().equals(property);
  }

  /** So grave, unless errors were all that was seen. */
  Examined weighed(Severity severity) {
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
