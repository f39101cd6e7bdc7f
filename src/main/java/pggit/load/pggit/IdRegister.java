package pggit.load.pggit;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import pggit.load.measure.Verdict;

/** Checks {@code pggit.trinity_ids}: each acknowledged ID once, and none without a commit. */
final class IdRegister {

  private final Ledger ledger;
  private final IntPredicate stored;
  private final BitSet registered = new BitSet();
  private final Anomalies twice = new Anomalies();
  private final Anomalies missing = new Anomalies();
  private final Anomalies unused = new Anomalies();

  /**
   * @param stored whether an entry's commit is there; if not, that is another verdict's matter
   */
  IdRegister(Ledger ledger, IntPredicate stored) {
    this.ledger = ledger;
    this.stored = stored;
  }

  Verdict check(Reading reading, History history, StoredBefore before) throws SQLException {
    String column = History.quoted(history.trinityIds().orElseThrow());
    reading.texts(
        "SELECT " + column + "::text FROM pggit.trinity_ids",
        id -> {
          if (id != null) {
            row(id);
          }
        });
    missing();
    Optional<String> unusedSql = history.unusedIdsSql();
    if (unusedSql.isPresent()) {
      reading.texts(unusedSql.get(), id -> unused.add(() -> id == null ? "NULL" : "'" + id + "'"));
      unused.add(-Math.min(unused.count(), before.unusedIds()));
    }
    boolean holds = twice.none() && missing.none() && unused.none();
    return Verdict.of(holds, Audit.IDS_REGISTERED, evidence(holds, before));
  }

  private void row(String id) {
    long hash = Hash.of(id);
    boolean again = false;
    for (int e = ledger.ids().find(hash, -1); e >= 0; e = ledger.ids().find(hash, e)) {
      again |= registered.get(e);
      registered.set(e); // all entries that were given this ID
    }
    if (again) {
      twice.add(() -> "'" + id + "'");
    }
  }

  private void missing() {
    for (int entry = 0; entry < ledger.attempted(); entry++) {
      if (ledger.entries().idHash(entry) != 0 && !registered.get(entry) && stored.test(entry)) {
        int at = entry;
        missing.add(() -> "that of commit " + at);
      }
    }
  }

  private String evidence(boolean holds, StoredBefore before) {
    if (holds) {
      return "pggit.trinity_ids has each acknowledged ID once, and none without a commit";
    }
    return "in pggit.trinity_ids "
        + Anomalies.number(missing.count(), "acknowledged ID")
        + " missing"
        + missing.examples()
        + "; "
        + twice.count()
        + " registered twice"
        + twice.examples()
        + "; "
        + unused.count()
        + " without a commit"
        + (before.unusedIds() == 0 ? unused.examples() : "");
  }
}
