package pggit.load.protocol;

import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.runtime.BoxedUnit;

/** Virtual users without Gatling: each does the same again and again. */
final class VirtualUsers implements AutoCloseable {

  private final List<DefaultEventLoop> loops;
  private final int users;
  private final Consumer<Session> whenDone;

  VirtualUsers(int users) {
    this(users, session -> {});
  }

  VirtualUsers(int users, Consumer<Session> whenDone) {
    this(users, 2, whenDone);
  }

  /**
   * @param loops event loops; on a single one users come in their order
   * @param whenDone sees the session after each request, on whichever thread has the user
   */
  VirtualUsers(int users, int loops, Consumer<Session> whenDone) {
    this.loops = Stream.generate(DefaultEventLoop::new).limit(loops).toList();
    this.users = users;
    this.whenDone = whenDone;
  }

  /** The action behind the request: begins it again until the user has had his fill. */
  private final class Again extends JavaAction {
    private final AtomicIntegerArray left;
    private final CountDownLatch through;
    private final Function<Action, Action> afterwards;
    private Action request;

    Again(int times, CountDownLatch through, Function<Action, Action> afterwards) {
      super("again");
      this.left = new AtomicIntegerArray(users);
      this.through = through;
      this.afterwards = afterwards;
      for (int user = 0; user < users; user++) {
        left.set(user, times);
      }
    }

    @Override
    public void execute(Session session) {
      whenDone.accept(session);
      if (left.decrementAndGet((int) session.userId()) > 0) {
        request.$bang(session);
      } else {
        afterwards.apply(new Through(through)).$bang(session);
      }
    }
  }

  private static final class Through extends JavaAction {
    private final CountDownLatch latch;

    Through(CountDownLatch latch) {
      super("through");
      this.latch = latch;
    }

    @Override
    public void execute(Session session) {
      latch.countDown();
    }
  }

  /**
   * Lets each user do {@code before}, then the request so many times, then {@code afterwards}.
   *
   * @return a latch that opens when all are through
   */
  CountDownLatch begin(
      Function<Action, Action> before,
      Function<Action, Action> request,
      int times,
      Function<Action, Action> afterwards) {
    var through = new CountDownLatch(users);
    var again = new Again(times, through, afterwards);
    again.request = request.apply(again);
    var first = before.apply(again.request);
    for (int user = 0; user < users; user++) {
      first.$bang(session(user));
    }
    return through;
  }

  /** The request alone, so many times; returns when all are through. */
  void does(Function<Action, Action> request, int times, Duration limit)
      throws InterruptedException {
    var through = begin(next -> next, request, times, next -> next);
    if (!through.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(through.getCount() + " users were not through within " + limit);
    }
  }

  @SuppressWarnings("unchecked")
  private Session session(int user) {
    return new Session(
        "scenario",
        user,
        Map$.MODULE$.empty(),
        OK$.MODULE$,
        (scala.collection.immutable.List<io.gatling.core.session.Block>)
            (scala.collection.immutable.List<?>) Nil$.MODULE$,
        ignored -> BoxedUnit.UNIT,
        loops.get(user % loops.size()));
  }

  @Override
  public void close() {
    loops.forEach(loop -> loop.shutdownGracefully(0, 0, TimeUnit.SECONDS));
  }
}
