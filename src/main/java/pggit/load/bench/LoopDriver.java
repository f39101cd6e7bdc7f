package pggit.load.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import pggit.load.server.Endpoint;

/** {@link Driver#PGJDBC}: nothing but the driver. */
final class LoopDriver implements StintDriver {

  private final Endpoint endpoint;
  private volatile boolean stopped;

  LoopDriver(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Sample run(Stint stint) throws SQLException, InterruptedException {
    stopped = false;
    var requests = new LongAdder();
    var failure = new AtomicReference<Exception>();
    var connections = new ArrayList<Connection>();
    var threads = new ArrayList<Thread>();
    try {
      for (int i = 0; i < stint.connections(); i++) {
        var connection = endpoint.connect();
        connections.add(connection);
        threads.add(
            new Thread(() -> loop(connection, stint.load(), requests, failure), "loop-" + i));
      }
      threads.forEach(Thread::start);
      return Window.measure(stint, requests::sum, () -> failure.get() != null);
    } finally {
      stopped = true;
      for (var thread : threads) {
        thread.join();
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
