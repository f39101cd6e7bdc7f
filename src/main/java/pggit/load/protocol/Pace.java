package pggit.load.protocol;

/**
 * When and how often a request is made.
 *
 * @param everyNanos from one to the next by the user's schedule; 0 for as soon as he comes to it
 * @param times in a row, 1 or more
 */
record Pace(long everyNanos, int times) {

  static final Pace ONCE = new Pace(0, 1);

  Pace {
    if (everyNanos < 0) {
      throw new IllegalArgumentException("every must be > 0, was " + everyNanos + " ns");
    }
    if (times < 1) {
      throw new IllegalArgumentException("burst must be >= 1, was " + times);
    }
    if (everyNanos > 0 && times > 1) {
      throw new IllegalArgumentException("a request is made either every so often or in a burst");
    }
  }
}
