package pggit.load.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.WayIn;

/** One connection to a database with pgGit, with short words for what checks do all the time. */
final class Session implements AutoCloseable {

  /** The name of commits that are to have the same. */
  static final String NAME = "check";

  /** How often a commit outside of a transaction is tried that should succeed. */
  private static final int TRIES = 4;

  /** What outlives its transaction in the session, or names the session. */
  private static final Pattern STAYS =
      Pattern.compile(
          "^\\s*(SET(?!\\s+(LOCAL|TRANSACTION|CONSTRAINTS)\\b)|RESET|DISCARD|DEALLOCATE|PREPARE|LISTEN"
              + "|CREATE\\s+TEMP(ORARY)?)\\b|set_config\\(|pg_advisory_|pg_backend_pid\\(",
          Pattern.CASE_INSENSITIVE);

  /**
   * Where it is.
   *
   * @param control takes down what is run beside commits
   */
  record Place(Lab lab, Endpoint endpoint, Control control) {}

  private final Connection connection;
  private final Contract contract;
  private final @Nullable Place place;
  private int tries = TRIES;
  private boolean prepares = true;

  /**
   * @param place null outside of a lab: then nothing is taken down, and nobody prepares branches
   */
  Session(Connection connection, Contract contract, @Nullable Place place) {
    this.connection = connection;
    this.contract = contract;
    this.place = place;
  }

  Session(Connection connection, Contract contract) {
    this(connection, contract, null);
  }

  /** From now on a commit that fails is not tried again. */
  Session onceOnly() {
    tries = 1;
    return this;
  }

  /** From now on nobody prepares branches: a first commit on a branch is a first commit. */
  Session unprepared() {
    prepares = false;
    return this;
  }

  /** The name of commits whose name does not matter: commits with one message have one name. */
  static String nameOf(String message) {
    return NAME + " " + Integer.toHexString(message.hashCode());
  }

  Connection connection() {
    return connection;
  }

  /** Of a session in a lab. */
  Endpoint endpoint() {
    return Objects.requireNonNull(place, "place").endpoint();
  }

  /** Commits on a branch; returns the ID as it came. */
  @Nullable String commit(String branch, String message) throws SQLException {
    return commit(nameOf(message), branch, message);
  }

  private @Nullable String commit(String name, String branch, String message) throws SQLException {
    if (place != null && prepares) {
      place.lab().prepare(branch);
    }
    try (var statement = connection.prepareStatement(contract.commitSql())) {
      contract.bindCommit(statement, name, branch, message);
      long started = System.nanoTime();
      try (var row = statement.executeQuery()) {
        var id = row.next() ? row.getString(1) : null;
        if (place != null) {
          place.lab().pace().took(System.nanoTime() - started);
        }
        return id;
      }
    }
  }

  /** Commits, and remembers what was asked for. */
  Made make(String branch, String message) throws SQLException {
    return make(nameOf(message), branch, message);
  }

  /**
   * Commits, and tries again if that fails outside of a transaction and of {@link #attempt}: a
   * pgGit that fails now and then should show its other properties too.
   */
  Made make(String name, String branch, String message) throws SQLException {
    int left = connection.getAutoCommit() ? tries : 1;
    while (true) {
      try {
        var id = commit(name, branch, message);
        return new Made(id == null ? "" : id, name, branch, message);
      } catch (SQLException e) {
        var failure = Failure.of(e);
        if (--left < 1 || failure.isWait() || failure.isFromOutside()) {
          throw e;
        }
        if (place != null) {
          place.lab().failedByChance(failure);
        }
      }
    }
  }

  void run(String sql) throws SQLException {
    refuseIfItStays(sql);
    if (place == null) {
      execute(sql);
    } else {
      place.control().run(this, sql, () -> execute(sql));
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A statement with one parameter, whatever it returns. */
  void call(String sql, String parameter) throws SQLException {
    try (var statement = prepared(sql, parameter)) {
      statement.execute();
    }
  }

  /**
   * What pgGit makes this fail with; empty as well where it fails with the same SQLSTATE in a
   * database without pgGit. Whatever is to be pgGit's fault comes from here.
   */
  Optional<Failure> accused(String sql) throws SQLException {
    var seen = new ArrayList<SQLException>();
    return attempt(
            () -> {
              try {
                run(sql);
              } catch (SQLException e) {
                seen.add(e);
                throw e;
              }
            })
        .filter(f -> !excuses(seen.get(0)));
  }

  /** Whether what a statement of this session failed with is not pgGit's doing. */
  boolean excuses(SQLException e) {
    return place != null && place.control().excuses(e);
  }

  /** What running this fails with; in a transaction that is open it goes back to before it. */
  Optional<Failure> attempt(Failure.Work work) throws SQLException {
    int before = tries;
    tries = 1;
    var savepoint = connection.getAutoCommit() ? null : connection.setSavepoint();
    var failure = Failure.in(work);
    tries = before;
    if (savepoint != null && failure.isPresent() && !connection.isClosed()) {
      connection.rollback(savepoint);
    }
    return failure;
  }

  Optional<Failure> attempt(String sql) throws SQLException {
    return attempt(() -> run(sql));
  }

  /** First column of the first row, null if there is no row. */
  @Nullable String text(String sql, Object... parameters) throws SQLException {
    var values = column(sql, parameters);
    return values.isEmpty() ? null : values.get(0);
  }

  long number(String sql, Object... parameters) throws SQLException {
    var text = text(sql, parameters);
    return text == null ? 0 : Long.parseLong(text);
  }

  boolean holds(String sql, Object... parameters) throws SQLException {
    return "t".equals(text(sql, parameters));
  }

  /** The first column of all rows. */
  List<@Nullable String> column(String sql, Object... parameters) throws SQLException {
    var values = new ArrayList<@Nullable String>();
    for (var row : rows(sql, parameters)) {
      values.add(row[0]);
    }
    return values;
  }

  List<@Nullable String[]> rows(String sql, Object... parameters) throws SQLException {
    try (var statement = prepared(sql, parameters);
        var row = statement.executeQuery()) {
      var rows = new ArrayList<@Nullable String[]>();
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        var values = new @Nullable String[columns];
        for (int i = 0; i < columns; i++) {
          values[i] = row.getString(i + 1);
        }
        rows.add(values);
      }
      return rows;
    } catch (SQLException e) {
      if (place != null) {
        place.control().failed(this, sql, parameters, e);
      }
      throw e;
    }
  }

  void begin() throws SQLException {
    did(Session::begin);
    connection.setAutoCommit(false);
  }

  /** COMMIT, and back to single statements. */
  void end() throws SQLException {
    did(Session::end);
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** ROLLBACK, and back to single statements. */
  void undo() throws SQLException {
    did(Session::undo);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  int pid() throws SQLException {
    return (int) number("SELECT pg_catalog.pg_backend_pid()");
  }

  private void did(Control.Act act) {
    if (place != null) {
      place.control().did(this, act);
    }
  }

  @Override
  public void close() throws SQLException {
    did(Session::close);
    connection.close();
  }

  private void refuseIfItStays(String sql) {
    if (place != null) {
      refuseIfItStays(place.endpoint().way(), sql);
    }
  }

  static void refuseIfItStays(WayIn way, String sql) {
    if (way == WayIn.TRANSACTIONS && STAYS.matcher(sql).find()) {
      throw new CannotTell(
          "it needs a session of its own, which a pooler in transaction mode lends to others: "
              + WayIn.REMEDY);
    }
  }

  private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
    refuseIfItStays(sql);
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
