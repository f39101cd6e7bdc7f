package pggit.load.duel;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import pggit.load.run.CostProbe;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.Endpoint;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.target.Contract;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/** One of the two: a pgGit in a database of its own, with its sessions. */
final class Contender implements AutoCloseable {
  private static final int WEIGHED_COMMITS = 10;
  private static final String STATEMENTS = "pggit_gate_statements";

  /**
   * A schema of some size: what a commit or DDL does for each table shows only if there are any.
   */
  private static final String TABLES =
      """
      DO $$ BEGIN
        FOR n IN 1..50 LOOP
          EXECUTE format('CREATE TABLE public.gate_standing_%s (id int PRIMARY KEY, name text)', n);
        END LOOP;
      END $$""";

  private final String side;
  private final EmbeddedServer server;
  private final ScratchDatabase original;
  private final Contract contract;
  private final Duration patience;
  private final int users;
  private final Tally tally = new Tally();
  private final List<Visitor> crowd = new ArrayList<>();
  private @Nullable ScratchDatabase database;
  private @Nullable Visitor solo;
  private @Nullable CostProbe probe;
  private int tables;

  private Contender(
      String side,
      EmbeddedServer server,
      ScratchDatabase original,
      Contract contract,
      Duration patience,
      int users) {
    this.side = side;
    this.server = server;
    this.original = original;
    this.contract = contract;
    this.patience = patience;
    this.users = users;
  }

  /**
   * Installs a pgGit. Two versions of an extension share the server's directory of extensions, so
   * the first has to be installed whole before the second comes.
   *
   * @param side {@code baseline} or {@code candidate}, for messages
   * @throws SetupException if it cannot be installed or has no contract we know
   */
  static Contender install(EmbeddedServer server, String side, PgGitSource source, DuelPlan plan) {
    var database = ScratchDatabase.create(server);
    try {
      source.install(server, database.endpoint(), OnError.STOP);
      try (var connection = database.endpoint().connect();
          var statement = connection.createStatement()) {
        var contract = Contract.detect(connection);
        statement.execute("CREATE SCHEMA " + STATEMENTS);
        statement.execute("CREATE EXTENSION pg_stat_statements SCHEMA " + STATEMENTS);
        statement.execute(TABLES);
        return new Contender(side, server, database, contract, plan.patience(), plan.users());
      }
    } catch (SetupException e) {
      database.close();
      throw new SetupException("the %s (%s): %s".formatted(side, source, e.getMessage()), e);
    } catch (SQLException e) {
      database.close();
      throw new SetupException(
          "the %s (%s) does not answer as it should: %s".formatted(side, source, e.getMessage()),
          e);
    }
  }

  /**
   * New sessions on a new copy of the database in place of the old ones: where a process lies in
   * memory and a table on disk is luck too.
   */
  void refresh() {
    try {
      closeSessions();
      if (database != null) {
        database.close();
      }
      database = ScratchDatabase.copyOf(server, original.endpoint().database());
      solo = Visitor.open(endpoint(), contract, patience, tally);
      for (int i = 0; i < users; i++) {
        crowd.add(Visitor.open(endpoint(), contract, patience, tally));
      }
      probe = CostProbe.open(endpoint(), contract);
      // The server's own vacuum is off: it would come to one of the two first.
      try (var statement = solo().connection().createStatement()) {
        statement.execute("VACUUM (ANALYZE)");
      }
    } catch (SQLException e) {
      throw new SetupException("no session with the %s: %s".formatted(side, e.getMessage()), e);
    }
  }

  Visitor solo() {
    return Objects.requireNonNull(solo, "refresh comes first");
  }

  List<Visitor> crowd() {
    return List.copyOf(crowd);
  }

  Contract contract() {
    return contract;
  }

  Tally tally() {
    return tally;
  }

  String side() {
    return side;
  }

  /** Creates, alters and drops a table; how long that took in ms, empty if it failed. */
  OptionalDouble ddl() {
    String table = "gate_table_" + tables++;
    var nanos =
        solo()
            .execute(
                "CREATE TABLE public." + table + " (id int PRIMARY KEY, name text)",
                "ALTER TABLE public." + table + " ADD COLUMN note text",
                "DROP TABLE public." + table);
    return nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / 1e6) : OptionalDouble.empty();
  }

  Optional<CostProbe.Cost> commitCost() {
    return Objects.requireNonNull(probe).commit("gate");
  }

  Optional<CostProbe.Cost> ddlCost() {
    return Objects.requireNonNull(probe)
        .utility("", "CREATE TABLE public.gate_weighed (id int PRIMARY KEY, name text)");
  }

  /** Statements that one commit runs, those inside its functions included. */
  OptionalDouble statements() {
    try (var statement = solo().connection().createStatement()) {
      statement.execute("SELECT " + STATEMENTS + ".pg_stat_statements_reset()");
      statement.execute("SET pg_stat_statements.track = 'all'");
      int before = tally.failures();
      for (int i = 0; i < WEIGHED_COMMITS; i++) {
        solo().commit();
      }
      statement.execute("SET pg_stat_statements.track = 'none'");
      if (tally.failures() > before) {
        return OptionalDouble.empty();
      }
      try (var row =
          statement.executeQuery(
              "SELECT sum(calls) FROM "
                  + STATEMENTS
                  + ".pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                  + " WHERE d.datname = current_database() AND query !~ 'pg_stat_statements'")) {
        row.next();
        return OptionalDouble.of(row.getDouble(1) / WEIGHED_COMMITS);
      }
    } catch (SQLException e) {
      tally.failed(e);
      return OptionalDouble.empty();
    }
  }

  private Endpoint endpoint() {
    return Objects.requireNonNull(database, "refresh comes first").endpoint();
  }

  private void closeSessions() throws SQLException {
    if (solo != null) {
      solo.close();
      solo = null;
    }
    if (probe != null) {
      probe.close();
      probe = null;
    }
    for (Visitor visitor : crowd) {
      visitor.close();
    }
    crowd.clear();
  }

  @Override
  public void close() {
    try {
      closeSessions();
    } catch (SQLException e) {
      // The database goes now, and its sessions with it.
    }
    if (database != null) {
      database.close();
    }
    original.close();
  }
}
