package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import pggit.load.measure.Verdict;

/** Entry points of the DSL; import them statically beside Gatling's {@code CoreDsl}. */
public final class PgGitDsl {

  /** Name of the request that is KO when any verdict failed. */
  static final String ALL_VERDICTS = "all verdicts";

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
    return new GatherBuilder(name, users, limit);
  }

  /**
   * Begins a phase of the run, as soon as the first user of a population comes by.
   *
   * @param measured false for a warm-up, whose times are never reported
   */
  public static ActionBuilder phase(String name, boolean measured) {
    return new PhaseBuilder(name, measured);
  }

  /**
   * Something that the harness does between requests, on a worker thread, while the user waits for
   * it; no request in any report. If it throws, the user goes on as failed.
   */
  public static ActionBuilder perform(String name, Runnable work) {
    return new PerformBuilder(name, work);
  }

  /**
   * Closes the pool that gatling-jdbc opened for this population, which it never does itself. At
   * the latest the end of the run closes it.
   */
  public static ActionBuilder closeJdbcPool() {
    return new JdbcPool("close pool of gatling-jdbc");
  }

  /**
   * The last population of a simulation: logs each verdict as a request of its name (KO with the
   * evidence as message), and after them what {@link #noVerdictFailed} asserts.
   *
   * @param conclude computes the verdicts; runs on a worker thread
   */
  public static PopulationBuilder verdicts(Supplier<List<Verdict>> conclude) {
    return scenario("verdicts").exec(new VerdictsBuilder(conclude)).injectOpen(atOnceUsers(1));
  }

  /** Holds if verdicts were reached and none of them is a FAIL; undecided ones fail nothing. */
  public static Assertion noVerdictFailed() {
    return details(ALL_VERDICTS).successfulRequests().count().is(1L);
  }

  /**
   * Users who arrive at a steady rate, whose first request counts from when they were to arrive.
   *
   * @param usersPerSecond greater than 0
   */
  public static Arrivals arrivals(double usersPerSecond, Duration during) {
    return new Arrivals(usersPerSecond, during);
  }
}
