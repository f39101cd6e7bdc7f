package pggit.load.bench;

import java.time.Duration;

/**
 * One stretch of load by one driver.
 *
 * @param connections that are busy all the time, 1 or more
 * @param warmup from the first request to the beginning of the measurement
 * @param measured how long requests are counted
 */
record Stint(Load load, int connections, Duration warmup, Duration measured) {

  Stint {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be >= 1, was " + connections);
    }
  }

  /** As a line for another process. */
  String line() {
    return load + " " + connections + " " + warmup.toMillis() + " " + measured.toMillis();
  }

  static Stint parse(String line) {
    var words = line.split(" ", -1);
    return new Stint(
        Load.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Duration.ofMillis(Long.parseLong(words[2])),
        Duration.ofMillis(Long.parseLong(words[3])));
  }
}
