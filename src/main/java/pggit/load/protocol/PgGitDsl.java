package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.galaxio.gatling.jdbc.protocol.JdbcProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import scala.runtime.BoxedUnit;

/** Entry points of the DSL; import them statically beside Gatling's {@code CoreDsl}. */
public final class PgGitDsl {

  /** The group that verdicts stand in, and the scenario that reaches them. */
  private static final String VERDICTS = "verdicts";

  /** Name of the request that is KO when any verdict failed. */
  static final String ALL_VERDICTS = "all verdicts";

  private static final Logger LOG = LoggerFactory.getLogger(PgGitDsl.class);

  private PgGitDsl() {}

  /**
   * Begins a request against pgGit.
   *
   * @param requestName its name in reports, also the operation's name in the recorder; not Gatling
   *     EL, so that a load of requests stays one operation
   */
  public static Request pggit(String requestName) {
    return new Request(requestName);
  }

  /**
   * Holds users back until {@code users} of them have arrived, then lets them go on together; lets
   * go of those who are there when {@code limit} has passed since the first one came, so that a
   * user who failed before holds up nobody.
   */
  public static ActionBuilder gather(String name, int users, Duration limit) {
    return gathering(name, users, limit, (next, context) -> group -> group.forEach(next::$bang));
  }

  /**
   * The same, and has something done before they go on, on a worker thread.
   *
   * @param before whatever becomes of it, they go on
   */
  public static ActionBuilder gather(String name, int users, Duration limit, Runnable before) {
    return gathering(
        name,
        users,
        limit,
        (next, context) -> {
          var workers = PgGitComponents.of(context).workers;
          return group ->
              workers.execute(
                  () -> {
                    Worker.attempt(before);
                    group.forEach(next::$bang);
                  });
        });
  }

  private static ActionBuilder gathering(
      String name,
      int users,
      Duration limit,
      BiFunction<Action, ScenarioContext, Consumer<List<Session>>> goOn) {
    if (users < 1) {
      throw new IllegalArgumentException("users must be >= 1, was " + users);
    }
    return JavaAction.builder(
        name, (next, context) -> new Gather(users, limit, goOn.apply(next, context)));
  }

  /** Holds users back until an instant of {@link System#nanoTime}, if that is still to come. */
  public static ActionBuilder until(String name, LongSupplier nanos) {
    return JavaAction.builder(
        name,
        (next, context) -> {
          var components = PgGitComponents.of(context);
          return session -> {
            if (nanos.getAsLong() - System.nanoTime() <= 0) {
              next.$bang(session);
            } else {
              components.at(nanos.getAsLong(), () -> next.$bang(session));
            }
          };
        });
  }

  /**
   * A population that begins when others elsewhere do, too.
   *
   * @param population and what comes behind it
   * @param meet waits for the others, on a worker thread, and tells the instant of {@link
   *     System#nanoTime} at which all begin; given the name of the scenario
   */
  public static PopulationBuilder met(PopulationBuilder population, ToLongFunction<String> meet) {
    var name = population.asScala().scenarioBuilder().name();
    var start = new AtomicLong(System.nanoTime());
    return scenario("before " + name)
        .exec(perform("meet", () -> start.set(meet.applyAsLong(name))))
        .injectOpen(atOnceUsers(1))
        .noShard()
        .andThen(AgreedStart.of(population, start::get));
  }

  /**
   * Begins a phase of the run, as soon as the first user of a population comes by.
   *
   * @param measured false for a warm-up, whose times are never reported
   */
  public static ActionBuilder phase(String name, boolean measured) {
    return JavaAction.builder(
        name,
        (next, context) -> {
          var recorder = PgGitComponents.of(context).protocol.recorder();
          var entered = new AtomicBoolean();
          return session -> {
            if (entered.compareAndSet(false, true)) {
              recorder.phase(name, measured);
            }
            next.$bang(session);
          };
        });
  }

  /**
   * Something that the harness does between requests, on a worker thread, while the user waits for
   * it; no request in any report. If it throws, the user goes on as failed.
   */
  public static ActionBuilder perform(String name, Runnable work) {
    return JavaAction.builder(
        name,
        (next, context) -> onWorker(name, PgGitComponents.of(context), next, unused -> work.run()));
  }

  /**
   * The same once for all users who come by: the first one has it done, and nobody goes on before
   * it is.
   */
  public static ActionBuilder once(String name, Runnable work) {
    return JavaAction.builder(
        name,
        (next, context) -> {
          var components = PgGitComponents.of(context);
          return new Once(done -> onWorker(name, components, done, unused -> work.run()), next);
        });
  }

  /**
   * Closes the pool that gatling-jdbc opened for this population, which it never does itself. At
   * the latest the end of the run closes it.
   */
  public static ActionBuilder closeJdbcPool() {
    var name = "close pool of gatling-jdbc";
    return JavaAction.builder(
        name,
        (next, context) -> {
          var components = context.protocolComponentsRegistry();
          var client = components.components(JdbcProtocol.jdbcProtocolKey()).client();
          context
              .coreComponents()
              .actorSystem()
              .registerOnTermination(
                  () -> {
                    client.close(); // may come twice
                    return BoxedUnit.UNIT;
                  });
          return onWorker(name, PgGitComponents.of(context), next, unused -> client.close());
        });
  }

  /**
   * The last population of a simulation: logs each verdict as a request of its name (KO with the
   * evidence as message) in a group of their own, and after them what {@link #noVerdictFailed}
   * asserts.
   *
   * @param conclude computes the verdicts; runs on a worker thread
   */
  public static PopulationBuilder verdicts(Supplier<List<Verdict>> conclude) {
    var step =
        JavaAction.builder(
            VERDICTS,
            (next, context) -> {
              var components = PgGitComponents.of(context);
              var log = components.log;
              return onWorker(
                  VERDICTS,
                  components,
                  next,
                  session -> concluded(conclude).forEach(verdict -> log(verdict, session, log)));
            });
    return scenario(VERDICTS).exec(group(VERDICTS).on(exec(step))).injectOpen(atOnceUsers(1));
  }

  /** Holds if verdicts were reached and none of them is a FAIL; undecided ones fail nothing. */
  public static Assertion noVerdictFailed() {
    return details(VERDICTS, ALL_VERDICTS).successfulRequests().count().is(1L);
  }

  /**
   * Holds if this verdict was reached and is no FAIL, so that its subject stands by name in
   * Gatling's report.
   */
  public static Assertion notFailed(String verdict) {
    return details(VERDICTS, verdict).failedRequests().count().is(0L);
  }

  static List<Verdict> concluded(Supplier<List<Verdict>> conclude) {
    var verdicts = new ArrayList<Verdict>();
    try {
      verdicts.addAll(conclude.get());
    } catch (Throwable e) { // a hung run is worse
      verdicts.add(Verdict.notJudged(e));
    }
    long failed = verdicts.stream().filter(v -> v.outcome() == Outcome.FAIL).count();
    verdicts.add(
        failed == 0
            ? Verdict.pass(ALL_VERDICTS, "none failed")
            : Verdict.fail(ALL_VERDICTS, failed + " failed"));
    return verdicts;
  }

  /** An undecided verdict is OK in Gatling's report; its reason is in our own result. */
  private static void log(Verdict verdict, Session session, GatlingLog log) {
    var failure = verdict.outcome() == Outcome.FAIL ? verdict.evidence() : null;
    log.response(session, verdict.name(), 0, null, failure);
  }

  /** Hands the user to a worker, who does the work and lets the user go on whatever happens. */
  private static Consumer<Session> onWorker(
      String name, PgGitComponents components, Action next, Consumer<Session> work) {
    return session -> {
      try {
        components.workers.execute(() -> next.$bang(after(name, work, session)));
      } catch (RejectedExecutionException e) { // the run is over
        next.$bang(session.markAsFailed());
      }
    };
  }

  private static Session after(String name, Consumer<Session> work, Session session) {
    try {
      work.accept(session);
      return session;
    } catch (Throwable e) { // a user who is not handed on hangs the run
      LOG.warn("{} went wrong: {}", name, e.getMessage());
      LOG.debug("{} went wrong", name, e);
      return session.markAsFailed();
    }
  }
}
