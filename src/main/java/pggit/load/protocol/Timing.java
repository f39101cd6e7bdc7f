package pggit.load.protocol;

/**
 * The instants of one request, {@link System#nanoTime()}; filled in by the one worker that runs it.
 */
final class Timing {

  final long intendedNanos;
  final long startedNanos;
  long acquiredNanos;
  long executedNanos;

  Timing(long intendedNanos) {
    this.intendedNanos = intendedNanos;
    this.startedNanos = System.nanoTime();
    this.acquiredNanos = startedNanos;
    this.executedNanos = startedNanos;
  }

  void acquired() {
    acquiredNanos = System.nanoTime();
    executedNanos = acquiredNanos;
  }

  void executed() {
    executedNanos = System.nanoTime();
  }
}
