package pggit.load.bench;

/**
 * What one stint came to.
 *
 * @param requests that were answered
 * @param seconds in which they were
 * @param cpuSeconds that the driver's process spent meanwhile
 */
record Sample(long requests, double seconds, double cpuSeconds) {

  double perSecond() {
    return requests / seconds;
  }

  /** Processor time of the client for one request, µs. */
  double cpuMicros() {
    return requests == 0 ? 0 : cpuSeconds * 1e6 / requests;
  }

  /** As a line for another process. */
  String line() {
    return requests + " " + seconds + " " + cpuSeconds;
  }

  static Sample parse(String line) {
    var words = line.split(" ", -1);
    return new Sample(
        Long.parseLong(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
  }
}
