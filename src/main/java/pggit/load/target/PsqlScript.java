package pggit.load.target;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/**
 * Runs SQL scripts in one session, as {@code psql -f} does when started in the script's directory:
 * each statement commits by itself unless the script says BEGIN. Of the meta-commands {@code \i},
 * {@code \ir}, {@code \echo}, {@code \set} and {@code \pset} are known.
 */
final class PsqlScript implements AutoCloseable {

  private static final int DEEPEST = 64;
  private static final int FAILURES_KEPT = 5;
  private static final int STATEMENT_SHOWN = 120;
  private static final Pattern COPY_FROM_STDIN =
      Pattern.compile("copy\\s.*\\bfrom\\s+stdin\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Other values than psql's defaults (on, off) would tie statements together. */
  private static final Set<String> NOT_OURS = Set.of("AUTOCOMMIT", "ON_ERROR_ROLLBACK");

  private static final Set<String> ON = Set.of("on", "true", "yes", "1");

  private final Connection connection;
  private final PsqlVariables variables = new PsqlVariables();
  private final List<String> failures = new ArrayList<>();
  private Path started = Path.of("");
  private int statements;
  private int failed;
  private int depth;

  private PsqlScript(Connection connection) {
    this.connection = connection;
  }

  /** Opens the session. */
  static PsqlScript in(Endpoint database, OnError onError) {
    // simple: a statement reaches the server as it stands in the script.
    Endpoint simple = database.with("preferQueryMode", "simple");
    PsqlScript script;
    try {
      script = new PsqlScript(simple.connect());
    } catch (SQLException e) {
      throw new SetupException(
          "cannot connect to " + database.libpqUrl() + " to install pgGit: " + e.getMessage(), e);
    }
    script.variables.set(PsqlVariables.ON_ERROR_STOP, onError == OnError.STOP ? "on" : "off");
    script.variables.set("DBNAME", database.database());
    script.variables.set("USER", database.login().user());
    script.variables.set("HOST", database.host());
    script.variables.set("PORT", Integer.toString(database.port()));
    return script;
  }

  /**
   * Runs a script.
   *
   * @throws SetupException for what cannot be run, and for an SQL error that is to stop it
   */
  InstallReport run(Path script) {
    started = script;
    file(script);
    end(script.toString());
    return new InstallReport(statements, failed, failures);
  }

  /** Runs a text that has no directory, and so no {@code \i}. */
  void run(String name, String text) {
    items(Path.of(name), text);
  }

  Connection connection() {
    return connection;
  }

  int statements() {
    return statements;
  }

  private void file(Path script) {
    String text;
    try {
      text = Files.readString(script, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new SetupException(script + " is not UTF-8. Convert it, as PostgreSQL reads it so.", e);
    } catch (IOException e) {
      throw new SetupException("cannot read " + script + ": " + e, e);
    }
    if (++depth > DEEPEST) {
      throw new SetupException(
          script + " is included " + DEEPEST + " deep: does it include itself?");
    }
    items(script, text.startsWith("\uFEFF") ? text.substring(1) : text);
    depth--;
  }

  private void items(Path file, String text) {
    PsqlLexer lexer = new PsqlLexer(file.toString(), text, variables);
    for (var item = lexer.next(); item.isPresent(); item = lexer.next()) {
      String where = file + ":" + item.get().line();
      if (item.get() instanceof PsqlLexer.Statement statement) {
        execute(where, statement.sql());
      } else if (item.get() instanceof PsqlLexer.Command command) {
        command(where, command, file);
      }
    }
  }

  private void command(String where, PsqlLexer.Command command, Path file) {
    switch (command.name()) {
      case "i", "include" -> include(where, command, started);
      case "ir", "include_relative" -> include(where, command, file);
      case "set" -> set(where, command.arguments());
      case "echo", "pset" -> {} // of no effect on the database
      default ->
          throw new SetupException(
              where
                  + ": meta-command \\"
                  + command.name()
                  + " is not known; \\i, \\ir, \\echo, \\set and \\pset are."
                  + (command.name().equals("quit")
                      ? " A script with this guard is part of an extension: name the directory"
                          + " with its .control file."
                      : ""));
    }
  }

  private void include(String where, PsqlLexer.Command command, Path beside) {
    if (command.arguments().size() != 1) {
      throw new SetupException(where + ": \\" + command.name() + " takes one file");
    }
    Path included = beside.resolveSibling(command.arguments().get(0));
    if (Files.isRegularFile(included)) {
      file(included);
      return;
    }
    statements++;
    fail(where + ": \\" + command.name() + ": there is no file " + included, null);
  }

  private void set(String where, List<String> arguments) {
    if (arguments.isEmpty()) {
      return; // psql would list all variables
    }
    String name = arguments.get(0);
    String value = String.join("", arguments.subList(1, arguments.size()));
    if (name.equals("AUTOCOMMIT") != ON.contains(value.toLowerCase(Locale.ROOT))
        && NOT_OURS.contains(name)) {
      throw new SetupException(
          where + ": \\set " + name + " " + value + " is not supported; remove the line");
    }
    variables.set(name, value);
  }

  private void execute(String where, String sql) {
    if (COPY_FROM_STDIN.matcher(sql).matches()) {
      throw new SetupException(
          where + ": COPY ... FROM stdin is not supported; use INSERT instead: " + shown(sql));
    }
    statements++;
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      fail(where + ": SQLSTATE " + e.getSQLState() + ": " + message(e) + ", in: " + shown(sql), e);
    }
  }

  /** Counts it or stops, as ON_ERROR_STOP says. A lost connection always stops. */
  private void fail(String what, @Nullable SQLException cause) {
    boolean lost =
        cause != null && cause.getSQLState() != null && cause.getSQLState().startsWith("08");
    if (lost || variables.isOn(PsqlVariables.ON_ERROR_STOP)) {
      boolean canGoOn = !lost && !started.toString().isEmpty(); // an extension is all or nothing
      String message =
          what + (canGoOn ? ". To go on as psql does: -Dpggit.source.on-error=continue" : "");
      throw cause == null ? new SetupException(message) : new SetupException(message, cause);
    }
    failed++;
    if (failures.size() < FAILURES_KEPT) {
      failures.add(what);
    }
  }

  /** psql's end of session rolls an open transaction back; that must not happen unnoticed. */
  private void end(String script) {
    try {
      if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
        execute(script, "ROLLBACK");
        fail(
            script + ": ends inside a transaction, which was rolled back: COMMIT is missing", null);
      }
    } catch (SQLException e) {
      throw new SetupException(script + ": " + e.getMessage(), e);
    }
  }

  private static String shown(String sql) {
    String first = sql.lines().findFirst().orElse("").strip();
    return first.length() > STATEMENT_SHOWN ? first.substring(0, STATEMENT_SHOWN) + "..." : first;
  }

  private static String message(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return server == null || server.getMessage() == null
        ? String.valueOf(e.getMessage())
        : server.getMessage();
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
