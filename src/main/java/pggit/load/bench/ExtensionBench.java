package pggit.load.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;
import pggit.load.run.Progress;
import pggit.load.run.Target;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.ScratchDatabase;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/**
 * What the reference extension costs: commits beside a plain transaction of the same weight,
 * commits on a long history beside a short one, the event triggers with many tables beside few. And
 * how long it takes from nothing to the first commit.
 */
public final class ExtensionBench implements BenchPart {

  /** That work at the same time. */
  private static final int CONNECTIONS = 10;

  private static final int ROUNDS = 9;
  private static final Duration STINT = Duration.ofSeconds(1);
  private static final int SHORT_HISTORY = 1_000;
  private static final int FEW_TABLES = 10;
  private static final int COMMITS = 300;
  private static final int TABLES_A_ROUND = 40;
  private static final int STARTS = 5;

  /** For each of the four. */
  private static final Duration PLANNED = Duration.ofSeconds(40);

  private final int history;
  private final int tables;
  private final List<Estimate> metrics = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  /**
   * @param history commits of the longer history
   * @param tables of the database with many tables
   */
  public ExtensionBench(int history, int tables) {
    this.history = history;
    this.tables = tables;
  }

  @Override
  public int connections() {
    return CONNECTIONS;
  }

  @Override
  public Duration planned() {
    return PLANNED.multipliedBy(4);
  }

  @Override
  public BenchRun.Found run(Target target, Progress progress) {
    try {
      commitsBesideInserts(target);
      progress.done(PLANNED, "commits beside plain transactions");
      longHistory(target);
      progress.done(
          PLANNED, "a history of %,d commits beside one of %,d".formatted(history, SHORT_HISTORY));
      manyTables(target);
      progress.done(
          PLANNED, "CREATE TABLE beside %,d tables and beside %d".formatted(tables, FEW_TABLES));
      starts();
      progress.done(PLANNED, "starts");
    } catch (SQLException e) {
      throw new IllegalStateException("the benchmark broke off: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return new BenchRun.Found(table(), metrics, verdicts);
  }

  private void commitsBesideInserts(Target target) throws SQLException, InterruptedException {
    try (var connection = target.database().connect();
        var statement = connection.createStatement()) {
      for (var name : List.of("plain_a", "plain_b")) {
        statement.execute(
            "CREATE TABLE " + name + " (id bigserial PRIMARY KEY, branch text, message text)");
        statement.execute("CREATE INDEX ON " + name + " (branch, id)");
      }
    }
    var insert = "INSERT INTO %s (branch, message) VALUES (?, ?)";
    var commit = new Rounds(target.database(), c -> new Rounds.Commit(c));
    var plain =
        new Rounds(
            target.database(),
            c -> new Rounds.Inserts(c, insert.formatted("plain_a"), insert.formatted("plain_b")));
    var single =
        new Rounds(
            target.database(),
            c ->
                new Rounds.Inserts(
                    c,
                    "WITH a AS (%s) %s"
                        .formatted(insert.formatted("plain_a"), insert.formatted("plain_b"))));
    double[] toPlain = new double[ROUNDS];
    double[] toSingle = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double commits = commit.perSecond(CONNECTIONS, STINT);
      toPlain[round] = commits / plain.perSecond(CONNECTIONS, STINT);
      toSingle[round] = commits / single.perSecond(CONNECTIONS, STINT);
    }
    var ratio = Direction.HIGHER_IS_BETTER;
    add(Medians.of("commit / transaction of two inserts, 10 connections", "", ratio, toPlain), 0.5);
    metrics.add(
        Medians.of("commit / two inserts in one statement, 10 connections", "", ratio, toSingle));
  }

  private void longHistory(Target target) throws SQLException {
    try (var young = prepared(target);
        var old = prepared(target);
        var youngConnection = young.endpoint().connect();
        var oldConnection = old.endpoint().connect()) {
      commitMany(youngConnection, SHORT_HISTORY);
      commitMany(oldConnection, history);
      double[] durable = new double[ROUNDS];
      double[] work = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        durable[round] =
            Rounds.nanosPerCommit(oldConnection, COMMITS, true)
                / Rounds.nanosPerCommit(youngConnection, COMMITS, true);
        work[round] =
            Rounds.nanosPerCommit(oldConnection, COMMITS, false)
                / Rounds.nanosPerCommit(youngConnection, COMMITS, false);
      }
      var name = "time per commit, %,d / %,d commits of history".formatted(history, SHORT_HISTORY);
      var ratio = Direction.LOWER_IS_BETTER;
      addAtMost(Medians.of(name, "", ratio, durable), 1.2);
      addAtMost(Medians.of(name + ", without waiting for the disk", "", ratio, work), 1.2);
    }
  }

  private void manyTables(Target target) throws SQLException {
    try (var few = prepared(target);
        var many = prepared(target);
        var fewConnection = few.endpoint().connect();
        var manyConnection = many.endpoint().connect()) {
      Rounds.createTables(fewConnection, FEW_TABLES);
      Rounds.createTables(manyConnection, tables);
      double[] ratios = new double[ROUNDS];
      double[] micros = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double withFew = Rounds.triggersNanos(fewConnection, TABLES_A_ROUND);
        double withMany = Rounds.triggersNanos(manyConnection, TABLES_A_ROUND);
        ratios[round] = withMany / withFew;
        micros[round] = withMany / 1e3;
      }
      var down = Direction.LOWER_IS_BETTER;
      addAtMost(
          Medians.of(
              "cost of the event triggers for CREATE TABLE, %,d / %d tables"
                  .formatted(tables, FEW_TABLES),
              "",
              down,
              ratios),
          1.5);
      metrics.add(
          Medians.of(
              "cost of the event triggers for CREATE TABLE, %,d tables".formatted(tables),
              "us",
              down,
              micros));
    }
  }

  private void starts() throws SQLException {
    double[] server = new double[STARTS];
    double[] firstCommit = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long began = System.nanoTime();
      try (var started = EmbeddedServer.start(EmbeddedSpec.defaults())) {
        server[i] = (System.nanoTime() - began) / 1e9;
        try (var database = ScratchDatabase.create(started)) {
          PgGitSource.reference().install(started, database.endpoint(), OnError.STOP);
          try (var connection = database.endpoint().connect();
              var commit = new Rounds.Commit(connection)) {
            commit.run();
          }
        }
        firstCommit[i] = (System.nanoTime() - began) / 1e9;
      }
    }
    var down = Direction.LOWER_IS_BETTER;
    addAtMost(Medians.of("start of the embedded server", "s", down, server), 3);
    metrics.add(Medians.of("from there to the first commit, all in all", "s", down, firstCommit));
  }

  private static ScratchDatabase prepared(Target target) {
    var database = ScratchDatabase.create(target.server());
    PgGitSource.reference().install(target.server(), database.endpoint(), OnError.STOP);
    return database;
  }

  private static void commitMany(Connection connection, int count) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT count(pggit.commit_changes('load', 'main', 'commit ' || i))"
                + " FROM generate_series(1, ?) i")) {
      int done = 0;
      while (done < count) { // a transaction for each thousand, as grown histories have many
        int batch = Math.min(1_000, count - done);
        statement.setInt(1, batch);
        statement.executeQuery().close();
        done += batch;
      }
    }
    try (var statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE"); // as autovacuum will have done by then
    }
  }

  private void add(Estimate ratio, double least) {
    metrics.add(ratio);
    verdicts.add(Goal.atLeast(ratio, least));
  }

  private void addAtMost(Estimate estimate, double most) {
    metrics.add(estimate);
    verdicts.add(Goal.atMost(estimate, most));
  }

  private String table() {
    var text =
        new StringBuilder("| reference extension | median | 95 % interval |\n|---|---:|---:|\n");
    for (var metric : metrics) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f %s | %s |\n",
              metric.name(),
              metric.value().orElseThrow(),
              metric.unit(),
              metric.low().isEmpty()
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      "%.2f to %.2f",
                      metric.low().getAsDouble(),
                      metric.high().orElseThrow())));
    }
    return text.toString();
  }
}
