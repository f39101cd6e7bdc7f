package pggit.load.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;

/**
 * What a new branch costs while tables become many. One that is rolled back leaves dead rows, for
 * each object that pgGit copies one, and they make dearer whatever has to pass them. So none is
 * weighed in the database under load, but in copies of another one, which was as fresh and is made
 * larger step by step. For one thread at a time.
 */
final class BranchCosts implements AutoCloseable {

  /** As many as a law takes; each is a copy of a database. */
  private static final int SIZES = 6;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PostgresServer server;
  private final Contract contract;
  private final Endpoint user;
  private final ScratchDatabase fresh;
  private final Set<String> obstacles = new LinkedHashSet<>();

  /**
   * @param user as whom the load works
   * @param fresh to be made larger, and closed with this
   */
  BranchCosts(PostgresServer server, Contract contract, Endpoint user, ScratchDatabase fresh) {
    this.server = server;
    this.contract = contract;
    this.user = user.withDatabase(fresh.endpoint().database());
    this.fresh = fresh;
  }

  /**
   * Weighs a new branch at up to six of the sizes that the load went through, the first and the
   * last among them.
   *
   * @param perStep tables of a step
   */
  CostCurve weigh(int perStep, int steps) {
    var curve = new CostCurve("create_branch", "schema", "tables", false);
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    int size = 0;
    try {
      for (int step : chosen(steps)) {
        int wanted = step * perStep;
        size = FarCopy.grow(user, contract, FarCopy.Grown.TABLES, size, wanted, endNanos);
        if (size < wanted) {
          obstacles.add("%,d tables were not reached within %s".formatted(wanted, LIMIT));
          break;
        }
        CostProbe.inCopy(server, user, contract, probe -> weigh(curve, wanted, probe));
      }
    } catch (SQLException e) {
      obstacles.add("a fresh database could not be made larger: " + e.getMessage());
    } catch (SetupException e) {
      obstacles.add(String.valueOf(e.getMessage()));
    }
    return curve;
  }

  private void weigh(CostCurve curve, int tables, CostProbe probe) {
    curve.work(tables, probe.newBranch());
    obstacles.addAll(probe.refused().values());
  }

  /** Steps at equal distances, as far as whole ones go. */
  static List<Integer> chosen(int steps) {
    return IntStream.range(0, SIZES)
        .map(i -> 1 + (int) Math.round(i * (steps - 1.0) / (SIZES - 1)))
        .distinct()
        .boxed()
        .toList();
  }

  /** What kept branches from being weighed at all sizes. */
  Set<String> obstacles() {
    return Set.copyOf(obstacles);
  }

  @Override
  public void close() {
    fresh.close();
  }
}
