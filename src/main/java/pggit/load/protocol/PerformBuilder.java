package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that the harness does between requests, while the user waits for it. */
record PerformBuilder(String name, Runnable work) implements ActionBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(PerformBuilder.class);

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> new Perform(name, work, PgGitComponents.of(context).workers(), next);
  }

  private static final class Perform extends JavaAction {

    private final Runnable work;
    private final ExecutorService workers;
    private final Action next;

    Perform(String name, Runnable work, ExecutorService workers, Action next) {
      super(name);
      this.work = work;
      this.workers = workers;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      try {
        workers.execute(() -> run(session));
      } catch (RejectedExecutionException e) { // the run is over
        next.$bang(session.markAsFailed());
      }
    }

    private void run(Session session) {
      var after = session;
      try {
        work.run();
      } catch (RuntimeException e) { // the user goes on: one who is not handed on hangs the run
        LOG.warn("{} went wrong: {}", name(), e.getMessage());
        LOG.debug("{} went wrong", name(), e);
        after = session.markAsFailed();
      }
      next.$bang(after);
    }
  }
}
