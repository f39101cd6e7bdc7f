package pggit.load.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import pggit.load.server.Endpoint;

/** {@link Driver#PGJDBC}: nothing but the JDBC driver. */
final class JdbcLoop {

  private final LongAdder done = new LongAdder();
  private volatile boolean stopped;

  Served run(Endpoint endpoint, Load load, int connections, int seconds) throws Exception {
    var open = new ArrayList<Connection>();
    while (open.size() < connections) {
      open.add(endpoint.connect());
    }
    var loops = new ArrayList<Future<?>>();
    var threads = Executors.newFixedThreadPool(connections);
    try {
      for (var connection : open) {
        loops.add(threads.submit(() -> loop(connection, load)));
      }
      return Served.measure(1, seconds, done::sum, () -> loops.stream().anyMatch(Future::isDone));
    } finally {
      stopped = true;
      threads.shutdown();
      for (var loop : loops) {
        loop.get(); // throws what ended it
      }
    }
  }

  private boolean loop(Connection connection, Load load) throws SQLException {
    try (connection;
        var statement = connection.prepareStatement(load.sql)) {
      while (!stopped) {
        for (int i = 0; i < load.arguments.size(); i++) {
          statement.setString(i + 1, load.arguments.get(i));
        }
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            rows.getString(1);
          }
        }
        done.increment();
      }
      return true;
    }
  }
}
