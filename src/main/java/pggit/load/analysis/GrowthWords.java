package pggit.load.analysis;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** The findings about a growth in one line. */
final class GrowthWords {
  private GrowthWords() {}

  static String sentence(
      Subject subject, GrowthSample sample, GrowthFindings findings, double limit) {
    Optional<Shape> shape = findings.choice().shape();
    if (shape.isEmpty()) {
      return undecided(subject, sample, findings);
    }
    String claim = claim(subject, sample, findings, limit).orElseThrow();
    String what = "%s %s with %s".formatted(subject.cost(), claim, subject.size());
    double tenfold = 10 * sample.largest();
    return switch (shape.get()) {
          case FLAT ->
              stays(findings, sample, limit)
                  ? "%s: %s, factor %s from %s to %s %s"
                      .formatted(
                          what,
                          Plain.quantity(findings.curve().at(sample.largest()), subject.costUnit()),
                          Plain.interval(findings.range()),
                          Plain.count(sample.smallest()),
                          Plain.count(sample.largest()),
                          subject.sizeUnit())
                  : what;
          case LINEAR -> what + formula(findings) + ": " + slope(subject, findings);
          case SUBLINEAR -> what;
          case POWER -> what + ": exponent " + Plain.interval(findings.exponent());
          case EXPONENTIAL ->
              what + ": doubling every " + Plain.quantity(findings.doubling(), subject.sizeUnit());
        }
        + "; "
        + (findings.tells(tenfold)
            ? times(subject, findings, tenfold)
            : "what " + at(subject, tenfold) + " cost is not known from this run");
  }

  /** What is said of a cost, without the size that it grows with. */
  static Optional<String> claim(
      Subject subject, GrowthSample sample, GrowthFindings findings, double limit) {
    GrowthChoice choice = findings.choice();
    return choice
        .shape()
        .map(
            shape ->
                shape == Shape.FLAT && !stays(findings, sample, limit)
                    ? "grows by " + slope(subject, findings)
                    : shape.words())
        .or(
            () ->
                choice.claims(Shape.harmful(false))
                    ? Optional.of("grows at most linearly")
                    : choice.claims(Shape.harmful(true))
                        ? Optional.of("grows faster than linearly")
                        : Optional.empty());
  }

  private static boolean stays(GrowthFindings findings, GrowthSample sample, double limit) {
    return findings.times(10 * sample.largest()).high() <= limit;
  }

  /**
   * {@code CREATE TABLE work at 20 tables: 1,190 pages, then 1.6 pages [1.5, 1.7] per table more;
   * 2,000 tables: 3.1 times [3, 3.3]}.
   */
  static String at(Subject subject, GrowthSample sample, GrowthFindings findings, double size) {
    return "%s at %s %s: %s, then %s more; %s"
        .formatted(
            subject.cost(),
            Plain.count(sample.smallest()),
            subject.sizeUnit(),
            Plain.quantity(findings.curve().at(sample.smallest()), subject.costUnit()),
            slope(subject, findings),
            times(subject, findings, size));
  }

  private static String times(Subject subject, GrowthFindings findings, double size) {
    return "%s: %s".formatted(at(subject, size), Plain.quantity(findings.times(size), "times"));
  }

  private static String at(Subject subject, double size) {
    return Plain.count(size) + " " + subject.sizeUnit();
  }

  private static String formula(GrowthFindings findings) {
    return findings.curve().model() == GrowthModel.N_LOG_N ? ", or as n log n" : "";
  }

  /** {@code 1.6 pages [1.5, 1.7] per table}, over the measured range. */
  private static String slope(Subject subject, GrowthFindings findings) {
    return "%s per %s"
        .formatted(Plain.quantity(findings.perUnit(), subject.costUnit()), subject.one());
  }

  private static String undecided(Subject subject, GrowthSample sample, GrowthFindings findings) {
    String candidates =
        findings.choice().possible().stream()
            .sorted(Comparator.comparing(s -> -findings.choice().weights().getOrDefault(s, 0.0)))
            .map(s -> words(s, findings))
            .collect(Collectors.joining(", "));
    return "%s: %d measurements with %s noise allow %s; factor %s from %s to %s %s"
        .formatted(
            doubt(subject, sample, findings),
            sample.measurements(),
            Plain.percent(findings.noise()),
            candidates,
            Plain.interval(findings.range()),
            Plain.count(sample.smallest()),
            Plain.count(sample.largest()),
            subject.sizeUnit());
  }

  private static String doubt(Subject subject, GrowthSample sample, GrowthFindings findings) {
    return claim(subject, sample, findings, Double.POSITIVE_INFINITY)
        .map(claim -> "%s %s with %s".formatted(subject.cost(), claim, subject.size()))
        .orElseGet(
            () -> "how %s grows with %s is undecided".formatted(subject.cost(), subject.size()));
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
