package pggit.load.report;

import java.util.Optional;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** A verdict as it stands on the page; its state is told by word, mark and colour. */
record VerdictRow(String name, Outcome outcome, String evidence, Optional<Meter> meter) {
  static VerdictRow of(Verdict verdict) {
    return new VerdictRow(
        verdict.title(),
        verdict.outcome(),
        verdict.evidence(),
        Optional.ofNullable(verdict.gauge()).map(Meter::of));
  }

  String state() {
    return state(outcome);
  }

  String mark() {
    return mark(outcome);
  }

  String word() {
    return word(outcome);
  }

  static String word(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "pass";
      case FAIL -> "FAIL";
      case UNDECIDED -> "undecided";
    };
  }

  /** Class in the style sheet. */
  static String state(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "good";
      case FAIL -> "bad";
      case UNDECIDED -> "warn";
    };
  }

  static String mark(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "✓";
      case FAIL -> "✕";
      case UNDECIDED -> "?";
    };
  }
}
