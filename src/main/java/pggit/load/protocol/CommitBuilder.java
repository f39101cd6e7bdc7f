package pggit.load.protocol;

import java.time.Duration;
import java.util.function.Function;

/** A commit request. Immutable: each method returns a new one. All texts are Gatling EL. */
public final class CommitBuilder extends RequestBuilder {

  private final String requestName;
  private final String commitName;
  private final String branch;
  private final String message;
  private final Work.Entry entry;
  private final Duration hold;

  CommitBuilder(
      String requestName,
      String commitName,
      String branch,
      String message,
      Work.Entry entry,
      Duration hold) {
    super(requestName, work(commitName, branch, message, entry, hold));
    this.requestName = requestName;
    this.commitName = commitName;
    this.branch = branch;
    this.message = message;
    this.entry = entry;
    this.hold = hold;
  }

  /** The commit's name, where the contract has one. Default {@code load}. */
  public CommitBuilder name(String expression) {
    return new CommitBuilder(requestName, expression, branch, message, entry, hold);
  }

  /** The branch to commit on. Default {@code main}. */
  public CommitBuilder branch(String expression) {
    return new CommitBuilder(requestName, commitName, expression, message, entry, hold);
  }

  /**
   * The message; the ledger's stamp is put in front, so that every commit can be told from every
   * other. Default {@code load}.
   */
  public CommitBuilder message(String expression) {
    return new CommitBuilder(requestName, commitName, branch, expression, entry, hold);
  }

  /**
   * Sends the message as it is, so that several commits can have the same: the ledger then tells
   * them apart by their IDs.
   */
  public CommitBuilder unstamped() {
    return new CommitBuilder(requestName, commitName, branch, message, Work.Entry.UNSTAMPED, hold);
  }

  /**
   * A commit in a transaction that the scenario rolls back in any case: it stays out of the ledger,
   * so that any trace of it found later is something nobody committed.
   */
  public CommitBuilder undone() {
    return new CommitBuilder(requestName, commitName, branch, message, Work.Entry.UNDONE, hold);
  }

  /**
   * A commit in a transaction that stays open for a while, as that of an application which works on
   * in it. It counts as done when the transaction is.
   *
   * @param duration zero or more; zero: the commit is a transaction of its own
   */
  public CommitBuilder holding(Duration duration) {
    return new CommitBuilder(requestName, commitName, branch, message, entry, duration);
  }

  private static Function<io.gatling.core.session.Session, Work> work(
      String commitName, String branch, String message, Work.Entry entry, Duration hold) {
    var name = Expression.text(commitName);
    var onBranch = Expression.text(branch);
    var text = Expression.text(message);
    return session ->
        new Work.Commit(
            name.resolve(session), onBranch.resolve(session), text.resolve(session), entry, hold);
  }
}
