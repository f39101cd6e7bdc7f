package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.galaxio.gatling.javaapi.JdbcDsl.jdbc;
import static pggit.load.protocol.PgGitDsl.pggit;

import io.gatling.javaapi.core.PopulationBuilder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.server.Endpoint;
import pggit.load.server.ProcessMemory;

/**
 * What a user costs who waits for one of twenty connections, and when it is refused: all come at
 * once, each holds a connection for 50 ms.
 *
 * @param driver POOLED or GATLING_JDBC
 */
record WaitingBench(Driver driver, int users) implements Child.Job {

  private static final String HOLD = "SELECT 'held', pg_sleep(0.05)";

  /** In bytes, without garbage. */
  private record Memory(double heap, double resident) {
    static Memory now() {
      System.gc();
      return new Memory(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ProcessMemory.of(ProcessHandle.current().pid()).residentBytes());
    }
  }

  @Override
  public List<Estimate> run(Endpoint endpoint) throws Exception {
    var coming = new CountDownLatch(users);
    var refused = new ConcurrentLinkedQueue<Double>();
    var empty = new CompletableFuture<Memory>(); // but for Gatling
    var found = new ArrayList<Estimate>();
    try (var gatling =
        new GatlingLoad(
            endpoint,
            20,
            load -> {
              empty.complete(Memory.now());
              return population(coming, refused);
            })) {
      if (!coming.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("%d users did not come".formatted(coming.getCount()));
      }
      found.add(figure("threads", "", ManagementFactory.getThreadMXBean().getThreadCount()));
      var full = Memory.now();
      found.add(figure("heap", "bytes/user", (full.heap - empty.join().heap) / users));
      found.add(figure("RSS", "bytes/user", (full.resident - empty.join().resident) / users));
    }
    found.add(figure("refused", "users", refused.size()));
    var millis = refused.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    if (millis.getCount() > 0) {
      found.add(figure("refused after at least", "ms", millis.getMin()));
      found.add(figure("refused after at most", "ms", millis.getMax()));
    }
    return found;
  }

  private PopulationBuilder population(CountDownLatch coming, Queue<Double> refused) {
    return scenario("waiting")
        .exec(
            session -> {
              coming.countDown();
              return session.set("began", System.nanoTime());
            })
        .exec(
            driver == Driver.GATLING_JDBC
                ? GatlingLoad.marked(jdbc("hold").query(HOLD))
                : exec(pggit("hold").sql(HOLD)))
        .exec(
            session -> {
              if (session.isFailed()) {
                refused.add((System.nanoTime() - session.getLong("began")) / 1e6);
              }
              return session;
            })
        .injectOpen(atOnceUsers(users));
  }

  private Estimate figure(String kind, String unit, double value) {
    var of = new Estimate.Of(driver.name(), kind).at(users, "waiting users");
    return Estimate.of(kind, unit, Direction.LOWER_IS_BETTER, value, users).of(of);
  }
}
