package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/**
 * A control without pgGit: a database of its own with a function that inserts as many rows into one
 * table as take one user about as long as a commit does. Anybody may call it.
 */
public final class PlainInserts implements AutoCloseable {

  private static final String SCHEMA =
      """
      CREATE SCHEMA plain;
      GRANT USAGE ON SCHEMA plain TO PUBLIC;
      CREATE TABLE plain.rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stored text);
      GRANT INSERT ON plain.rows TO PUBLIC;
      CREATE FUNCTION plain.work(rows int) RETURNS int LANGUAGE plpgsql AS $$
      BEGIN
        FOR i IN 1 .. rows LOOP
          INSERT INTO plain.rows (stored) VALUES (md5(i::text));
        END LOOP;
        RETURN rows;
      END $$
      """;

  private static final int MOST_ROWS = 4_096;
  private static final int TIMES = 21;

  private final ScratchDatabase database;
  private final int rows;

  private PlainInserts(ScratchDatabase database, int rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * @param asLong what one user's commit takes, the way to the server and back included
   * @throws SetupException if no database can be made
   */
  public static PlainInserts lasting(Duration asLong, PostgresServer server) {
    var database = ScratchDatabase.create(server);
    try (var connection = database.endpoint().connect();
        var statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      int rows = 1;
      while (rows < MOST_ROWS && medianNanos(connection, rows) < asLong.toNanos()) {
        rows *= 2;
      }
      return new PlainInserts(database, rows);
    } catch (SQLException e) {
      database.close();
      throw new SetupException("no INSERTs without pgGit: " + e.getMessage(), e);
    }
  }

  private static long medianNanos(Connection connection, int rows) throws SQLException {
    try (var work = connection.prepareStatement(sql(rows))) {
      var nanos = new long[TIMES];
      for (int i = 0; i < TIMES; i++) {
        long begun = System.nanoTime();
        work.executeQuery().close();
        nanos[i] = System.nanoTime() - begun;
      }
      Arrays.sort(nanos);
      return nanos[TIMES / 2];
    }
  }

  public Endpoint database() {
    return database.endpoint();
  }

  public String sql() {
    return sql(rows);
  }

  private static String sql(int rows) {
    return "SELECT plain.work(%d)".formatted(rows);
  }

  @Override
  public void close() {
    database.close();
  }
}
