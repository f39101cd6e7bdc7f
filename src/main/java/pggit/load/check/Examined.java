package pggit.load.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * A verdict, and the unexpected error behind it if that is all it rests on.
 *
 * @param failure null if the property was examined to the end
 */
record Examined(Verdict verdict, @Nullable Failure failure) {

  static Examined of(Verdict verdict) {
    return new Examined(verdict, null);
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
