package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an operation that got worse spends more than before, by {@code pg_stat_statements} on both
 * sides, outside of what is measured.
 *
 * @param operation in the plural
 * @param unread the side whose statements cannot be counted; then nothing is known
 * @param suspects what accounts for a quarter or more of what a metric got worse by
 * @param unexplained metrics that got worse and are not seen to where one user works alone, or to
 *     which no suspect belongs
 */
public record Blame(
    String operation, Optional<String> unread, List<Suspect> suspects, List<String> unexplained) {
  public Blame {
    suspects = List.copyOf(suspects);
    unexplained = List.copyOf(unexplained);
  }

  /**
   * A part of one operation, with the median cost on each side.
   *
   * @param statement in pgGit's functions, as pg_stat_statements has it, on one line and cut where
   *     it is long; empty for these functions themselves: what all statements leave of the whole,
   *     less than nothing where some run within others, whose costs count twice
   * @param baseline empty if it is not run there
   * @param candidate empty if it is not run there
   * @param metrics that it made worse
   */
  public record Suspect(
      Optional<String> statement,
      Optional<StatementCost> baseline,
      Optional<StatementCost> candidate,
      List<String> metrics) {
    public Suspect {
      metrics = List.copyOf(metrics);
    }

    String what() {
      return statement.orElse("pgGit's functions themselves, outside of their statements");
    }

    /**
     * {@code – → 7} where it is not run before, or {@code 5 → 7}: calls, µs, pages, WAL records,
     * WAL bytes.
     */
    List<String> changes() {
      List<String> before = numbers(baseline);
      List<String> after = numbers(candidate);
      List<String> changes = new ArrayList<>();
      for (int i = 0; i < before.size(); i++) {
        changes.add(before.get(i) + " → " + after.get(i));
      }
      return changes;
    }

    private static List<String> numbers(Optional<StatementCost> cost) {
      StatementCost of = cost.orElse(StatementCost.NOTHING);
      return List.of(of.calls(), of.micros(), of.pages(), of.walRecords(), of.walBytes()).stream()
          .map(number -> cost.isEmpty() ? "–" : String.format(Locale.ROOT, "%,.0f", number))
          .toList();
    }

    private String sentence() {
      List<String> changes = changes();
      String run = baseline.isEmpty() ? " (new)" : candidate.isEmpty() ? " (gone)" : "";
      return "%s%s: %s calls, %s µs, %s pages, %s WAL records, %s bytes of WAL"
          .formatted(
              what(),
              run,
              changes.get(0),
              changes.get(1),
              changes.get(2),
              changes.get(3),
              changes.get(4));
    }
  }

  /** Of each suspect, and what is not known. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    suspects.forEach(
        one -> sentences.add("in one of the %s: %s".formatted(operation, one.sentence())));
    sentences.addAll(unknown());
    return sentences;
  }

  List<String> unknown() {
    List<String> sentences = new ArrayList<>();
    unread.ifPresent(
        side ->
            sentences.add(
                "which statement of the %s it is, is not known: those of the %s cannot be counted"
                    .formatted(operation, side)));
    if (!unexplained.isEmpty()) {
      sentences.add(
          "nothing in one of the %s, where one user works alone, accounts for: %s"
              .formatted(operation, String.join(", ", unexplained)));
    }
    return sentences;
  }
}
