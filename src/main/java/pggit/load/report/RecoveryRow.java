package pggit.load.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import pggit.load.measure.Aftermath;

/**
 * What users saw of a fault, for people; to be shown on the time axis, too.
 *
 * @param from seconds on the time axis: its beginning
 * @param to as far as it is known when users had recovered, else its end
 * @param longest whether no other took users as long to recover from
 */
record RecoveryRow(
    double from,
    double to,
    String fault,
    String saw,
    String lasted,
    String gap,
    String first,
    String all,
    boolean longest) {

  private static final Duration NEVER = Duration.ofMillis(Long.MAX_VALUE);

  private static final Comparator<Aftermath> BY_RECOVERY =
      Comparator.comparing((Aftermath after) -> after.all().orElse(NEVER))
          .thenComparing(Aftermath::gap);

  static List<RecoveryRow> of(List<Aftermath> all, TimeAxis axis) {
    Optional<Aftermath> longest = all.stream().filter(x -> all.size() > 1).max(BY_RECOVERY);
    return all.stream().map(after -> of(after, axis, longest.equals(Optional.of(after)))).toList();
  }

  private static RecoveryRow of(Aftermath after, TimeAxis axis, boolean longest) {
    Duration until = after.lasted().plus(after.all().or(after::first).orElse(Duration.ZERO));
    return new RecoveryRow(
        axis.seconds(after.began().toEpochMilli()),
        axis.seconds(after.began().plus(until).toEpochMilli()),
        after.fault(),
        after.failures().isEmpty()
            ? "no failure"
            : after.failures().entrySet().stream()
                .map(f -> Numbers.count(f.getValue()) + " × " + SqlStates.words(f.getKey()))
                .collect(Collectors.joining(", ")),
        Numbers.time(after.lasted()),
        Numbers.time(after.gap()),
        after.first().map(Numbers::time).orElse("none"),
        after.all().map(Numbers::time).orElse("not all"),
        longest);
  }

  /** {@code 0:31}. */
  String at() {
    return Numbers.clock(Math.max(0, from));
  }
}
