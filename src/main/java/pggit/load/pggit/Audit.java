package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/**
 * Compares what pgGit has stored with the ledger, in one read-only transaction. Reads every row of
 * {@code pggit.commits} once, in portions: besides the ledger it needs 2 bits an entry, and 8 bytes
 * more if rows have to be found by their message.
 *
 * <p>Where no ID is stored, and for commits in doubt, rows are found by their message: those have
 * to be {@linkplain Ledger#stamp stamped}, or commits with equal messages are taken for one
 * another.
 */
public final class Audit {

  /** Only there if the audit could not be made; then nothing is shown, and this fails. */
  public static final String AUDIT = "audit";

  public static final String UNIQUE_IDS = "unique Trinity IDs";
  public static final String VALID_IDS = "valid Trinity IDs";
  public static final String NOTHING_LOST = "nothing lost";
  public static final String STORED_ONCE = "stored once";
  public static final String MESSAGES_INTACT = "messages intact";
  public static final String BRANCH_KEPT = "branch kept";
  public static final String NOTHING_INVENTED = "nothing invented";
  public static final String FAILURES_UNDONE = "failed commits undone";
  public static final String IDS_REGISTERED = "IDs registered";
  public static final String ONE_ROW_PER_BRANCH = "one row per branch";
  public static final String PARENTS_STORED = "parents stored";
  public static final String HISTORY_KEPT = "history kept";

  private final Contract contract;
  private final History history;
  private final Ledger ledger;
  private final StoredBefore before;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Audit(Contract contract, Ledger ledger, StoredBefore before) {
    this.contract = contract;
    this.history = contract.history();
    this.ledger = ledger;
    this.before = before;
  }

  /**
   * Makes the audit. To be called when no commit is under way; a transaction that is open on the
   * connection is rolled back. Does not throw when the database cannot be read: the report then has
   * a failed verdict that says so.
   *
   * @param before what was stored before the first commit of the ledger
   */
  public static AuditReport of(
      Connection connection, Contract contract, Ledger ledger, StoredBefore before) {
    try {
      return Reading.in(connection, r -> new Audit(contract, ledger, before).report(r));
    } catch (SQLException e) {
      String reason =
          "the stored commits could not be read: SQLSTATE "
              + e.getSQLState()
              + ", "
              + e.getMessage();
      return new AuditReport(
          0,
          0,
          List.of(
              Verdict.fail(AUDIT, reason),
              Verdict.undecided(NOTHING_LOST, "not known: " + reason)));
    }
  }

  private AuditReport report(Reading reading) throws SQLException {
    Matching matching = new Matching(history, ledger);
    reading.commits(history, matching::row);
    matching.finish();
    ids(matching);
    commits(matching);
    rows(matching);
    if (contract.idIsStored() && history.trinityIds().isPresent()) {
      verdicts.add(new IdRegister(ledger, matching::isStored).check(reading, history, before));
    }
    if (history.branchNames().isPresent()) {
      verdicts.add(new BranchRows(ledger, matching::isStored).check(reading, history, before));
    }
    Optional<String> orphans = history.orphanedParentsSql();
    if (orphans.isPresent()) {
      parents(reading.count(orphans.get()));
    }
    verdicts.replaceAll(verdict -> verdict.as(severity(verdict.name())));
    return new AuditReport(matching.rows(), matching.inDoubtStored(), verdicts);
  }

  private static Severity severity(String verdict) {
    return switch (verdict) {
      case UNIQUE_IDS, VALID_IDS, IDS_REGISTERED -> Severity.IDENTITY;
      case ONE_ROW_PER_BRANCH, PARENTS_STORED -> Severity.INCOMPLETE;
      default -> Severity.LOSS;
    };
  }

  private void ids(Matching matching) {
    Anomalies repeated = ledger.repeatedIds();
    ofAcknowledged(
        UNIQUE_IDS,
        repeated.none(),
        "no ID was given out twice, among " + acknowledged(),
        Anomalies.number(repeated.count(), "ID was", "IDs were")
            + " given out again"
            + repeated.examples());
    long wrong =
        ledger.missingIds().count() + matching.withoutId.count() + matching.otherId.count();
    ofAcknowledged(
        VALID_IDS,
        wrong == 0,
        "each of " + acknowledged() + " came with an ID",
        ledger.missingIds().count()
            + " acknowledged without an ID"
            + ledger.missingIds().examples()
            + "; "
            + matching.withoutId.count()
            + " stored without an ID"
            + matching.withoutId.examples()
            + "; "
            + matching.otherId.count()
            + " stored under another ID than the one returned"
            + matching.otherId.examples());
  }

  private void commits(Matching matching) {
    long unsure = ledger.inDoubt() + ledger.open();
    String doubt =
        unsure == 0 ? "" : "; of " + unsure + " in doubt " + matching.inDoubtStored() + " are";
    long lost = matching.lost.count();
    ofAcknowledged(
        NOTHING_LOST,
        lost == 0,
        "all of " + acknowledged() + " are stored" + doubt,
        Anomalies.number(lost)
            + " of "
            + acknowledged()
            + (lost == 1 ? " is" : " are")
            + " not stored"
            + matching.lost.examples());
    ofAcknowledged(
        STORED_ONCE,
        matching.storedTwice.none(),
        "no commit is stored more than once",
        Anomalies.number(matching.storedTwice.count(), "row")
            + " too many: the same commit stored again"
            + matching.storedTwice.examples());
    ofAcknowledged(
        MESSAGES_INTACT,
        matching.altered.none(),
        "every stored message is what was sent, to the byte",
        Anomalies.number(matching.altered.count(), "commit's message", "commits' messages")
            + " not as sent"
            + matching.altered.examples());
    if (history.branch().isPresent()) {
      ofAcknowledged(
          BRANCH_KEPT,
          matching.wrongBranch.none(),
          "every commit is stored on the branch it was made on",
          Anomalies.number(matching.wrongBranch.count(), "commit")
              + " on another branch than asked for"
              + matching.wrongBranch.examples());
    }
  }

  private void rows(Matching matching) {
    long unknown = matching.unknown.count();
    long invented = Math.max(0, unknown - before.commits());
    verdicts.add(
        Verdict.of(
            invented == 0,
            NOTHING_INVENTED,
            invented == 0
                ? "every stored commit was sent"
                : Anomalies.number(invented, "commit is", "commits are")
                    + " stored that nobody sent"
                    + (before.commits() == 0
                        ? matching.unknown.examples()
                        : " (besides " + before.commits() + " from before the run)")));
    if (before.commits() > 0) {
      boolean kept =
          unknown > before.commits()
              || (unknown == before.commits() && matching.unknownSum() == before.checksum());
      verdicts.add(
          Verdict.of(
              kept,
              HISTORY_KEPT,
              Anomalies.number(before.commits(), "commit")
                  + " from before the run"
                  + (kept
                      ? ", all there"
                      : unknown == before.commits()
                          ? ", no longer the same ones"
                          : ", " + Anomalies.number(unknown) + " of them left")));
    }
    if (ledger.failed() > 0) {
      String states =
          ledger.failures().entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue())
              .collect(Collectors.joining(", "));
      verdicts.add(
          Verdict.of(
              matching.leftOver.none(),
              FAILURES_UNDONE,
              Anomalies.number(matching.leftOver.count())
                  + " of "
                  + Anomalies.number(ledger.failed(), "failed commit")
                  + " ("
                  + states
                  + ") left something behind"
                  + matching.leftOver.examples()));
    }
  }

  private void parents(long orphans) {
    long more = orphans - before.orphans();
    verdicts.add(
        Verdict.of(
            more <= 0,
            PARENTS_STORED,
            more <= 0
                ? "every commit's parent is stored"
                : Anomalies.number(more, "commit has", "commits have")
                    + " a parent that is not stored"));
  }

  private void ofAcknowledged(String name, boolean holds, String good, String bad) {
    boolean shown = !holds || ledger.acknowledged() > 0;
    verdicts.add(
        shown
            ? Verdict.of(holds, name, holds ? good : bad)
            : Verdict.undecided(name, "no commit was acknowledged"));
  }

  private String acknowledged() {
    return Anomalies.number(ledger.acknowledged(), "acknowledged commit");
  }
}
