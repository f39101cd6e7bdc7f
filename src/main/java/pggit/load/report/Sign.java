package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;

/**
 * How outcomes and severities are shown: by word, mark and colour.
 *
 * @param state class in the style sheet
 */
record Sign(String word, String state, String mark) {
  private static final List<Outcome> ORDER = List.of(Outcome.FAIL, Outcome.UNDECIDED, Outcome.PASS);

  /** Where nothing was judged. */
  static final Sign NONE = new Sign("", "", "–");

  static Sign of(Outcome outcome) {
    return switch (outcome) {
      case PASS -> new Sign("pass", "good", "✓");
      case FAIL -> new Sign("FAIL", "bad", "✕");
      case UNDECIDED -> new Sign("undecided", "warn", "?");
    };
  }

  static Sign of(Severity severity) {
    return switch (severity) {
      case LOSS, IDENTITY, REFUSAL -> new Sign(severity.words(), "bad", "✕");
      case LOAD, COST -> new Sign(severity.words(), "warn", "!");
      case INCOMPLETE, HYGIENE -> new Sign(severity.words(), "", "•");
    };
  }

  /** What several come to: the worst of them; undecided if there is none. */
  static Outcome worst(List<Outcome> outcomes) {
    if (outcomes.contains(Outcome.FAIL)) {
      return Outcome.FAIL;
    }
    return outcomes.isEmpty() || outcomes.contains(Outcome.UNDECIDED)
        ? Outcome.UNDECIDED
        : Outcome.PASS;
  }

  /** From what asks for a look to what does not. */
  static int rank(Outcome outcome) {
    return ORDER.indexOf(outcome);
  }

  /**
   * Several in words: {@code all 15 verdicts pass}, {@code 1 of 15 verdicts failed, 2 undecided}.
   *
   * @param noun what was judged
   */
  static String words(List<Outcome> outcomes, String noun) {
    int all = outcomes.size();
    String these = all + " " + noun + (all == 1 ? "" : "s");
    long failed = count(outcomes, Outcome.FAIL);
    long undecided = count(outcomes, Outcome.UNDECIDED);
    if (all == 0) {
      return "no " + noun;
    }
    if (failed > 0) {
      return failed
          + " of "
          + these
          + " failed"
          + (undecided > 0 ? ", " + undecided + " undecided" : "");
    }
    if (undecided > 0) {
      return undecided + " of " + these + " undecided";
    }
    return all == 1 ? "the only " + noun + " passes" : "all " + these + " pass";
  }

  /** {@code 12 pass}, {@code 1 FAIL, 11 pass}. */
  static String counts(List<Outcome> outcomes) {
    List<String> words = new ArrayList<>();
    for (Outcome outcome : ORDER) {
      long count = count(outcomes, outcome);
      if (count > 0) {
        words.add(count + " " + of(outcome).word);
      }
    }
    return words.isEmpty() ? "no verdict" : String.join(", ", words);
  }

  private static long count(List<Outcome> outcomes, Outcome wanted) {
    return outcomes.stream().filter(outcome -> outcome == wanted).count();
  }
}
