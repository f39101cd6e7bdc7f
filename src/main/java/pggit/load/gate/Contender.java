package pggit.load.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.pggit.InstallReport;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.Endpoint;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

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
  private final InstallReport installed;
  private final DuelPlan plan;
  private final List<String> lacking = new ArrayList<>();
  private final DuelTally tally = new DuelTally();
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
      InstallReport installed,
      DuelPlan plan) {
    this.side = side;
    this.server = server;
    this.original = original;
    this.contract = contract;
    this.installed = installed;
    this.plan = plan;
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
      var installed = source.install(server, database.endpoint(), plan.onError());
      try (var connection = database.endpoint().connect()) {
        var contract = Contract.detect(connection);
        var contender = new Contender(side, server, database, contract, installed, plan);
        contender.prepare(connection);
        return contender;
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

  /** What pgGit refuses here, such as any CREATE TABLE, is missing and said to be. */
  private void prepare(Connection connection) {
    attempt(
        connection,
        "statements per commit",
        "CREATE SCHEMA " + STATEMENTS,
        "CREATE EXTENSION pg_stat_statements SCHEMA " + STATEMENTS);
    attempt(connection, "tables that stand there while it commits", TABLES);
  }

  private void attempt(Connection connection, String what, String... statements) {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      lacking.add("the %s has no %s: %s".formatted(side, what, DuelTally.words(e)));
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
      tally.newSession();
      solo = Visitor.open(endpoint(), contract, plan.patience(), tally);
      solo.commit(Operation.FIRST_COMMIT);
      for (int i = 0; i < plan.users(); i++) {
        crowd.add(Visitor.open(endpoint(), contract, plan.patience(), tally));
      }
      probe = CostProbe.open(endpoint(), contract).exactly();
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

  DuelTally tally() {
    return tally;
  }

  String side() {
    return side;
  }

  InstallReport installed() {
    return installed;
  }

  /** What could not be prepared, each in a sentence. */
  List<String> lacking() {
    return List.copyOf(lacking);
  }

  /** Creates, alters and drops a table; how long that took in ns, empty if it failed. */
  OptionalLong ddl() {
    String table = "gate_table_" + tables++;
    return solo()
        .ddl(
            "CREATE TABLE public." + table + " (id int PRIMARY KEY, name text)",
            "ALTER TABLE public." + table + " ADD COLUMN note text",
            "DROP TABLE public." + table);
  }

  Optional<CostProbe.Cost> commitCost() {
    return weighed(Operation.COMMIT, probe -> probe.commit("gate"));
  }

  Optional<CostProbe.Cost> ddlCost() {
    return weighed(
        Operation.DDL,
        probe ->
            probe.utility("", "CREATE TABLE public.gate_weighed (id int PRIMARY KEY, name text)"));
  }

  private Optional<CostProbe.Cost> weighed(
      Operation operation, Function<CostProbe, Optional<CostProbe.Cost>> what) {
    var weigher = Objects.requireNonNull(probe);
    var cost = what.apply(weigher);
    if (cost.isEmpty()) {
      tally.failed(operation, String.join("; ", weigher.refused().values()));
    }
    return cost;
  }

  /** Statements that one commit runs, those inside its functions included. */
  OptionalDouble statements() {
    try (var statement = solo().connection().createStatement()) {
      statement.execute("SELECT " + STATEMENTS + ".pg_stat_statements_reset()");
      statement.execute("SET pg_stat_statements.track = 'all'");
      Block block = new Block();
      for (int i = 0; i < WEIGHED_COMMITS; i++) {
        block.add(solo().commit());
      }
      statement.execute("SET pg_stat_statements.track = 'none'");
      if (block.worked() < WEIGHED_COMMITS) {
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
      return OptionalDouble.empty(); // no pg_stat_statements here, which was said
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
