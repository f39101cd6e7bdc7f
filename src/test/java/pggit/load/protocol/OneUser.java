package pggit.load.protocol;

import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.runtime.BoxedUnit;

/** A virtual user on an event loop of its own, without Gatling around it. */
final class OneUser implements AutoCloseable {

  private static final long LIMIT_SECONDS = 30;

  /** The action after the one under test: keeps the session it is handed. */
  private static final class Next extends JavaAction {
    private final BlockingQueue<Session> handedOn = new LinkedBlockingQueue<>();

    Next() {
      super("next");
    }

    @Override
    public void execute(Session session) {
      handedOn.add(session);
    }
  }

  private final DefaultEventLoop eventLoop = new DefaultEventLoop();
  private final Next next = new Next();
  private Session session = newSession();

  /**
   * Makes an action with this user's next action, runs it, and waits until the session is handed
   * on.
   */
  Session does(Function<Action, Action> action) throws InterruptedException {
    action.apply(next).$bang(session);
    var after = next.handedOn.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (after == null) {
      throw new AssertionError("the session was not handed on within " + LIMIT_SECONDS + " s");
    }
    session = after;
    return after;
  }

  /** Starts an action without waiting. */
  void begins(Function<Action, Action> action) {
    action.apply(next).$bang(session);
  }

  boolean isThrough() {
    return !next.handedOn.isEmpty();
  }

  Session session() {
    return session;
  }

  void set(String attribute, Object value) {
    session = session.set(attribute, value);
  }

  @Override
  public void close() {
    eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @SuppressWarnings("unchecked")
  private Session newSession() {
    return new Session(
        "scenario",
        1L,
        Map$.MODULE$.empty(),
        OK$.MODULE$,
        (scala.collection.immutable.List<io.gatling.core.session.Block>)
            (scala.collection.immutable.List<?>) Nil$.MODULE$,
        ignored -> BoxedUnit.UNIT,
        eventLoop);
  }
}
