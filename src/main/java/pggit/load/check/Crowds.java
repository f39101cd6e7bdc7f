package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;

/** Many sessions that commit at the same instant. */
final class Crowds {

  static final String AT_ONCE = "commits of many sessions at once";
  static final String CHAIN = "commits made at once on a branch form one chain";
  static final String FIRST_AT_ONCE = "many first commits on one new branch at once";

  private Crowds() {}

  static Family family() {
    return Family.alone(
        "sessions at once",
        Severity.REFUSAL,
        Property.of(FIRST_AT_ONCE, lab -> onOneBranch(lab, true, false)),
        Property.of("many commits on one branch at once", lab -> onOneBranch(lab, false, false)),
        Property.of(
            "the same message from many sessions at once", lab -> onOneBranch(lab, false, true)),
        Property.of("a commit goes through while many others are at work", Crowds::amongMany),
        Property.of(CHAIN, Crowds::chain).as(Severity.INCOMPLETE),
        Property.of(AT_ONCE, Crowds::audited));
  }

  private static Answer onOneBranch(Lab lab, boolean fresh, boolean sameMessage)
      throws SQLException, InterruptedException, CannotTell {
    if (fresh && lab.branching().isPresent()) {
      throw new CannotTell("a single first commit on a new branch fails already");
    }
    int count = lab.sessions();
    var sessions = lab.users(count);
    var findings = new Findings();
    int rounds = 3;
    long done = 0;
    for (int round = 0; round < rounds; round++) {
      var branch = lab.name("crowd-");
      if (!fresh) {
        sessions.get(0).make(branch, "the branch is there");
      }
      int number = round;
      var results =
          Crowd.atOnce(
              sessions,
              (i, session) ->
                  session.make(branch, sameMessage ? "the same " + number : "crowd " + i));
      Crowd.failures(results)
          .forEach(
              (failure, n) ->
                  findings.add("%d of %d fail with %s".formatted(n, count, failure), failure));
      var made = new ArrayList<Made>();
      for (var result : results) {
        if (result.value() != null) {
          made.add(result.value());
        }
      }
      done += made.size();
      long ids = made.stream().map(Made::id).distinct().count();
      findings.addUnless(
          ids == made.size(), "%d commits got only %d different IDs".formatted(made.size(), ids));
      long lost = 0;
      for (var commit : made) {
        lost += lab.anatomy().isStored(lab.shared(), commit) ? 0 : 1;
      }
      findings.addUnless(lost == 0, lost + " of " + made.size() + " acknowledged are not stored");
      if (lab.anatomy().branches().isPresent() && !made.isEmpty()) {
        long rows = lab.anatomy().branchRows(lab.shared(), branch);
        findings.addUnless(rows == 1, "pggit.branches has " + rows + " rows for the one branch");
      }
    }
    return findings.answer(
        "%d sessions, %d rounds: %,d of %,d stored".formatted(count, rounds, done, count * rounds),
        "Whether a commit succeeds depends on who else commits");
  }

  /** The others do not commit: they are only there, and each is in a statement. */
  private static Answer amongMany(Lab lab) throws SQLException, InterruptedException, CannotTell {
    int count = (int) Math.max(2, Math.min(lab.scale().sessions() * 3 / 2, lab.room()));
    var sessions = lab.users(count);
    sessions.get(0).make("among-many", "there");
    var results =
        Crowd.atOnce(
            sessions,
            (i, session) -> {
              session.run("SELECT pg_sleep(" + (i == 0 ? 0.4 : 0.9) + ")");
              return i == 0 ? session.make("among-many", "beside them").id() : "";
            });
    var failure = results.get(0).failure();
    return Answer.of(
            failure == null,
            "%d others".formatted(count - 1),
            "while %d other sessions are in a statement that has nothing to do with pgGit, a commit fails with %s. On a busy server users are refused"
                .formatted(count - 1, failure))
        .seeing(Optional.ofNullable(failure));
  }

  private static Answer chain(Lab lab) throws SQLException, InterruptedException, CannotTell {
    var parent = lab.anatomy().parent();
    var key = lab.anatomy().parentKey();
    if (parent.isEmpty() || key.isEmpty()) {
      return Answer.notApplicable();
    }
    var sessions = lab.users(Math.min(10, lab.sessions()));
    var branch = lab.name("chain-");
    var first = sessions.get(0).make(branch, "root");
    var results =
        Crowd.atOnce(
            sessions,
            (i, session) -> {
              var made = new ArrayList<Made>();
              for (int n = 0; n < 5; n++) {
                made.add(session.make(branch, "link " + i + " " + n));
              }
              return made;
            });
    var made = new ArrayList<>(List.of(first));
    for (var result : results) {
      if (result.value() != null) {
        made.addAll(result.value());
      }
    }
    var parents = new HashSet<String>();
    int shared = 0;
    int none = 0;
    for (var commit : made) {
      lab.anatomy().require(lab.shared(), commit);
      var value = lab.anatomy().value(lab.shared(), commit, "c." + parent.get());
      if (value.isEmpty()) {
        none++;
      } else if (!parents.add(value.get())) {
        shared++;
      }
    }
    var findings = new Findings();
    findings.addUnless(
        shared == 0,
        "%d of %d commits have the same parent as another".formatted(shared, made.size()));
    findings.addUnless(none <= 1, none + " commits of one branch have no parent");
    return findings.answer(
        made.size() + " commits of " + sessions.size() + " sessions, one chain",
        "Walking back from the branch's head misses the others");
  }

  private static Answer audited(Lab lab) throws SQLException, InterruptedException, CannotTell {
    int count = lab.sessions();
    int each = 8;
    var ledger = new Ledger("atonce");
    var before = StoredBefore.of(lab.shared().connection(), lab.contract());
    var numbers = new AtomicLong();
    Set<Failure> failures = ConcurrentHashMap.newKeySet();
    var results =
        Crowd.atOnce(
            lab.users(count),
            (i, session) -> {
              for (int n = 0; n < each; n++) {
                commit(ledger, session, "at-once-" + i % 10, numbers.incrementAndGet())
                    .ifPresent(failures::add);
              }
              return i;
            });
    var verdicts = new ArrayList<Examined>();
    var findings = new Findings();
    Crowd.failures(results).forEach((f, n) -> findings.add(n + " sessions: " + f, f));
    failures.forEach(failure -> findings.add("commits fail with " + failure, failure));
    if (ledger.failed() > 0) {
      findings.add("%d of %d commits failed".formatted(ledger.failed(), ledger.attempted()));
    }
    if (!findings.none()) {
      verdicts.addAll(
          findings
              .answer("", "%d sessions should not disturb one another".formatted(count))
              .examined(AT_ONCE));
    }
    for (var verdict :
        Audit.of(lab.admin().connection(), lab.contract(), ledger, before).verdicts()) {
      if (verdict.outcome() == Outcome.FAIL) {
        verdicts.add(Examined.of(verdict.named(AT_ONCE + ": " + verdict.name())));
      }
    }
    return verdicts.isEmpty()
        ? Answer.holds(
            "%d sessions, %,d commits: unique IDs, nothing lost, altered or invented"
                .formatted(count, ledger.acknowledged()))
        : new Answer.Several(verdicts);
  }

  /** One commit that is taken down in the ledger, and what it failed with. */
  static Optional<Failure> commit(Ledger ledger, Session session, String branch, long number) {
    var message = ledger.stamp("commit", number);
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
}
