package pggit.load.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import pggit.load.server.Endpoint;

/** {@link Driver#PGJDBC}: nothing but the JDBC driver. */
final class LoopDriver implements StintDriver {

  /** The first Java with virtual threads; older ones are to be built with, so by reflection. */
  static final int VIRTUAL_SINCE = 21;

  private final Endpoint endpoint;
  private final ThreadFactory threads;
  private volatile boolean stopped;

  LoopDriver(Endpoint endpoint, ThreadFactory threads) {
    this.endpoint = endpoint;
    this.threads = threads;
  }

  static ThreadFactory virtualThreads() {
    try {
      var builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads need Java " + VIRTUAL_SINCE, e);
    }
  }

  @Override
  public Sample run(Stint stint) throws SQLException, InterruptedException {
    stopped = false;
    var requests = new LongAdder();
    var failure = new AtomicReference<Exception>();
    var connections = new ArrayList<Connection>();
    var loops = new ArrayList<Thread>();
    try {
      for (int i = 0; i < stint.connections(); i++) {
        var connection = endpoint.connect();
        connections.add(connection);
        loops.add(threads.newThread(() -> loop(connection, stint.load(), requests, failure)));
      }
      loops.forEach(Thread::start);
      return Window.measure(stint, requests::sum, () -> failure.get() != null);
    } finally {
      stopped = true;
      for (var loop : loops) {
        loop.join();
      }
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private void loop(
      Connection connection, Load load, LongAdder requests, AtomicReference<Exception> failure) {
    var sql = load == Load.COMMIT ? Load.COMMIT_SQL : load.label();
    try (var statement = connection.prepareStatement(sql)) {
      while (!stopped) {
        once(statement, load);
        requests.increment();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  private static void once(PreparedStatement statement, Load load) throws SQLException {
    if (load == Load.COMMIT) {
      statement.setString(1, Load.NAME);
      statement.setString(2, Load.BRANCH);
      statement.setString(3, Load.MESSAGE);
    }
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        rows.getString(1);
      }
    }
  }
}
