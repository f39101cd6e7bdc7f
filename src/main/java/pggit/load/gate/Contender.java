package pggit.load.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.pggit.InstallReport;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/** One of the two: a pgGit in a database of its own, with its sessions. */
final class Contender implements AutoCloseable {
  private static final int WEIGHED_COMMITS = 10;

  /** So that what pgGit defers to the end of a transaction counts as its own. */
  private static final String END = "SET CONSTRAINTS ALL IMMEDIATE; COMMIT";

  private static final String UNWEIGHED =
      "the %s has no pages and WAL per DDL, since it refuses a function in pg_temp, by which they are weighed: %s";

  private static final String COLUMNS = " (id int PRIMARY KEY, name text)";

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

  /** {@code baseline} or {@code candidate}. */
  final String side;

  /** Where it comes from, in words. */
  final String source;

  final Contract contract;
  final InstallReport installed;
  final List<String> lacking = new ArrayList<>();
  final DuelTally tally = new DuelTally();
  private final EmbeddedServer server;
  private final DuelPlan plan;
  private ScratchDatabase original;
  private @Nullable ScratchDatabase grown;
  private @Nullable Copy copy;
  private int tables;
  private int history;

  /** A copy of the database with its sessions: one that works alone, and those of users at once. */
  private record Copy(
      ScratchDatabase database,
      DuelSession solo,
      List<DuelSession> crowd,
      CostProbe probe,
      boolean weighsDdl) {
    void close() {
      solo.close();
      crowd.forEach(DuelSession::close);
      probe.close();
      database.close();
    }
  }

  /**
   * Installs a pgGit. Two versions of an extension share the server's directory of extensions, so
   * the first has to be installed whole before the second comes.
   *
   * @throws SetupException if it cannot be installed or has no contract we know
   */
  Contender(EmbeddedServer server, String side, PgGitSource source, DuelPlan plan) {
    this.side = side;
    this.source = source.describe();
    this.server = server;
    this.plan = plan;
    this.original = ScratchDatabase.create(server);
    try {
      installed = source.install(server, original.endpoint(), plan.onError());
      try (var connection = original.endpoint().connect()) {
        contract = Contract.detect(connection);
        attempt(
            connection,
            "statements per commit",
            "CREATE SCHEMA %1$s; CREATE EXTENSION pg_stat_statements SCHEMA %1$s"
                .formatted(DuelSession.STATEMENTS));
        attempt(connection, "tables that stand there while it commits", TABLES);
      }
    } catch (SetupException | SQLException e) {
      original.close();
      throw refused(
          new SetupException(
              "the %s (%s)%s: %s"
                  .formatted(
                      side,
                      this.source,
                      e instanceof SQLException ? " does not answer as it should" : "",
                      e.getMessage()),
              e));
    }
  }

  /** What pgGit refuses here, such as any CREATE TABLE, is missing and said to be. */
  private void attempt(Connection connection, String what, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      lacking.add("the %s has no %s: %s".formatted(side, what, DuelTally.words(e)));
    }
  }

  /** On a copy, since it may come to nothing. */
  void beginHistory() {
    grown = ScratchDatabase.copyOf(server, original.endpoint().database());
  }

  /**
   * Commits in one transaction, on another branch than what is measured.
   *
   * @return why one failed, and none is there; empty if all worked
   */
  Optional<String> grow(int commits) {
    try (var connection = Objects.requireNonNull(grown).endpoint().connect();
        var setting = connection.createStatement();
        var commit = connection.prepareStatement(contract.commitSql())) {
      setting.execute("SET statement_timeout = " + plan.patience().toMillis());
      connection.setAutoCommit(false);
      for (int i = 0; i < commits; i++) {
        contract.bindCommit(commit, "gate", "history", "standing " + (history + i));
        commit.execute();
      }
      connection.commit();
      history += commits;
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(DuelTally.words(e));
    }
  }

  /** Both sides go on with what they have, or both without any; copies begin as vacuumed. */
  void endHistory(boolean keep) {
    ScratchDatabase other = Objects.requireNonNull(grown);
    if (keep) {
      other = original;
      original = Objects.requireNonNull(grown);
    } else {
      history = 0;
    }
    grown = null;
    other.close();
    try (var session = session(original)) {
      // The server's own vacuum is off: it would come to one of the two first.
      session.execute("VACUUM");
    } catch (SQLException e) {
      throw refused(new SetupException("the %s: %s".formatted(side, DuelTally.words(e)), e));
    }
  }

  /**
   * New sessions on a new copy of the database in place of the old ones: where a process lies in
   * memory and a table on disk is luck too.
   */
  void refresh() {
    closeCopy();
    var database = ScratchDatabase.copyOf(server, original.endpoint().database());
    try {
      tally.newSession();
      var solo = session(database);
      solo.commit(Operation.FIRST_COMMIT);
      List<DuelSession> crowd = new ArrayList<>();
      for (int i = 0; i < plan.users(); i++) {
        crowd.add(session(database));
      }
      var probe = CostProbe.open(database.endpoint(), contract).exactly();
      Optional<String> refusal = probe.unweighable();
      copy = new Copy(database, solo, crowd, probe, refusal.isEmpty());
      refusal.ifPresent(why -> lacks(UNWEIGHED.formatted(side, why)));
      solo.execute("ANALYZE"); // whose sample, and so a plan, is luck too
    } catch (SetupException | SQLException e) {
      database.close();
      throw refused(
          new SetupException("no session with the %s: %s".formatted(side, e.getMessage()), e));
    }
  }

  private DuelSession session(ScratchDatabase database) throws SQLException {
    return new DuelSession(database.endpoint(), contract, plan.patience(), tally);
  }

  /** One more, for a short time; empty if there is none to be had, which is said. */
  Optional<DuelSession> newSession() {
    try {
      return Optional.of(session(copy().database()));
    } catch (SQLException e) {
      lacks("the %s refused a new session: %s".formatted(side, DuelTally.words(e)));
      return Optional.empty();
    }
  }

  /** Says once what may be missing again and again. */
  private void lacks(String what) {
    if (!lacking.contains(what)) {
      lacking.add(what);
    }
  }

  /**
   * @throws SetupException if each of so many commits fails
   */
  void requireCommits(int tries) {
    if (IntStream.range(0, tries).noneMatch(i -> solo().commit().isPresent())) {
      throw refused(
          new SetupException(
              "the %s fails every commit: %s"
                  .formatted(side, tally.attempts(Operation.COMMIT).sentence())));
    }
  }

  private SetupException refused(SetupException why) {
    return side.equals("candidate") ? new CandidateRefused(why) : why;
  }

  private Copy copy() {
    if (copy == null) {
      throw new IllegalStateException("refresh comes first");
    }
    return copy;
  }

  DuelSession solo() {
    return copy().solo();
  }

  List<DuelSession> crowd() {
    return copy().crowd();
  }

  Optional<Long> ddl() {
    String table = "public.gate_table_" + tables++;
    return solo()
        .ddl(
            "CREATE TABLE " + table + COLUMNS,
            "ALTER TABLE " + table + " ADD COLUMN note text",
            "DROP TABLE " + table);
  }

  Optional<CostProbe.Cost> commitCost() {
    return weighed(Operation.COMMIT, copy().probe().commit("gate"));
  }

  /** Not where the function that weighs is refused: no table is, and that was said. */
  boolean weighsDdl() {
    return copy().weighsDdl();
  }

  Optional<CostProbe.Cost> ddlCost() {
    return weighed(
        Operation.DDL, copy().probe().utility("", "CREATE TABLE public.gate_weighed" + COLUMNS));
  }

  private Optional<CostProbe.Cost> weighed(Operation operation, Optional<CostProbe.Cost> cost) {
    if (cost.isEmpty()) {
      tally.failed(operation, String.join("; ", copy().probe().refused().values()));
    }
    return cost;
  }

  /** Statements that one commit runs, those inside its functions included. */
  Optional<Double> statements() {
    return counted(
            () ->
                IntStream.range(0, WEIGHED_COMMITS).filter(i -> solo().commit().isPresent()).count()
                    == WEIGHED_COMMITS)
        .map(all -> all.stream().mapToDouble(one -> one.cost().calls()).sum() / WEIGHED_COMMITS);
  }

  /** What the server counts of each statement in one operation; empty if it failed. */
  Optional<List<Blaming.Counted>> counted(Operation operation) {
    String table = "public.gate_counted";
    return counted(
        () -> {
          if (operation == Operation.DDL) {
            return solo()
                .ddl(
                    "BEGIN; CREATE TABLE " + table + COLUMNS + "; " + END,
                    "BEGIN; ALTER TABLE " + table + " ADD COLUMN note text; " + END,
                    "BEGIN; DROP TABLE " + table + "; " + END)
                .isPresent();
          }
          solo().execute("BEGIN");
          boolean worked = solo().commit().isPresent();
          solo().execute(END);
          return worked;
        });
  }

  private interface Work {
    boolean worked() throws SQLException;
  }

  private Optional<List<Blaming.Counted>> counted(Work work) {
    try {
      solo()
          .execute(
              "SELECT " + DuelSession.STATEMENTS + ".pg_stat_statements_reset()",
              "SET pg_stat_statements.track = 'all'");
      boolean worked = work.worked();
      solo().execute("SET pg_stat_statements.track = 'none'");
      return worked ? Optional.of(solo().counted()) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty(); // no pg_stat_statements here, which was said
    }
  }

  private void closeCopy() {
    if (copy != null) {
      copy.close();
      copy = null;
    }
  }

  /** Commits that stand there before any is measured. */
  int history() {
    return history;
  }

  @Override
  public void close() {
    closeCopy();
    if (grown != null) {
      grown.close();
    }
    original.close();
  }
}
