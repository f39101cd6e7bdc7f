package pggit.load.analysis;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** The findings about a growth in one line. */
final class GrowthWords {
  private GrowthWords() {}

  static String sentence(Subject subject, GrowthSample sample, GrowthFindings findings) {
    Optional<Shape> shape = findings.choice().shape();
    String claim =
        shape
            .map(s -> claim(s, subject, sample, findings))
            .orElseGet(() -> undecided(subject, sample, findings));
    return claim
        + "; at 10x "
        + subject.size()
        + " "
        + Plain.quantity(findings.at(10 * sample.largest()), subject.costUnit());
  }

  private static String claim(
      Shape shape, Subject subject, GrowthSample sample, GrowthFindings findings) {
    String what = subject.cost() + " " + shape.words() + " with " + subject.size();
    return switch (shape) {
      case FLAT ->
          "%s: %s, factor %s from %s to %s %s"
              .formatted(
                  what,
                  Plain.quantity(findings.curve().at(sample.largest()), subject.costUnit()),
                  Plain.interval(findings.range()),
                  Plain.count(sample.smallest()),
                  Plain.count(sample.largest()),
                  subject.sizeUnit());
      case LINEAR -> what + formula(findings) + ": " + slope(subject, sample, findings);
      case SUBLINEAR, POWER -> what + ": exponent " + Plain.interval(findings.exponent());
      case EXPONENTIAL ->
          what + ": doubling every " + Plain.quantity(findings.doubling(), subject.sizeUnit());
    };
  }

  private static String formula(GrowthFindings findings) {
    return findings.curve().model() == GrowthModel.N_LOG_N ? ", or as n log n" : "";
  }

  /** {@code +0.8 µs per 1,000 commits [0.6, 1.0]}: a step of a tenth of the range or so. */
  private static String slope(Subject subject, GrowthSample sample, GrowthFindings findings) {
    double step = Math.pow(10, Math.floor(Math.log10(sample.largest() / 10)));
    String amount = Plain.quantity(findings.perUnit().times(step), subject.costUnit());
    int ends = amount.indexOf(" [");
    return "+%s per %s %s%s"
        .formatted(
            amount.substring(0, ends),
            Plain.count(step),
            subject.sizeUnit(),
            amount.substring(ends));
  }

  private static String undecided(Subject subject, GrowthSample sample, GrowthFindings findings) {
    String candidates =
        findings.choice().possible().stream()
            .sorted(Comparator.comparing(s -> -findings.choice().weights().getOrDefault(s, 0.0)))
            .map(s -> words(s, findings))
            .collect(Collectors.joining(", "));
    return "%s: %d measurements with %s noise allow %s; factor %s from %s to %s %s"
        .formatted(
            doubt(subject, findings.choice()),
            sample.measurements(),
            Plain.percent(findings.noise()),
            candidates,
            Plain.interval(findings.range()),
            Plain.count(sample.smallest()),
            Plain.count(sample.largest()),
            subject.sizeUnit());
  }

  private static String doubt(Subject subject, GrowthChoice choice) {
    if (choice.claims(Shape.harmful(false))) {
      return "%s grows at most linearly with %s".formatted(subject.cost(), subject.size());
    }
    if (choice.claims(Shape.harmful(true))) {
      return "%s grows faster than linearly with %s".formatted(subject.cost(), subject.size());
    }
    return "how %s grows with %s is undecided".formatted(subject.cost(), subject.size());
  }

  private static String words(Shape shape, GrowthFindings findings) {
    String name =
        switch (shape) {
          case FLAT -> "no growth";
          case SUBLINEAR -> "less than linear";
          case LINEAR -> "linear";
          case POWER -> "more than linear";
          case EXPONENTIAL -> "exponential";
        };
    return name
        + " (weight "
        + Plain.number(findings.choice().weights().getOrDefault(shape, 0.0))
        + ")";
  }
}
