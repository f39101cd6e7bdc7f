package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A starting line with a time limit; Gatling's own {@code rendezVous} waits for ever for a user who
 * failed on the way.
 */
record GatherBuilder(String name, int users, Duration limit) implements ActionBuilder {

  GatherBuilder {
    if (users < 1) {
      throw new IllegalArgumentException("users must be >= 1, was " + users);
    }
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> new Gather(name, users, limit, next);
  }

  static final class Gather extends JavaAction {

    private final int users;
    private final Duration limit;
    private final Action next;
    private List<Session> waiting = new ArrayList<>();

    Gather(String name, int users, Duration limit, Action next) {
      super(name);
      this.users = users;
      this.limit = limit;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      List<Session> complete;
      synchronized (this) {
        waiting.add(session);
        if (waiting.size() == 1) {
          var group = waiting;
          var unused =
              session
                  .eventLoop()
                  .schedule(() -> letGo(group), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (waiting.size() < users) {
          return;
        }
        complete = waiting;
        waiting = new ArrayList<>();
      }
      complete.forEach(next::$bang);
    }

    private void letGo(List<Session> group) {
      synchronized (this) {
        if (waiting != group) {
          return; // it was complete in time
        }
        waiting = new ArrayList<>();
      }
      group.forEach(next::$bang);
    }
  }
}
