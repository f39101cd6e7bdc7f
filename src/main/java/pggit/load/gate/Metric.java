package pggit.load.gate;

import java.util.Objects;
import pggit.load.measure.Direction;

/**
 * Something of which two versions are compared.
 *
 * @param name as people read it: {@code "commit latency p95"}
 * @param kind how much of a change matters
 */
public record Metric(String name, String unit, Direction direction, Kind kind) {
  /** Metrics that share a practical threshold. */
  public enum Kind {
    /** Latencies and rates: the clock's, with the machine's noise. */
    TIME,
    /** Times of runs at different moments, between which the machine itself may change. */
    COARSE_TIME,
    /** Pages, bytes, statements: counted by the server, nearly without noise. */
    COST
  }

  public Metric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(kind, "kind");
  }
}
