package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * Puts verdicts into Gatling's report. An undecided one is OK there, with its reason in its name's
 * place in our own result.
 */
record VerdictsBuilder(Supplier<List<Verdict>> conclude) implements ActionBuilder {

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) ->
        new Log(conclude, PgGitComponents.of(context), GatlingLog.of(context), next);
  }

  private static final class Log extends JavaAction {

    private final Supplier<List<Verdict>> conclude;
    private final PgGitComponents components;
    private final GatlingLog log;
    private final Action next;

    Log(Supplier<List<Verdict>> conclude, PgGitComponents components, GatlingLog log, Action next) {
      super("verdicts");
      this.conclude = conclude;
      this.components = components;
      this.log = log;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      components.workers().execute(() -> run(session));
    }

    private void run(Session session) {
      for (var verdict : concluded()) {
        var failure = verdict.outcome() == Outcome.FAIL ? verdict.evidence() : null;
        log.response(session, verdict.name(), log.nowMillis(), null, failure);
      }
      next.$bang(session);
    }

    private List<Verdict> concluded() {
      List<Verdict> verdicts;
      try {
        verdicts = new ArrayList<>(conclude.get());
      } catch (Throwable e) { // no verdict is not a pass, and a hung run is worse
        verdicts = List.of(Verdict.fail("verdicts could be computed", String.valueOf(e)));
      }
      long failed = verdicts.stream().filter(v -> v.outcome() == Outcome.FAIL).count();
      var all = new ArrayList<>(verdicts);
      all.add(
          failed == 0
              ? Verdict.pass(PgGitDsl.ALL_VERDICTS, "none failed")
              : Verdict.fail(PgGitDsl.ALL_VERDICTS, failed + " failed"));
      return all;
    }
  }
}
