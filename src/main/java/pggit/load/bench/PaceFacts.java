package pggit.load.bench;

/**
 * What became of a schedule.
 *
 * @param due requests that were due
 * @param done of these, answered before the end of the schedule and of one period more
 * @param failed of these
 * @param lagP50Millis from when a request was due until it began, the median
 * @param ownLagP99Millis what of that was the injector's
 * @param responseP50Millis from when a request was due until it was answered
 */
record PaceFacts(
    long due,
    long done,
    long failed,
    double lagP50Millis,
    double ownLagP99Millis,
    double responseP50Millis) {

  /** As a line for another process. */
  String line() {
    return String.join(
        " ",
        "" + due,
        "" + done,
        "" + failed,
        "" + lagP50Millis,
        "" + ownLagP99Millis,
        "" + responseP50Millis);
  }

  static PaceFacts parse(String line) {
    var words = line.split(" ", -1);
    return new PaceFacts(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]));
  }
}
