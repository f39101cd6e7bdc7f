package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A starting line with a time limit; Gatling's own {@code rendezVous} waits for ever for a user who
 * failed on the way.
 */
final class Gather implements Consumer<Session> {

  private final int users;
  private final Duration limit;
  private final Consumer<List<Session>> next;
  private List<Session> waiting = new ArrayList<>();

  /**
   * @param next gets those who go on together
   */
  Gather(int users, Duration limit, Consumer<List<Session>> next) {
    this.users = users;
    this.limit = limit;
    this.next = next;
  }

  @Override
  public void accept(Session session) {
    List<Session> complete;
    synchronized (this) {
      var group = waiting;
      group.add(session);
      if (group.size() == 1) {
        var unused =
            session
                .eventLoop()
                .schedule(() -> timeOut(group), limit.toNanos(), TimeUnit.NANOSECONDS);
      }
      if (group.size() < users) {
        return;
      }
      complete = group;
      waiting = new ArrayList<>();
    }
    next.accept(complete);
  }

  private void timeOut(List<Session> group) {
    synchronized (this) {
      if (waiting != group) {
        return; // it was complete in time
      }
      waiting = new ArrayList<>();
    }
    next.accept(group);
  }
}
