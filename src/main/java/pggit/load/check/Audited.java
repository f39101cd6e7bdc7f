package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Outcome;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;

/** Commits that are compared with what is stored in the end. Any threads may make them. */
final class Audited {

  private final Lab lab;
  private final Ledger ledger;
  private final StoredBefore before;

  Audited(Lab lab, String run) throws SQLException {
    this.lab = lab;
    this.ledger = new Ledger(run);
    this.before = StoredBefore.of(lab.shared().connection(), lab.contract());
  }

  /** Commits once; what it failed with. */
  Optional<Failure> commit(Session session, String branch, String what, long number) {
    var message = ledger.stamp(what, number);
    long entry = ledger.intend(branch, message);
    try {
      ledger.acknowledged(entry, session.commit(branch, message));
      return Optional.empty();
    } catch (SQLException e) {
      var failure = Failure.of(e);
      ledger.failed(entry, failure.state());
      return Optional.of(failure);
    }
  }

  Ledger ledger() {
    return ledger;
  }

  /** What the audit finds, each with a verdict of its own. */
  List<Examined> findings(String property) throws SQLException {
    var found = new ArrayList<Examined>();
    for (var verdict :
        Audit.of(lab.admin().connection(), lab.contract(), ledger, before).verdicts()) {
      if (verdict.outcome() == Outcome.FAIL) {
        found.add(Examined.of(verdict.named(property + ": " + verdict.name())));
      }
    }
    return found;
  }
}
