package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import pggit.load.measure.Recorder;

/**
 * Tells the recorder that a phase begins. One population enters its phase once, whichever of its
 * users comes first.
 */
record PhaseBuilder(String name, boolean measured) implements ActionBuilder {

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) ->
        new Enter(name, measured, PgGitComponents.of(context).protocol().recorder(), next);
  }

  private static final class Enter extends JavaAction {

    private final boolean measured;
    private final Recorder recorder;
    private final Action next;
    private final AtomicBoolean entered = new AtomicBoolean();

    Enter(String name, boolean measured, Recorder recorder, Action next) {
      super(name);
      this.measured = measured;
      this.recorder = recorder;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      if (entered.compareAndSet(false, true)) {
        recorder.phase(name(), measured);
      }
      next.$bang(session);
    }
  }
}
