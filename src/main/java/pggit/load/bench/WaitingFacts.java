package pggit.load.bench;

/**
 * What became of a crowd in front of a small pool.
 *
 * @param came users who asked for a connection
 * @param went users who got an answer of either kind
 * @param served users who got one
 * @param latestServedMillis longest time of a user who was served, the work included
 * @param earliestRefusalMillis shortest time of a user who was not
 * @param latestRefusalMillis longest time of a user who was not
 * @param threads in the JVM while they waited
 * @param heapBefore bytes in use without garbage, before they came
 * @param heapWaiting the same while they waited
 * @param rssBefore memory of the process, before they came
 * @param rssWaiting the same while they waited
 */
record WaitingFacts(
    long came,
    long went,
    long served,
    double latestServedMillis,
    double earliestRefusalMillis,
    double latestRefusalMillis,
    int threads,
    long heapBefore,
    long heapWaiting,
    long rssBefore,
    long rssWaiting) {

  /** As a line for another process. */
  String line() {
    return String.join(
        " ",
        "" + came,
        "" + went,
        "" + served,
        "" + latestServedMillis,
        "" + earliestRefusalMillis,
        "" + latestRefusalMillis,
        "" + threads,
        "" + heapBefore,
        "" + heapWaiting,
        "" + rssBefore,
        "" + rssWaiting);
  }

  static WaitingFacts parse(String line) {
    var words = line.split(" ", -1);
    return new WaitingFacts(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Integer.parseInt(words[6]),
        Long.parseLong(words[7]),
        Long.parseLong(words[8]),
        Long.parseLong(words[9]),
        Long.parseLong(words[10]));
  }

  /** Heap that one waiting user takes. */
  double heapPerUser() {
    return (heapWaiting - heapBefore) / (double) came;
  }

  /** Memory of the process that one waiting user takes, thread stacks included. */
  double rssPerUser() {
    return (rssWaiting - rssBefore) / (double) came;
  }
}
