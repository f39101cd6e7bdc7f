package pggit.load.pggit;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import pggit.load.measure.Verdict;

/** Checks {@code pggit.branches}: one row for each branch that was committed to. */
final class BranchRows {

  private final Ledger ledger;
  private final IntPredicate stored;

  /**
   * @param stored whether an entry's commit is there; if not, that is another verdict's matter
   */
  BranchRows(Ledger ledger, IntPredicate stored) {
    this.ledger = ledger;
    this.stored = stored;
  }

  Verdict check(Reading reading, History history, StoredBefore before) throws SQLException {
    Anomalies repeated = new Anomalies();
    Optional<String> repeatedSql = history.repeatedBranchesSql();
    if (repeatedSql.isPresent()) {
      reading.texts(repeatedSql.get(), name -> repeated.add(() -> "'" + name + "'"));
      repeated.add(-Math.min(repeated.count(), before.repeatedBranches()));
    }
    BitSet there = new BitSet();
    reading.texts(
        "SELECT "
            + History.quoted(history.branchNames().orElseThrow())
            + "::text FROM pggit.branches",
        name -> {
          if (name != null) {
            ledger.branches().known(name).ifPresent(there::set);
          }
        });
    Anomalies missing = missing(there);
    boolean holds = repeated.none() && missing.none();
    return Verdict.of(
        holds,
        Audit.ONE_ROW_PER_BRANCH,
        holds
            ? "pggit.branches has each branch once"
            : "in pggit.branches "
                + Anomalies.number(repeated.count(), "branch", "branches")
                + " more than once"
                + repeated.examples()
                + "; "
                + missing.count()
                + " with stored commits missing"
                + missing.examples());
  }

  private Anomalies missing(BitSet there) {
    Anomalies missing = new Anomalies();
    BitSet told = (BitSet) there.clone();
    for (int entry = 0; entry < ledger.attempted(); entry++) {
      int number = ledger.entries().branch(entry);
      if (number <= Entries.MAX_BRANCH
          && !told.get(number)
          && ledger.entries().state(entry) == Entries.ACKNOWLEDGED
          && stored.test(entry)) {
        told.set(number);
        String name = ledger.branch(entry);
        missing.add(() -> "'" + name + "'");
      }
    }
    return missing;
  }
}
