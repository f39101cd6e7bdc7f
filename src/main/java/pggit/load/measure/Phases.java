package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;

/** The phases of one recorder in the order in which they began. One thread at a time. */
final class Phases {

  private final List<Phase> phases = new ArrayList<>();

  /**
   * Begins a phase; one with the name of an earlier one carries that on.
   *
   * @param measured false for warm-up
   * @throws IllegalArgumentException if the name stood for a phase of the other kind
   */
  Phase begin(String name, boolean measured) {
    check(name, measured);
    Phase phase = new Phase(phases.size(), name, measured);
    phases.add(phase);
    return phase;
  }

  /** Refuses a phase that would be both measured and not, whether or not it is to begin now. */
  void check(String name, boolean measured) {
    for (Phase phase : phases) {
      if (phase.name().equals(name) && phase.measured() != measured) {
        throw new IllegalArgumentException(
            "phase " + name + " cannot be both measured and warm-up");
      }
    }
  }

  /** Names of the measured ones, each once. */
  List<String> measured() {
    return phases.stream().filter(Phase::measured).map(Phase::name).distinct().toList();
  }
}
