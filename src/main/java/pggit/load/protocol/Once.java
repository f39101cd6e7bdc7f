package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work that the first user to come by has done; nobody goes on before it is. */
final class Once implements Consumer<Session> {

  private final Consumer<Session> work;
  private final Action next;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Session> done = new CompletableFuture<>();

  /**
   * @param work given what comes after it, to which it hands the session, failed if it did
   */
  Once(Function<Action, Consumer<Session>> work, Action next) {
    this.work = work.apply(JavaAction.of("done", done::complete));
    this.next = next;
  }

  @Override
  public void accept(Session session) {
    if (begun.compareAndSet(false, true)) {
      work.accept(session.markAsSucceeded());
    }
    var unused =
        done.thenAccept(by -> next.$bang(by.isFailed() ? session.markAsFailed() : session));
  }
}
