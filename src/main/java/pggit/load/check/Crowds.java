package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.measure.Severity;

/** Many sessions that commit at the same instant. */
final class Crowds {

  static final String AT_ONCE = "commits of many sessions at once";
  static final String CHAIN = "commits made at once on a branch form one chain";
  static final String FIRST_AT_ONCE = "many first commits on one new branch at once";

  /** Commits of each session. */
  private static final int EACH = 8;

  private Crowds() {}

  static Family family() {
    return Family.alone(
            "sessions at once",
            Severity.REFUSAL,
            Property.of("a commit goes through while many others are at work", Crowds::amongMany),
            Property.of(AT_ONCE, Crowds::audited))
        .with("at-once");
  }

  /** The others do not commit: they are only there, and each is in a statement. */
  private static Answer amongMany(Lab lab) throws SQLException, InterruptedException {
    int count = (int) Math.max(2, Math.min(lab.scale().sessions() * 3 / 2, lab.room()));
    var sessions = lab.users(count);
    sessions.get(0).commit("among-many", "there");
    var failure =
        atOnce(
                sessions,
                (i, session) ->
                    Failure.in(
                        () -> {
                          session.run("SELECT pg_sleep(" + (i == 0 ? 0.4 : 0.9) + ")");
                          if (i == 0) {
                            session.commit("among-many", "beside them");
                          }
                        }))
            .get(0);
    return Answer.of(
            failure.isEmpty(),
            "%d others".formatted(count - 1),
            "while %d other sessions are in a statement that has nothing to do with pgGit, a commit fails with %s. On a busy server users are refused"
                .formatted(count - 1, failure.map(Failure::toString).orElse("")))
        .seeing(failure);
  }

  private static Answer audited(Lab lab) throws SQLException, InterruptedException {
    int count = lab.sessions();
    var audited = new Audited(lab, "atonce");
    var numbers = new AtomicLong();
    Set<Failure> failures = ConcurrentHashMap.newKeySet();
    atOnce(
        lab.users(count),
        (i, session) -> {
          for (int n = 0; n < EACH; n++) {
            audited
                .commit(session, "at-once-" + i % 10, "commit", numbers.incrementAndGet())
                .ifPresent(failures::add);
          }
          return i;
        });
    var findings = new Findings();
    failures.forEach(failure -> findings.add("commits fail with " + failure, failure));
    var ledger = audited.ledger();
    if (ledger.failed() > 0) {
      findings.add("%d of %d commits failed".formatted(ledger.failed(), ledger.attempted()));
    }
    var others = audited.findings(AT_ONCE);
    var answer =
        findings.answer(
            "%d sessions, %,d commits: unique IDs, nothing lost, altered or invented"
                .formatted(count, ledger.acknowledged()),
            "%d sessions should not disturb one another".formatted(count));
    if (others.isEmpty()) {
      return answer;
    }
    var verdicts =
        new ArrayList<>(findings.none() ? List.<Examined>of() : answer.examined(AT_ONCE));
    verdicts.addAll(others);
    return new Answer.Several(verdicts);
  }

  /** What a session does. */
  private interface Work<T> {
    T run(int number, Session session) throws SQLException;
  }

  /** Lets each session do its work on a thread of its own; returns when all are through. */
  private static <T> List<T> atOnce(List<Session> sessions, Work<T> work)
      throws SQLException, InterruptedException {
    var start = new CyclicBarrier(sessions.size());
    var threads =
        Executors.newFixedThreadPool(
            sessions.size(),
            task -> {
              var thread = new Thread(task, "pggit-check-crowd");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < sessions.size(); i++) {
        int number = i;
        var session = sessions.get(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return work.run(number, session);
                }));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new SQLException("a session of the crowd: " + e.getCause(), "XX000", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
