package pggit.load.measure;

/** Which way of a metric is good; it belongs to the metric, so that no comparison has to guess. */
public enum Direction {
  LOWER_IS_BETTER,
  HIGHER_IS_BETTER,
  /** A fact that is neither good nor bad by itself, such as the number of users. */
  NEITHER
}
