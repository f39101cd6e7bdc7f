package pggit.load.check;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Many commits, no two of the same message, nor of the same name or content: as many with each
 * statement as pgGit makes in time, or one by one where it makes no two in one transaction.
 */
final class Bulk {

  /** Commits of a statement. */
  static final int CHUNK = 250;

  private final Lab lab;
  private final Session session;
  private final String name;
  private int chunk = CHUNK;
  private int done;
  private Optional<Failure> failure = Optional.empty();

  Bulk(Lab lab, Session session) {
    this.lab = lab;
    this.session = session;
    this.name = lab.name("bulk ") + " ";
  }

  /** The next ones, but not more than this; false if not even a single one succeeds. */
  boolean more(String branch, int most) throws SQLException {
    while (true) {
      int count = Math.min(chunk, most);
      var failed = session.attempt(() -> session.column(commits(branch, count)));
      if (failed.isEmpty()) {
        done += count;
        return true;
      }
      if (count > 1) {
        chunk = failed.get().isTimeout() ? Math.max(1, count / 10) : 1;
      } else if (session.attempt(() -> session.column(commits(branch, 1))).isEmpty()) {
        lab.failedByChance(failed.get());
        done++;
        return true;
      } else {
        failure = failed;
        return false;
      }
    }
  }

  /** Until there are so many, or the time is up, or none succeeds any more. */
  Bulk upTo(int count, String branch) throws SQLException {
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() / 2;
    while (done < count && System.nanoTime() < deadline && more(branch, count - done)) {
      // each time some more
    }
    return this;
  }

  /** How many were made. */
  int done() {
    return done;
  }

  /** What a single commit failed with, twice. */
  Optional<Failure> failure() {
    return failure;
  }

  private String commits(String branch, int count) {
    lab.prepare(branch);
    var text = ByName.literal(name) + " || n";
    return "SELECT %s FROM generate_series(%d, %d) n"
        .formatted(
            lab.contract().commitCall(text, ByName.literal(branch), text), done + 1, done + count);
  }
}
