package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Commits of many injectors without a database: their ledgers, and the rows that hold them.
 *
 * @param injectors how many there are
 * @param each commits of each of them
 */
public record GeneratedCommits(int injectors, int each) {

  private static final String RUN = "bench";

  /** A prime, so that every commit has its turn unless their number is a multiple of it. */
  private static final long STRIDE = 1_000_003;

  /** Writes the ledger of one injector. */
  public void write(int injector, Path file) {
    var ledger = new Ledger(RUN + "." + injector);
    for (int n = 0; n < each; n++) {
      ledger.acknowledged(ledger.intend(branch(n), ledger.stamp("message", n)), id(injector, n));
    }
    ledger.write(file);
  }

  public Ledger read(Collection<Path> files) {
    return Ledger.read(RUN, injectors, files);
  }

  /**
   * Shows an audit each of them as it is stored, in an order of which the ledger knows nothing.
   *
   * @param ids whether their IDs are stored
   * @return findings of every kind together, of which there should be none
   */
  public long match(Ledger ledger, boolean ids) {
    var history =
        new History(
            ids ? Optional.of("trinity_id") : Optional.empty(),
            Optional.of(new History.Branch("c.branch_name", "")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var matching = new Matching(history, ledger);
    long count = (long) injectors * each;
    for (long i = 0, at = 17; i < count; i++, at = (at + STRIDE) % count) {
      int injector = (int) (at % injectors);
      int n = (int) (at / injectors);
      matching.row(
          new Reading.Stored(
              ids ? id(injector, n) : null,
              ("[" + RUN + "." + injector + "-" + n + "] message").getBytes(StandardCharsets.UTF_8),
              branch(n)));
    }
    matching.finish();
    return matching.lost.count()
        + matching.unknown.count()
        + matching.storedTwice.count()
        + matching.altered.count()
        + matching.wrongBranch.count()
        + matching.wrongIds();
  }

  private static String id(int injector, int n) {
    return "T-" + injector + "-" + n;
  }

  private static String branch(int n) {
    return "branch-" + n % 10;
  }
}
