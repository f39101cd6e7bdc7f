package pggit.load.check;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** What a statement costs with few of something, and with many. */
record Grown(Price few, Price many) {

  /** Prices a statement. */
  interface Pricing {
    Price of(Session session) throws SQLException;
  }

  /** Prices several in one session before and after something is done in it. */
  static List<Grown> by(Session session, List<Pricing> pricings, Failure.Work work)
      throws SQLException {
    var few = prices(session, pricings);
    work.run();
    var many = prices(session, pricings);
    return IntStream.range(0, few.size())
        .mapToObj(i -> new Grown(few.get(i), many.get(i)))
        .toList();
  }

  private static List<Price> prices(Session session, List<Pricing> pricings) throws SQLException {
    var prices = new Price[pricings.size()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = pricings.get(i).of(session);
    }
    return List.of(prices);
  }

  /** Pages more. */
  long pages() {
    return many.buffers() - few.buffers();
  }

  /** Rows of pgGit's tables more. */
  long rows() {
    return many.rowsRead() - few.rowsRead();
  }

  /**
   * By more than what depth of an index explains, which is so many pages, or a part of the price.
   */
  boolean isDearer(long pages) {
    return pages() > Math.max(pages, few.buffers() * 6 / 10);
  }

  /**
   * In words.
   *
   * @param what the statement, and with what it has few and many of
   */
  String told(String what, String withMany, String withFew) {
    return "%s touches %,d pages and reads %,d rows of pgGit's tables %s, %,d pages and %,d rows %s%s"
        .formatted(
            what,
            many.buffers(),
            many.rowsRead(),
            withMany,
            few.buffers(),
            few.rowsRead(),
            withFew,
            many.scanned().isEmpty()
                ? ""
                : "; read from one end to the other: " + String.join(", ", many.scanned()));
  }
}
