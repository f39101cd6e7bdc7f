package pggit.load.measure;

/**
 * A stretch of a run.
 *
 * @param token differs from that of every other phase of the recorder
 * @param measured false for warm-up
 */
record Phase(int token, String name, boolean measured) {}
