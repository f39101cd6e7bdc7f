package pggit.load.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import pggit.load.server.Endpoint;

/** SQL by itself, timed: some work again and again on several connections, or on one. */
final class Rounds {

  /** Some work on one connection. */
  interface Work extends AutoCloseable {
    void run() throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /** Makes the work for a connection. */
  interface Maker {
    Work on(Connection connection) throws SQLException;
  }

  /** One commit. */
  static final class Commit implements Work {
    private final PreparedStatement statement;

    Commit(Connection connection) throws SQLException {
      statement = connection.prepareStatement(Load.COMMIT_SQL);
    }

    @Override
    public void run() throws SQLException {
      statement.setString(1, Load.NAME);
      statement.setString(2, Load.BRANCH);
      statement.setString(3, Load.MESSAGE);
      statement.executeQuery().close();
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }

  /** One transaction of some inserts of a branch and a message each. */
  static final class Inserts implements Work {
    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final int parameters;

    Inserts(Connection connection, String... inserts) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(inserts.length == 1);
      parameters = (int) inserts[0].chars().filter(c -> c == '?').count();
      for (var insert : inserts) {
        statements.add(connection.prepareStatement(insert));
      }
    }

    @Override
    public void run() throws SQLException {
      for (var statement : statements) {
        for (int i = 1; i <= parameters; i += 2) {
          statement.setString(i, Load.BRANCH);
          statement.setString(i + 1, Load.MESSAGE);
        }
        statement.executeUpdate();
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }

    @Override
    public void close() throws SQLException {
      for (var statement : statements) {
        statement.close();
      }
    }
  }

  private static final Duration WARMUP = Duration.ofMillis(500);

  private final Endpoint endpoint;
  private final Maker maker;
  private volatile boolean stopped;

  Rounds(Endpoint endpoint, Maker maker) {
    this.endpoint = endpoint;
    this.maker = maker;
  }

  /** How often a second the work is done on that many connections at the same time. */
  double perSecond(int connections, Duration during) throws SQLException, InterruptedException {
    stopped = false;
    var done = new LongAdder();
    var failure = new AtomicReference<SQLException>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < connections; i++) {
      threads.add(new Thread(() -> loop(done, failure), "rounds-" + i));
    }
    threads.forEach(Thread::start);
    var stint = new Stint(Load.COMMIT, connections, WARMUP, during);
    try {
      return Window.measure(stint, done::sum, () -> failure.get() != null).perSecond();
    } finally {
      stopped = true;
      for (var thread : threads) {
        thread.join();
      }
    }
  }

  private void loop(LongAdder done, AtomicReference<SQLException> failure) {
    try (var connection = endpoint.connect();
        var work = maker.on(connection)) {
      while (!stopped) {
        work.run();
        done.increment();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  /**
   * Median time of a commit on one connection.
   *
   * @param durable whether to wait until it is on disk
   */
  static double nanosPerCommit(Connection connection, int count, boolean durable)
      throws SQLException {
    set(connection, "synchronous_commit", durable ? "on" : "off");
    long[] nanos = new long[count];
    try (var commit = new Commit(connection)) {
      for (int i = 0; i < count; i++) {
        long began = System.nanoTime();
        commit.run();
        nanos[i] = System.nanoTime() - began;
      }
    }
    return median(nanos);
  }

  /** Creates some tables more. */
  static void createTables(Connection connection, int count) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute("CREATE TABLE many_" + i + " (id int PRIMARY KEY, data text)");
      }
      statement.execute("VACUUM ANALYZE");
    }
  }

  /**
   * What the event triggers add to one CREATE TABLE: the median with them less the median without,
   * in turns. They do not fire in the role of a replica.
   */
  static double triggersNanos(Connection connection, int count) throws SQLException {
    set(connection, "synchronous_commit", "off");
    long[] with = new long[count];
    long[] without = new long[count];
    for (int i = 0; i < count; i++) {
      set(connection, "session_replication_role", "origin");
      with[i] = createAndDrop(connection);
      set(connection, "session_replication_role", "replica");
      without[i] = createAndDrop(connection);
    }
    set(connection, "session_replication_role", "origin");
    return median(with) - median(without);
  }

  private static long createAndDrop(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      long began = System.nanoTime();
      statement.execute("CREATE TABLE one_more (id int PRIMARY KEY, data text)");
      long took = System.nanoTime() - began;
      statement.execute("DROP TABLE one_more");
      return took;
    }
  }

  private static void set(Connection connection, String setting, String value) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET " + setting + " = " + value);
    }
  }

  private static double median(long[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
