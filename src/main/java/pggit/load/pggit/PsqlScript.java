package pggit.load.pggit;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import pggit.load.pggit.InstallReport.Failure;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/**
 * Runs SQL scripts in one session, as {@code psql -f} does when started in the script's directory:
 * each statement commits by itself unless the script says BEGIN. docs/which-pggit.md has the
 * meta-commands and where psql is knowingly not followed.
 */
public final class PsqlScript implements AutoCloseable {

  /** Takes the rows of a query, which psql would print. */
  @FunctionalInterface
  public interface Rows {
    void take(ResultSet rows) throws SQLException;
  }

  /** Opens the connection of a session. */
  @FunctionalInterface
  public interface Opening {
    Connection of(Endpoint database) throws SQLException;
  }

  /** Reading ends at an error. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean lost;

    /**
     * @param lost the connection, so that nobody can go on
     */
    Stopped(boolean lost) {
      super("stopped at an error", null, false, false);
      this.lost = lost;
    }
  }

  private static final int DEEPEST = 64;
  private static final int STATEMENT_SHOWN = 120;
  private static final Pattern COMMENTS = Pattern.compile("(?s)^(?:\\s|/\\*.*?\\*/)++");

  private final BaseConnection connection;
  private final OnError onError;
  final PsqlVariables variables = new PsqlVariables();
  final Rows rows;
  final PsqlSender sender;
  private final Deque<PsqlFile> open = new ArrayDeque<>();
  private final List<Failure> failures = new ArrayList<>();

  /** From where files are named. */
  Path directory = Path.of("");

  /** The key without which no meta-command is done. */
  Optional<String> restrictedBy = Optional.empty();

  private UnaryOperator<String> words = sql -> sql;
  private BiConsumer<String, SQLException> watcher = (sql, error) -> {};
  private @Nullable Failure last;
  private @Nullable SQLException cause;
  private int statements;
  private int failed;

  private PsqlScript(BaseConnection connection, Endpoint database, OnError onError, Rows rows) {
    this.connection = connection;
    this.onError = onError;
    this.rows = rows;
    this.sender = new PsqlSender(connection, variables);
    QueryExecutor server = connection.getQueryExecutor();
    variables.set(PsqlVariables.ON_ERROR_STOP, onError == OnError.STOP ? "on" : "off");
    variables.set("DBNAME", database.database());
    variables.set("USER", database.login().user());
    variables.set("HOST", database.host());
    variables.set("PORT", Integer.toString(database.port()));
    variables.set("SERVER_VERSION_NAME", server.getServerVersion());
    variables.set("SERVER_VERSION_NUM", Integer.toString(server.getServerVersionNum()));
  }

  /** Opens the session of an installation. */
  static PsqlScript in(Endpoint database, OnError onError) {
    return in(database, Endpoint::connect, onError, row -> {});
  }

  /** Opens a session for texts whose rows are looked at. */
  public static PsqlScript in(Endpoint database, Opening opening, OnError onError, Rows rows) {
    try {
      // simple: a statement reaches the server as it stands in the script.
      return new PsqlScript(
          opening.of(database.with("preferQueryMode", "simple")).unwrap(BaseConnection.class),
          database,
          onError,
          rows);
    } catch (SQLException e) {
      throw new SetupException(
          "cannot connect to " + database.libpqUrl() + ": " + e.getMessage(), e);
    }
  }

  /** From now on each statement is sent in these words, once its variables have their values. */
  public PsqlScript in(UnaryOperator<String> otherWords) {
    words = otherWords;
    return this;
  }

  /** From now on this is told each statement that failed, by its first line. */
  public PsqlScript watched(BiConsumer<String, SQLException> by) {
    watcher = by;
    return this;
  }

  /**
   * Runs a script.
   *
   * @throws SetupException for what cannot be read, and for an error that is to stop it
   */
  InstallReport run(Path script) {
    directory = script.resolveSibling("");
    PsqlFile file = file(script);
    try {
      read(file);
      if (sender.inTransaction()) { // at its end psql rolls back without a word
        open.push(file);
        send("ROLLBACK", ignored -> {});
        fail("", "ends inside a transaction, which was rolled back: COMMIT is missing");
        open.pop();
      }
      return report();
    } catch (Stopped e) {
      throw stopped(onError == OnError.STOP && !e.lost);
    }
  }

  /**
   * Runs a text that has no directory, and is done whole or not at all.
   *
   * @throws SetupException for an error
   */
  void run(String name, String text) {
    try {
      read(new PsqlFile(this, Path.of(name), text));
    } catch (Stopped e) {
      throw stopped(false);
    }
  }

  /**
   * Runs a text that is a part of a script: what it began goes on in the next part.
   *
   * @throws SQLException of the statement that failed
   * @throws SetupException for what psql or we refuse
   */
  public void part(String name, String text) throws SQLException {
    try {
      run(name, text);
    } catch (SetupException e) {
      if (e.getCause() instanceof SQLException error) {
        throw error;
      }
      throw e;
    }
  }

  /** The error of the statement that failed last; empty if none has. */
  public Optional<SQLException> lastError() {
    return Optional.ofNullable(cause);
  }

  /** Sets variables that others have set; they do not count as set here. */
  public void take(Map<String, String> others) {
    others.forEach(variables::set);
    variables.lately();
  }

  /** The variables that were set here since this was asked for the last time. */
  public Map<String, String> lately() {
    return variables.lately();
  }

  /** Number of the session's process on the server. */
  public int pid() throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** What has been done so far, also when it was stopped. */
  InstallReport report() {
    return new InstallReport(statements, failed, failures);
  }

  /** Whether a file could be read to its end, if what includes it goes on at errors. */
  boolean include(Path file) {
    if (open.size() == DEEPEST) {
      throw new SetupException(file + " is included " + DEEPEST + " deep: does it include itself?");
    }
    try {
      read(file(file));
      return true;
    } catch (Stopped e) {
      if (open.getFirst().in().stops() || e.lost) {
        throw e;
      }
      return false;
    }
  }

  private PsqlFile file(Path file) {
    try {
      return new PsqlFile(this, file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new SetupException(file + " is not UTF-8. Convert it, as PostgreSQL reads it so.", e);
    } catch (IOException e) {
      throw new SetupException("cannot read " + file + ": " + e, e);
    }
  }

  private void read(PsqlFile file) {
    open.push(file);
    try {
      file.run();
    } finally {
      open.pop();
    }
  }

  /** Sends a statement, and does with its rows what is to be done. */
  void send(String sql, Rows use) {
    PsqlFile file = open.getFirst();
    statements++;
    try {
      sender.send(words.apply(sql), use, file.in()::takeData);
    } catch (PsqlRefusal e) {
      failed(file.startLine(), String.valueOf(e.getMessage()), shown(sql), null);
      stop(false);
    } catch (SQLException e) {
      failed(file.startLine(), PsqlSender.message(e), shown(sql), e);
      watcher.accept(shown(sql), e);
      stop(String.valueOf(e.getSQLState()).startsWith("08"));
    }
  }

  /** Keeps a failure other than a statement's; it may stop the script. */
  void fail(String command, String message) {
    note(command, message);
    stop(false);
  }

  /** Keeps a failure at which psql goes on. */
  void note(String command, String message) {
    statements++;
    failed(open.getFirst().in().line(), message, command, null);
  }

  private void failed(int line, String message, String statement, @Nullable SQLException error) {
    PsqlFile file = open.getFirst();
    var state = Optional.ofNullable(error).map(SQLException::getSQLState);
    failed++;
    cause = error;
    last = new Failure(file.path(), line, file.in().line(), state, message, statement);
    if (failures.size() < InstallReport.FAILURES_KEPT) {
      failures.add(last);
    }
  }

  private void stop(boolean lost) {
    if (lost || open.getFirst().in().stops()) {
      throw new Stopped(lost);
    }
  }

  private SetupException stopped(boolean canGoOn) {
    String message =
        last + (canGoOn ? ". To go on as psql does: -Dpggit.source.on-error=continue" : "");
    return cause == null ? new SetupException(message) : new SetupException(message, cause);
  }

  private static String shown(String sql) {
    String bare = COMMENTS.matcher(sql).replaceFirst("");
    String first = bare.lines().findFirst().orElse("").strip().replaceFirst(";$", "");
    return first.length() > STATEMENT_SHOWN ? first.substring(0, STATEMENT_SHOWN) + "..." : first;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SetupException("the installing session could not be closed: " + e.getMessage(), e);
    }
  }
}
