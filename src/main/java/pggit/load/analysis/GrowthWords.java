package pggit.load.analysis;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The findings about a growth in one line.
 *
 * @param limit how many times the first cost that at ten times the size may be, to be called no
 *     growth
 */
record GrowthWords(Subject subject, GrowthFindings findings, double limit) {
  String sentence() {
    Optional<Shape> shape = choice().shape();
    if (shape.isEmpty()) {
      return undecided();
    }
    String what = "%s %s with %s".formatted(subject.cost(), claim().orElseThrow(), subject.size());
    double tenfold = 10 * sample().largest();
    return what
        + switch (shape.get()) {
          case FLAT ->
              stays()
                  ? ": %s, factor %s"
                      .formatted(
                          Plain.quantity(
                              findings.curve().at(sample().largest()), subject.costUnit()),
                          range())
                  : "";
          case LINEAR ->
              (findings.curve().model() == GrowthModel.N_LOG_N ? ", or as n log n: " : ": ")
                  + slope();
          case SUBLINEAR -> "";
          case POWER -> ": exponent " + Plain.interval(findings.exponent());
          case EXPONENTIAL ->
              ": doubling every " + Plain.quantity(findings.doubling(), subject.sizeUnit());
        }
        + "; "
        + (findings.tells(tenfold)
            ? times(tenfold)
            : "what " + sized(tenfold) + " cost is not known from this run");
  }

  /** What is said of a cost, without the size that it grows with. */
  Optional<String> claim() {
    Set<Shape> harmless = Shape.HARMLESS;
    return choice()
        .shape()
        .map(shape -> shape == Shape.FLAT && !stays() ? "grows by " + slope() : shape.words())
        .or(
            () ->
                choice().claims(harmless)
                    ? Optional.of("grows at most linearly")
                    : Optional.of("grows faster than linearly")
                        .filter(claim -> choice().claims(Shape.HARMFUL)));
  }

  private boolean stays() {
    return findings.times(10 * sample().largest()).high() <= limit;
  }

  /**
   * {@code CREATE TABLE work at 20 tables: 1,190 pages, then 1.6 pages [1.5, 1.7] per table more;
   * 2,000 tables: 3.1 times [3, 3.3]}.
   */
  String at(double size) {
    return "%s at %s: %s, then %s more; %s"
        .formatted(
            subject.cost(),
            sized(sample().smallest()),
            Plain.quantity(findings.curve().at(sample().smallest()), subject.costUnit()),
            slope(),
            times(size));
  }

  private String times(double size) {
    return "%s: %s".formatted(sized(size), Plain.quantity(findings.times(size), "times"));
  }

  private String sized(double size) {
    return Plain.count(size) + " " + subject.sizeUnit();
  }

  /** {@code 1.6 pages [1.5, 1.7] per table}, over the measured range. */
  private String slope() {
    return "%s per %s"
        .formatted(Plain.quantity(findings.perUnit(), subject.costUnit()), subject.one());
  }

  /** {@code 1.26 [1.23, 1.29] from 50 to 550 commits}. */
  private String range() {
    return "%s from %s to %s"
        .formatted(
            Plain.interval(findings.range()),
            Plain.count(sample().smallest()),
            sized(sample().largest()));
  }

  private String undecided() {
    String candidates =
        choice().possible().stream()
            .sorted(Comparator.comparing(shape -> -weight(shape)))
            .map(shape -> "%s (weight %s)".formatted(shape.possible(), Plain.number(weight(shape))))
            .collect(Collectors.joining(", "));
    return "%s: %d measurements with %s noise allow %s; factor %s"
        .formatted(
            claim()
                .map(claim -> "%s %s with %s".formatted(subject.cost(), claim, subject.size()))
                .orElse(
                    "how %s grows with %s is undecided".formatted(subject.cost(), subject.size())),
            sample().measurements(),
            Plain.percent(findings.noise()),
            candidates,
            range());
  }

  private double weight(Shape shape) {
    return choice().weights().getOrDefault(shape, 0.0);
  }

  private GrowthChoice choice() {
    return findings.choice();
  }

  private GrowthSample sample() {
    return findings.sample();
  }
}
