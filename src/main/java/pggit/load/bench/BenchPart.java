package pggit.load.bench;

import java.time.Duration;
import pggit.load.run.Progress;
import pggit.load.run.Target;

/** One question of a benchmark. */
public interface BenchPart {

  /** How many connections it needs at the same time. */
  int connections();

  /** How long it should take on two cores. */
  Duration planned();

  /**
   * Finds the answer.
   *
   * @param progress is told of all that was planned
   */
  BenchRun.Found run(Target target, Progress progress);
}
