package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pggit.load.measure.Severity;

/**
 * Errors that are made to happen inside of a commit have to come out of it, and leave nothing half
 * done: here those that come from another session while it waits.
 */
final class Faults {

  private Faults() {}

  static Family family() {
    return Family.of(
            "errors inside",
            Severity.LOSS,
            Property.of(
                "a cancelled commit ends and leaves nothing",
                lab -> ended(lab, "pg_cancel_backend")),
            Property.of(
                "a commit whose session is killed leaves nothing",
                lab -> ended(lab, "pg_terminate_backend")))
        .with("errors-inside");
  }

  /** Ends a commit from outside while it waits inside. */
  private static Answer ended(Lab lab, String how) throws SQLException, InterruptedException {
    var holder = lab.admin();
    var findings = new Findings();
    int ended = 0;
    lab.user().make("ended", "the branch is there");
    for (var table : lab.anatomy().tables()) {
      var session = lab.user().onceOnly();
      int pid = session.pid();
      var before = lab.anatomy().counts(lab.shared());
      holder.begin();
      holder.run("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      var commit = new FutureTask<>(() -> session.make("ended", "ended at " + table));
      var thread = new Thread(commit, "pggit-check-ended");
      thread.setDaemon(true);
      thread.start();
      boolean waits =
          Wait.until(
                  lab.scale().patience(), () -> commit.isDone() || waitsFor(lab, pid, holder.pid()))
              && !commit.isDone();
      if (waits) {
        lab.shared().text("SELECT " + how + "(?)", pid);
      }
      var outcome = outcome(commit);
      holder.undo();
      if (!waits) {
        continue;
      }
      ended++;
      var name = table.replace("\"", "");
      findings.addUnless(
          !outcome.equals("hangs"), "a commit that waits for " + name + " does not end");
      findings.addUnless(
          !outcome.equals("done"),
          "a commit that waits for " + name + " is ended and reports success");
      Wait.until(
          lab.scale().patience(),
          () ->
              how.equals("pg_cancel_backend")
                  || lab.shared().number("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid)
                      == 0);
      var left = new ArrayList<>(lab.anatomy().changes(lab.shared(), before));
      findings.addUnless(left.isEmpty(), "ended while waiting for " + name + ": " + left);
    }
    return ended == 0
        ? Answer.unknown("no commit waited for a table of pgGit")
        : findings.answer(
            "ended at " + ended + " places: an error, and nothing stored",
            "A commit cannot be stopped, or stays half done");
  }

  /** Not whether it waits at all: one that notifies listeners waits for others that do. */
  private static boolean waitsFor(Lab lab, int pid, int holder) throws SQLException {
    return lab.shared().holds("SELECT ? = ANY (pg_blocking_pids(?))", holder, pid);
  }

  private static String outcome(FutureTask<Made> commit) throws InterruptedException {
    try {
      commit.get(3, TimeUnit.SECONDS);
      return "done";
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause()).map(Object::toString).orElse("failed");
    } catch (TimeoutException e) {
      return "hangs";
    }
  }
}
