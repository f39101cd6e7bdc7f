package pggit.load.protocol;

import java.util.function.Function;

/** A commit request. Immutable: each method returns a new one. All texts are Gatling EL. */
public final class CommitBuilder extends RequestBuilder {

  private final String requestName;
  private final String commitName;
  private final String branch;
  private final String message;

  CommitBuilder(String requestName, String commitName, String branch, String message) {
    super(requestName, work(commitName, branch, message));
    this.requestName = requestName;
    this.commitName = commitName;
    this.branch = branch;
    this.message = message;
  }

  /** The commit's name, where the contract has one. Default {@code load}. */
  public CommitBuilder name(String expression) {
    return new CommitBuilder(requestName, expression, branch, message);
  }

  /** The branch to commit on. Default {@code main}. */
  public CommitBuilder branch(String expression) {
    return new CommitBuilder(requestName, commitName, expression, message);
  }

  /**
   * The message; the ledger's stamp is put in front, so that every commit can be told from every
   * other. Default {@code load}.
   */
  public CommitBuilder message(String expression) {
    return new CommitBuilder(requestName, commitName, branch, expression);
  }

  private static Function<io.gatling.core.session.Session, Work> work(
      String commitName, String branch, String message) {
    var name = Expression.text(commitName);
    var onBranch = Expression.text(branch);
    var text = Expression.text(message);
    return session ->
        new Work.Commit(name.resolve(session), onBranch.resolve(session), text.resolve(session));
  }
}
