package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * How many Trinity IDs fit into how many bytes, and whether each takes as much as the one before.
 * Takes a server with a small disk for data.
 */
final class StorageDrill {

  private static final int ROOM = 6 << 20;
  private static final int STEP = 500;
  private static final int LEAST_STEPS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(25);

  /** Growth faster than linear would make the second half dearer than the first. */
  private static final double ALLOWED = 1.5;

  private StorageDrill() {}

  static void countIdsThatFit(Site site, DrillLog findings) throws Exception {
    List<Double> commits = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    SQLException refusal = null;
    long done = 0;
    long free;
    try (var connection = site.inAHurry().connect()) {
      site.open(Site.TEN_BRANCHES);
      site.server().disk().fill(ROOM);
      free = site.server().disk().freeBytes();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (refusal == null && System.nanoTime() < deadline) {
        if (done % STEP == 0) {
          commits.add((double) done);
          bytes.add((double) databaseBytes(connection));
        }
        try {
          site.commit(connection, Site.TEN_BRANCHES[(int) (done % 10)], site.message("commit"));
          done++;
        } catch (SQLException e) {
          refusal = e;
        }
      }
    }
    if (refusal == null) {
      findings.note(
          "the disk was not full after %d commits in %s: bytes per commit from those"
              .formatted(done, LIMIT));
    } else {
      findings.verdict(
          DiskDrills.DISK_FULL.equals(refusal.getSQLState()),
          "a full disk is reported as such",
          "%s after %,d commits in %,d bytes".formatted(refusal.getSQLState(), done, free));
      findings.metric(
          Estimate.of(
              "Trinity IDs in %d MB".formatted(free >> 20),
              "commits",
              Direction.HIGHER_IS_BETTER,
              done,
              1));
    }
    judge(commits, bytes, findings);
    site.server().disk().free();
    findings.verdicts(site.audit().verdicts());
  }

  private static void judge(List<Double> commits, List<Double> bytes, DrillLog findings) {
    String name = "storage grows linearly with the number of commits";
    if (commits.size() < LEAST_STEPS) {
      findings.verdict(
          pggit.load.measure.Verdict.undecided(
              name, "only %d measurements, every %d commits".formatted(commits.size(), STEP)));
      return;
    }
    findings.metric(trend(commits, bytes, 0, commits.size()).estimate("bytes per commit"));
    int half = commits.size() / 2;
    double first = trend(commits, bytes, 0, half).perCommit().value();
    double second = trend(commits, bytes, half, commits.size()).perCommit().value();
    findings.verdict(
        second <= ALLOWED * first,
        name,
        String.format(
            Locale.ROOT,
            "%.0f bytes a commit in the first half of %,.0f commits, %.0f in the second; at most"
                + " %.1f times as much was expected",
            first,
            commits.get(commits.size() - 1),
            second,
            ALLOWED));
  }

  private static BytesPerCommit trend(List<Double> commits, List<Double> bytes, int from, int to) {
    return BytesPerCommit.of(
        commits.subList(from, to).stream().mapToDouble(d -> d).toArray(),
        bytes.subList(from, to).stream().mapToDouble(d -> d).toArray());
  }

  private static long databaseBytes(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_database_size(current_database())")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
