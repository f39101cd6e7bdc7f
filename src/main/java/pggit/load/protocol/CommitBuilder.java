package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.function.Function;

/** A commit request. Immutable: each method returns a new one. All texts are Gatling EL. */
public final class CommitBuilder extends RequestBuilder {

  private final Work.Commit commit;

  CommitBuilder(String requestName) {
    this(requestName, new Work.Commit("main", "load", Work.Entry.STAMPED, Duration.ZERO));
  }

  private CommitBuilder(String requestName, Work.Commit commit) {
    super(requestName, resolver(commit));
    this.commit = commit;
  }

  /** The branch to commit on. Default {@code main}. */
  public CommitBuilder branch(String expression) {
    return with(expression, commit.message(), commit.entry(), commit.hold());
  }

  /**
   * The message; the ledger's stamp is put in front, so that every commit can be told from every
   * other. Default {@code load}.
   */
  public CommitBuilder message(String expression) {
    return with(commit.branch(), expression, commit.entry(), commit.hold());
  }

  /**
   * Sends the message as it is, so that several commits can have the same: the ledger then tells
   * them apart by their IDs.
   */
  public CommitBuilder unstamped() {
    return with(commit.branch(), commit.message(), Work.Entry.UNSTAMPED, commit.hold());
  }

  /**
   * A commit in a transaction that the scenario rolls back in any case: it stays out of the ledger,
   * so that any trace of it found later is something nobody committed.
   */
  public CommitBuilder undone() {
    return with(commit.branch(), commit.message(), Work.Entry.UNDONE, commit.hold());
  }

  /**
   * A commit in a transaction that stays open for a while, as that of an application which works on
   * in it. It counts as done when the transaction is.
   *
   * @param duration zero or more; zero: the commit is a transaction of its own
   */
  public CommitBuilder holding(Duration duration) {
    return with(commit.branch(), commit.message(), commit.entry(), duration);
  }

  private CommitBuilder with(String branch, String message, Work.Entry entry, Duration hold) {
    return new CommitBuilder(name, new Work.Commit(branch, message, entry, hold));
  }

  private static Function<Session, Work> resolver(Work.Commit commit) {
    var branch = Expression.text(commit.branch());
    var message = Expression.text(commit.message());
    return session ->
        new Work.Commit(
            branch.apply(session), message.apply(session), commit.entry(), commit.hold());
  }
}
