package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/**
 * Rows of a plain table in a database without pgGit, written by the same role to the same server:
 * where those fare no better than commits, it is not pgGit's fault.
 */
final class Control implements AutoCloseable {

  static final String INSERT = "INSERT INTO kept (filler) VALUES ('row')";

  private final Endpoint database;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread writer = new Thread(this::write, "drill-control");
  private volatile boolean stopped;

  private Control(LimitedServer server) {
    database = server.createDatabase("control");
  }

  /** Creates the table. One for each server. */
  static Control on(LimitedServer server) throws SQLException {
    var control = new Control(server);
    control.database.execute("CREATE TABLE kept (filler text)");
    return control;
  }

  Endpoint database() {
    return database;
  }

  /** Writes rows until it is closed or the server is gone. */
  void start() {
    writer.setDaemon(true);
    writer.start();
  }

  private void write() {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      while (!stopped) {
        statement.execute(INSERT);
        acknowledged.incrementAndGet();
      }
    } catch (SQLException e) {
      // Killed with the server; only what was acknowledged counts.
    }
  }

  /** Rows that were acknowledged and are not there. To be asked after {@link #close}. */
  long lostOn(LimitedServer copy) throws SQLException {
    return acknowledged.get()
        - copy.server()
            .admin()
            .withDatabase(database.database())
            .ask("SELECT least(count(*), " + acknowledged + ") FROM kept", row -> row.getLong(1));
  }

  /** The verdict, which accuses nobody of what a plain table does not do either. */
  static Verdict unlessAlso(boolean controlFails, Verdict verdict) {
    return controlFails && verdict.outcome() == Outcome.FAIL
        ? verdict
            .undecided("so it is in a table of a database without pgGit: " + verdict.evidence())
            .of(Whose.SERVER)
        : verdict;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    writer.join();
  }
}
