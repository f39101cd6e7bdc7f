package pggit.load.simulations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.BranchLog;
import pggit.load.pggit.HistoryCheck;
import pggit.load.pggit.HistoryCheck.Look;
import pggit.load.server.Endpoint;

/** Reads the users' branches all the while, each in its turn, as two sessions of two threads. */
final class Histories implements AutoCloseable {

  private static final int READERS = 2;
  private static final long PAUSE_MILLIS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Traffic traffic;
  private final Optional<BranchLog> log;
  private final Endpoint readers;
  private final Endpoint harness;
  private final List<Thread> threads = new ArrayList<>();
  private long looks;
  private long commits;
  private volatile boolean inOrder = true;
  private volatile boolean over;

  /**
   * @param log empty: nothing can be read
   * @param readers their way to the server, which may be harmed
   * @param harness another one
   */
  Histories(Traffic traffic, Optional<BranchLog> log, Endpoint readers, Endpoint harness) {
    this.traffic = traffic;
    this.log = log;
    this.readers = readers;
    this.harness = harness;
  }

  void start() {
    for (int i = 1; i <= READERS && log.isPresent(); i++) {
      var how = log.get();
      int number = i;
      var thread = new Thread(() -> read(number, how), "nemesis-reader-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void read(int number, BranchLog how) {
    Connection connection = null;
    for (int n = number; !over; n++) {
      try {
        connection = connection == null ? readers.connect() : connection;
        var branches = traffic.branches();
        look(connection, "reader " + number, branches.get(n % branches.size()), how);
      } catch (SQLException e) { // as anybody under a fault
        close(connection);
        connection = null;
      }
      Traffic.sleep(PAUSE_MILLIS);
    }
    close(connection);
  }

  static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // It is lost anyway.
    }
  }

  private void look(Connection connection, String session, Traffic.Branch branch, BranchLog how)
      throws SQLException {
    long begun = System.nanoTime();
    var read = how.read(connection, branch.name());
    long ended = System.nanoTime();
    // The ledger's stamp stands before the key.
    var keys = read.messages().stream().map(m -> m.substring(m.lastIndexOf(' ') + 1)).toList();
    if (!read.ordered()) {
      inOrder = false;
    }
    branch.looks().add(new Look(session, keys, begun, ended));
  }

  /** While the users stand still: what no serial order explains of the branches they are on. */
  Map<HistoryCheck.Kind, List<HistoryCheck.Anomaly>> check() throws SQLException {
    var found = new TreeMap<HistoryCheck.Kind, List<HistoryCheck.Anomaly>>();
    if (log.isEmpty()) {
      return found;
    }
    try (var connection = harness.connect()) {
      for (var branch : traffic.branches()) {
        look(connection, "reader at rest", branch, log.get());
        looks += branch.looks().size();
        commits += branch.attempts().size();
        HistoryCheck.of(branch.attempts(), branch.looks(), inOrder)
            .forEach(a -> found.computeIfAbsent(a.kind(), k -> new ArrayList<>()).add(a));
      }
    }
    return found;
  }

  /** Commits that were judged so far. */
  long commits() {
    return commits;
  }

  /** Whether anything was read. */
  boolean any() {
    return looks > 0;
  }

  /** What was read, and how much can be told from it. */
  String told() {
    return "%,d reads of branches, %,d commits%s"
        .formatted(looks, commits, inOrder ? "" : "; their order cannot be read");
  }

  @Override
  public void close() {
    over = true;
    for (var thread : threads) {
      try {
        thread.join(LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
