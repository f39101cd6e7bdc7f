package pggit.load.analysis;

/**
 * One measurement of throughput.
 *
 * @param users how many worked at once: connections, clients; at least 1
 * @param perSecond what they got done together, above 0
 */
public record Throughput(double users, double perSecond) {
  public Throughput {
    if (!(users >= 1 && users < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("users must be >= 1, was " + users);
    }
    if (!(perSecond > 0 && perSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("throughput must be above 0, was " + perSecond);
    }
  }
}
