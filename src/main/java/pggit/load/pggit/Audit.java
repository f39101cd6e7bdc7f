package pggit.load.pggit;

import static pggit.load.pggit.Anomalies.number;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/**
 * Compares what pgGit has stored with the ledger, in one read-only transaction. Reads every row of
 * {@code pggit.commits} once, in portions: besides the ledger it needs 8 bytes and 2 bits an entry,
 * and 8 bytes more if rows have to be found by their message.
 *
 * <p>The rows come to the ledger and not the ledger to the rows: a table for it, even a temporary
 * one, is DDL in the database of a pgGit that writes DDL down or refuses it, and needs room on a
 * disk that may be full.
 *
 * <p>Where no ID is stored, and for commits in doubt, rows are found by their message: those have
 * to be {@linkplain Ledger#stamp stamped}, or commits with equal messages are taken for one
 * another.
 */
public final class Audit {

  /** Only there if the audit could not be made; then nothing is shown, and this fails. */
  private static final String AUDIT = "audit";

  private static final String NOTHING_LOST = "nothing lost";

  private final History history;
  private final Ledger ledger;
  private final StoredBefore before;
  private final Matching matching;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Audit(History history, Ledger ledger, StoredBefore before) {
    this.history = history;
    this.ledger = ledger;
    this.before = before;
    this.matching = new Matching(history, ledger);
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
    return of(connection, contract.history(), ledger, before);
  }

  static AuditReport of(
      Connection connection, History history, Ledger ledger, StoredBefore before) {
    try {
      return Reading.in(connection, r -> new Audit(history, ledger, before).report(r));
    } catch (SQLException e) {
      String reason =
          "the stored commits could not be read: SQLSTATE %s, %s"
              .formatted(e.getSQLState(), e.getMessage());
      return new AuditReport(
          0,
          0,
          List.of(
              Verdict.fail(AUDIT, reason),
              Verdict.undecided(NOTHING_LOST, "not known: " + reason)));
    }
  }

  private AuditReport report(Reading reading) throws SQLException {
    reading.commits(history, matching::row);
    matching.finish();
    ids();
    commits();
    invented();
    failures();
    Optional<String> register = history.registerSql();
    if (register.isPresent()) {
      register(reading, register.get());
    }
    if (history.branchNames().isPresent()) {
      branches(reading);
    }
    Optional<String> orphans = history.orphanedParentsSql();
    if (orphans.isPresent()) {
      long more = reading.count(orphans.get()) - before.orphans();
      add(
          "parents stored",
          Severity.INCOMPLETE,
          more <= 0,
          "every commit's parent is stored",
          number(more, "commit has", "commits have") + " a parent that is not stored");
    }
    return new AuditReport(matching.rows, matching.inDoubtStored + storedOfMissing(), verdicts);
  }

  private void ids() {
    ofAcknowledged(
        "unique Trinity IDs",
        Severity.IDENTITY,
        matching.repeatedIds,
        "no ID was given out twice, among " + acknowledged(),
        "ID was given out again",
        "IDs were given out again");
    Anomalies missing = ledger.missingIds();
    ofAcknowledged(
        "valid Trinity IDs",
        Severity.IDENTITY,
        matching.wrongIds(),
        "each of " + acknowledged() + " came with an ID",
        String.join(
            "; ",
            missing.told("acknowledged without an ID"),
            matching.withoutId.told("stored without an ID"),
            matching.otherId.told("stored under another ID than the one returned")));
  }

  private void commits() {
    long unsure = ledger.inDoubt() + ledger.open();
    String doubt =
        (unsure == 0 ? "" : "; of " + unsure + " in doubt " + matching.inDoubtStored + " are")
            + missing();
    long lost = matching.lost.count();
    ofAcknowledged(
        NOTHING_LOST,
        Severity.LOSS,
        lost,
        "all %sof %s are stored%s"
            .formatted(
                matching.unsure == 0 ? "" : "but " + number(matching.unsure) + " ",
                acknowledged(),
                doubt),
        "%s of %s %s not stored%s%s"
            .formatted(
                number(lost),
                acknowledged(),
                lost == 1 ? "is" : "are",
                matching.lost.examples(),
                missing()));
    undecidedIfMissing("what was acknowledged to it is not known");
    ofAcknowledged(
        "stored once",
        Severity.LOSS,
        matching.storedTwice,
        "no commit is stored more than once",
        "row too many: the same commit stored again",
        "rows too many: the same commit stored again");
    ofAcknowledged(
        "messages intact",
        Severity.LOSS,
        matching.altered,
        "every stored message is what was sent, to the byte",
        "commit's message not as sent",
        "commits' messages not as sent");
    if (history.branch().isPresent()) {
      ofAcknowledged(
          "branch kept",
          Severity.LOSS,
          matching.wrongBranch,
          "every commit is stored on the branch it was made on",
          "commit on another branch than asked for",
          "commits on another branch than asked for");
    }
  }

  /** {@code ; of injector 2, whose ledger is missing, 117 are stored}. */
  private String missing() {
    if (ledger.missing().size() > Anomalies.KEPT) {
      return "; of %d injectors, whose ledgers are missing, %s are stored"
          .formatted(ledger.missing().size(), number(storedOfMissing()));
    }
    return ledger.missing().stream()
        .map(
            injector ->
                "; of injector %d, whose ledger is missing, %s are stored"
                    .formatted(injector, number(matching.ofMissing.getOrDefault(injector, 0L))))
        .collect(Collectors.joining());
  }

  private long storedOfMissing() {
    return matching.ofMissing.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Takes back the latest verdict where it cannot be told without a ledger that is not here. */
  private void undecidedIfMissing(String why) {
    int last = verdicts.size() - 1;
    var verdict = verdicts.get(last);
    boolean told = verdict.outcome() == Outcome.FAIL && verdict.name().equals(NOTHING_LOST);
    if (!ledger.missing().isEmpty() && !told) {
      var missing = ledger.missing();
      var who =
          missing.size() > Anomalies.KEPT
              ? missing.size() + " injectors"
              : missing.stream().map(i -> "injector " + i).collect(Collectors.joining(", "));
      verdicts.set(
          last,
          verdict
              .undecided("of %s %s. Seen: %s".formatted(who, why, verdict.evidence()))
              .of(Whose.INJECTOR));
    }
  }

  private void invented() {
    long unknown = matching.unknown.count();
    long invented = Math.max(0, unknown - before.commits());
    add(
        "nothing invented",
        Severity.LOSS,
        invented == 0,
        "every stored commit was sent",
        number(invented, "commit is", "commits are")
            + " stored that nobody sent"
            + (before.commits() == 0
                ? matching.unknown.examples()
                : " (besides " + before.commits() + " from before the run)"));
    if (invented > 0) {
      undecidedIfMissing("it is not known what else was sent");
    }
    if (before.commits() > 0) {
      boolean as = unknown == before.commits();
      String commits = number(before.commits(), "commit") + " from before the run, ";
      add(
          "history kept",
          Severity.LOSS,
          as ? matching.unknownSum == before.checksum() : invented > 0,
          commits + "all there",
          commits + (as ? "no longer the same ones" : number(unknown) + " of them left"));
      if (!as || matching.unknownSum != before.checksum()) {
        undecidedIfMissing("it is not known what else was sent");
      }
    }
  }

  private void failures() {
    if (ledger.failed() > 0) {
      String states =
          ledger.failures().entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue())
              .collect(Collectors.joining(", "));
      String evidence =
          "%s of %s (%s) left something behind%s"
              .formatted(
                  number(matching.leftOver.count()),
                  number(ledger.failed(), "failed commit"),
                  states,
                  matching.leftOver.examples());
      add("failed commits undone", Severity.LOSS, matching.leftOver.none(), evidence, evidence);
    }
  }

  /** Whether {@code pggit.trinity_ids} has each acknowledged ID once, and none without a commit. */
  private void register(Reading reading, String sql) throws SQLException {
    Anomalies twice = new Anomalies();
    Anomalies missing = new Anomalies();
    Anomalies unused = new Anomalies();
    reading.rows(
        sql,
        row -> {
          String id = row.getString(1);
          String stored = row.getString(2);
          boolean registered = row.getLong(3) > 0;
          if (registered && stored == null) {
            unused.add(() -> id == null ? "NULL" : "'" + id + "'");
          }
          int entry = entry(stored == null ? id : stored);
          if (registered && row.getLong(3) > 1 && entry >= 0) {
            twice.add(() -> "'" + id + "'");
          } else if (!registered && entry >= 0) {
            missing.add(() -> "that of " + ledger.name(entry));
          }
        });
    unused.add(-Math.min(unused.count(), before.unusedIds()));
    add(
        "IDs registered",
        Severity.IDENTITY,
        twice.none() && missing.none() && unused.none(),
        "pggit.trinity_ids has each acknowledged ID once, and none without a commit",
        "in pggit.trinity_ids %s missing%s; %s; %d without a commit%s"
            .formatted(
                number(missing.count(), "acknowledged ID"),
                missing.examples(),
                twice.told("registered twice"),
                unused.count(),
                before.unusedIds() == 0 ? unused.examples() : ""));
  }

  private int entry(@Nullable String id) {
    return id == null ? HashIndex.NONE : matching.given(id);
  }

  /** Whether {@code pggit.branches} has one row for each branch with stored commits. */
  private void branches(Reading reading) throws SQLException {
    Anomalies repeated = new Anomalies();
    Anomalies missing = new Anomalies();
    reading.rows(history.repeatedBranchesSql().orElseThrow(), row -> repeated.add(quoted(row)));
    repeated.add(-Math.min(repeated.count(), before.repeatedBranches()));
    reading.rows(
        history.missingBranchesSql().orElseThrow(),
        row -> missing.add(quoted(row)),
        (Object) matching.branches().toArray(String[]::new));
    add(
        "one row per branch",
        Severity.INCOMPLETE,
        repeated.none() && missing.none(),
        "pggit.branches has each branch once",
        "in pggit.branches %s more than once%s; %s"
            .formatted(
                number(repeated.count(), "branch", "branches"),
                repeated.examples(),
                missing.told("with stored commits missing")));
  }

  private static String quoted(ResultSet row) throws SQLException {
    return "'" + row.getString(1) + "'";
  }

  private void ofAcknowledged(
      String name, Severity severity, Anomalies bad, String good, String one, String several) {
    String evidence = number(bad.count(), one, several) + bad.examples();
    ofAcknowledged(name, severity, bad.count(), good, evidence);
  }

  /**
   * @param wrong how many it does not hold for, which may be more than were acknowledged
   */
  private void ofAcknowledged(String name, Severity severity, long wrong, String good, String bad) {
    long all = ledger.acknowledged();
    if (wrong == 0 && all == 0) {
      verdicts.add(Verdict.undecided(name, "no commit was acknowledged").as(severity));
      return;
    }
    var verdict = Verdict.of(wrong == 0, name, wrong == 0 ? good : bad).as(severity);
    verdicts.add(wrong > all ? verdict : verdict.often(wrong, all));
  }

  private void add(String name, Severity severity, boolean holds, String good, String bad) {
    verdicts.add(Verdict.of(holds, name, holds ? good : bad).as(severity));
  }

  private String acknowledged() {
    return number(ledger.acknowledged(), "acknowledged commit");
  }
}
