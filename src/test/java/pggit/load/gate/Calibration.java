package pggit.load.gate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/**
 * How long things take on this server right now.
 *
 * @param commitNanos a commit of the reference extension, one user, where nobody disturbs it: the
 *     10th percentile. On a busy machine the median is several times that, mostly waiting for a
 *     core, and a share of it would be too easy to find
 * @param workNanos of its server process in one, on average
 * @param turnNanos of one turn of an empty loop in plpgsql, at its fastest
 */
record Calibration(double commitNanos, double workNanos, double turnNanos) {
  private static final int COMMITS = 400;
  private static final int TURNS = 1_000_000;

  static Calibration of(EmbeddedServer server) {
    try (var database = ScratchDatabase.create(server)) {
      PgGitSource.reference().install(server, database.endpoint(), OnError.STOP);
      Contract contract;
      try (var connection = database.endpoint().connect()) {
        contract = Contract.detect(connection);
      }
      try (var visitor =
          new DuelSession(database.endpoint(), contract, Duration.ofSeconds(30), new DuelTally())) {
        double[] commits = new double[COMMITS];
        long before = visitor.cpuNanos().orElse(0L);
        for (int i = 0; i < COMMITS; i++) {
          commits[i] = visitor.commit().orElseThrow();
        }
        double work = visitor.cpuNanos().orElse(0L) - before;
        double loop = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 5; i++) {
          String sql = "DO $$ BEGIN FOR turn IN 1..%d LOOP END LOOP; END $$".formatted(TURNS);
          loop = Math.min(loop, visitor.ddl(sql).orElseThrow());
        }
        Arrays.sort(commits);
        return new Calibration(commits[COMMITS / 10], work / COMMITS, loop / TURNS);
      }
    } catch (SQLException e) {
      throw new SetupException("the reference extension cannot be timed: " + e.getMessage(), e);
    }
  }

  /** How many turns of the loop take such a share of a commit. */
  long turns(Variant.Share share) {
    double whole = share.ofWork() ? workNanos : commitNanos;
    return Math.max(1, Math.round(share.of() * whole / turnNanos));
  }
}
