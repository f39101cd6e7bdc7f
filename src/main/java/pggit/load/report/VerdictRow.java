package pggit.load.report;

import java.util.Optional;
import pggit.load.measure.Verdict;

/** A verdict as it stands on the page. */
record VerdictRow(String name, Sign sign, String evidence, Optional<Meter> meter) {
  static VerdictRow of(Verdict verdict) {
    return new VerdictRow(
        verdict.title(),
        Sign.of(verdict.outcome()),
        verdict.evidence(),
        Optional.ofNullable(verdict.gauge()).map(Meter::of));
  }
}
