package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pggit.load.protocol.SqlErrors;
import pggit.load.server.LimitedServer;
import pggit.load.server.ProcessMemory;

/** Memory of server and client: bounded, steady, and short. */
final class MemoryDrills {

  static final String OUT_OF_MEMORY = "53200";

  private static final long MIB = 1 << 20;

  /** What a session may take at its peak to version one table, whatever its width. */
  private static final long PEAK_LIMIT = 128 * MIB;

  /** Growth of a session's memory that is too small to matter, in bytes for each commit. */
  private static final double LEAK_LIMIT = 64;

  private static final int MEASUREMENTS = 20;
  private static final int NEIGHBOURS = 10;

  private MemoryDrills() {}

  /** A table of so many columns is created, altered and committed in one session. */
  static Drill columns(int columns) {
    return (site, findings) -> {
      try (var connection = site.database().connect()) {
        long pid = LimitedServer.backendOf(connection);
        long before = ProcessMemory.of(pid).residentBytes();
        ProcessMemory.forgetPeak(pid);
        var table =
            IntStream.range(0, columns)
                .mapToObj(i -> "column_" + i + " int")
                .collect(Collectors.joining(", ", "CREATE TABLE wide (", ")"));
        execute(connection, table);
        site.commit(connection, "main", site.message("a table of %d columns".formatted(columns)));
        var first = versionOf(site, connection);
        execute(connection, "ALTER TABLE wide RENAME COLUMN column_1 TO renamed");
        site.commit(connection, "main", site.message("a column renamed"));
        var second = versionOf(site, connection);
        long peak = ProcessMemory.of(pid).peakBytes();
        findings.metric("peak of the session's resident memory", "MB", (double) peak / MIB);
        findings.metric("of that when it began", "MB", (double) before / MIB);
        contextBytes(connection)
            .ifPresent(
                bytes ->
                    findings.metric(
                        "pg_backend_memory_contexts in the end", "MB", (double) bytes / MIB));
        findings.verdict(
            peak <= PEAK_LIMIT,
            "bounded server memory",
            "the session took %d MB at its peak, at most %d MB are allowed"
                .formatted(peak / MIB, PEAK_LIMIT / MIB));
        if (site.contract().versionSql().isPresent()) {
          findings.verdict(
              first.isPresent() && second.isPresent() && !first.equals(second),
              "table is versioned",
              "version %s when created, %s after ALTER TABLE"
                  .formatted(first.orElse("(none)"), second.orElse("(none)")));
        }
      } catch (SQLException e) {
        findings.verdict(
            false,
            "table is versioned",
            "it failed: %s %s".formatted(e.getSQLState(), e.getMessage()));
      }
      findings.verdicts(site.audit().verdicts());
    };
  }

  /** One session makes so many commits: neither its memory nor this JVM's creeps. */
  static Drill session(int commits) {
    return (site, findings) -> {
      int step = Math.max(1, commits / MEASUREMENTS);
      var x = new double[MEASUREMENTS];
      var contexts = new double[MEASUREMENTS];
      var own = new double[MEASUREMENTS];
      var heap = new double[MEASUREMENTS];
      boolean hasContexts;
      site.open(Site.TEN_BRANCHES);
      long inCommits = 0;
      try (var connection = site.inAHurry().connect()) {
        long pid = LimitedServer.backendOf(connection);
        for (int i = 0; i < 2 * step; i++) { // caches fill up to their size
          commit(site, connection, i);
        }
        hasContexts = contextBytes(connection).isPresent();
        for (int m = 0; m < MEASUREMENTS; m++) {
          x[m] = (double) m * step;
          contexts[m] = contextBytes(connection).orElse(0L);
          own[m] = ProcessMemory.of(pid).ownBytes();
          heap[m] = LiveHeap.bytes();
          long begun = System.nanoTime();
          for (int i = 0; i < step; i++) {
            commit(site, connection, i);
          }
          inCommits += System.nanoTime() - begun;
        }
      }
      findings.metric("time of a commit", "ms", inCommits / 1e6 / (MEASUREMENTS * step));
      if (hasContexts) {
        steady(
            findings,
            "memory in the session's contexts",
            "leaks in the server",
            BytesPerCommit.of(x, contexts));
      }
      steady(
          findings,
          "resident memory of the session",
          "leaks in the server",
          BytesPerCommit.of(x, own));
      steady(findings, "heap of the client", "leaks in the client", BytesPerCommit.of(x, heap));
      findings.verdicts(site.audit().verdicts());
    };
  }

  private static void commit(Site site, Connection connection, int i) throws SQLException {
    site.commit(connection, Site.TEN_BRANCHES[i % 10], site.message("one of many"));
  }

  private static void steady(DrillLog findings, String what, String defect, BytesPerCommit trend) {
    findings.metric(trend.estimate(what + " slope"));
    findings.verdict(
        trend.isBelow(LEAK_LIMIT),
        what + " does not grow",
        trend.isBelow(LEAK_LIMIT)
            ? "%s over %d measurements".formatted(trend, trend.measurements())
            : "it %s: %s, less than %.0f or an interval with 0 was expected"
                .formatted(defect, trend, LEAK_LIMIT));
  }

  /** One session has no memory left while others go on: it gets an error, they get nothing. */
  static void oneSessionOutOfMemory(Site site, DrillLog findings) throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    try (var load = CommitLoad.direct(site, site.database()::connect, NEIGHBOURS, 200);
        var victim = site.database().connect()) {
      load.awaitMore(NEIGHBOURS * 3L);
      long pid = LimitedServer.backendOf(victim);
      long from = System.nanoTime();
      // The less room, the earlier it fails: reading the message, as a parameter, in pgGit's hands.
      for (int room = 2; room <= 32; room += 6) {
        site.server().limitBackend(pid, room * MIB);
        outcomes.merge(outcome(site, victim, (int) (8 * MIB), room), 1, Integer::sum);
        findings.verdict(
            DiskDrills.answers(victim),
            "connection usable after it ran out of memory",
            "with room for %d MB".formatted(room));
        site.server().liftLimit(pid);
      }
      String after = outcome(site, victim, (int) (8 * MIB), 99);
      long to = System.nanoTime();
      findings.verdict(
          after.equals("stored"),
          "same session goes on once there is memory",
          "a message of 8 MB: " + after);
      findings.metric(
          pggit.load.measure.Estimate.of(
              "commits of the %d others meanwhile".formatted(NEIGHBOURS),
              "commits",
              pggit.load.measure.Direction.NEITHER,
              load.succeededWithin(from, to),
              1));
      load.end(findings);
      findings.verdict(
          load.harm().isEmpty() && load.succeededWithin(from, to) > 0,
          "other sessions unharmed when one runs out of memory",
          "%d commits of theirs meanwhile, failures %s"
              .formatted(load.succeededWithin(from, to), load.failures()));
    }
    onlyOutOfMemory(outcomes, findings);
    ServerDrills.balance(site, findings);
  }

  /** The server as a whole may not take more: large commits are refused, small ones go on. */
  static void serverShortOfMemory(Site site, DrillLog findings) throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    try (var connection = site.database().connect()) {
      outcomes.merge(outcome(site, connection, (int) (48 * MIB), 1), 1, Integer::sum);
      var small = outcome(site, connection, 1000, 2);
      findings.verdict(
          small.equals("stored"),
          "same session goes on with what fits",
          "a message of 1 KB: " + small);
    }
    onlyOutOfMemory(outcomes, findings);
    ServerDrills.balance(site, findings);
  }

  private static void onlyOutOfMemory(Map<String, Integer> outcomes, DrillLog findings) {
    findings.verdict(
        outcomes.getOrDefault(OUT_OF_MEMORY, 0) > 0
            && outcomes.keySet().stream()
                .allMatch(o -> o.equals(OUT_OF_MEMORY) || o.equals("stored")),
        "too little memory is reported as such",
        "outcomes %s; expected %s, or success where it sufficed"
            .formatted(outcomes, OUT_OF_MEMORY));
  }

  private static String outcome(Site site, Connection connection, int bytes, long seed) {
    try {
      site.commit(connection, "main", site.message(bytes, seed));
      return "stored";
    } catch (SQLException e) {
      return SqlErrors.sqlState(e);
    }
  }

  private static Optional<String> versionOf(Site site, Connection connection) throws SQLException {
    return site.contract().versionSql().isPresent()
        ? site.version(connection, "wide")
        : Optional.empty();
  }

  /** What the session itself says to use; empty if this server cannot tell. */
  static Optional<Long> contextBytes(Connection connection) {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT sum(used_bytes) FROM pg_backend_memory_contexts")) {
      rows.next();
      return Optional.of(rows.getLong(1));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
