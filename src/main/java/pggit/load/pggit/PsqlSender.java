package pggit.load.pggit;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Sends statements as they stand, and keeps the variables in which psql says how that went. */
final class PsqlSender {

  private static final String COMMENTS = "(?is)(?:\\s|--[^\\n]*+|/\\*.*?\\*/)*+";
  private static final Pattern COPY_IN =
      Pattern.compile(COMMENTS + "copy\\s+[^(\\s].*?\\bfrom\\s+stdin\\b.*");
  private static final Pattern COPY_OUT =
      Pattern.compile(COMMENTS + "copy\\b.*?\\bto\\s+stdout\\b.*");

  // pgjdbc closes the connection when the server says that one of these has changed.
  private static final String SET = "set\\s+(?:session\\s+|local\\s+)?";
  private static final Pattern ENCODING =
      Pattern.compile(
          COMMENTS
              + ("(?:" + SET + "(?:names\\b|client_encoding\\s*(?:=|to\\b))\\s*")
              + "|select\\s+(?:pg_catalog\\.)?set_config\\s*\\(\\s*'client_encoding'\\s*,\\s*)"
              + "[\"']?([\\w-]*).*");
  private static final Pattern DATE_STYLE =
      Pattern.compile(
          COMMENTS + SET + "datestyle\\s*(?:=|to\\b)[^;]*\\b(?:sql|german|postgres(?:ql)?)\\b.*");
  private static final Set<String> UTF8 = Set.of("utf8", "unicode", "default");

  private final BaseConnection connection;
  private final PsqlVariables variables;

  PsqlSender(BaseConnection connection, PsqlVariables variables) {
    this.connection = connection;
    this.variables = variables;
  }

  /** Whether a backslash is nothing special in a plain string. */
  boolean standardStrings() {
    return connection.getStandardConformingStrings();
  }

  boolean inTransaction() {
    return connection.getTransactionState() != TransactionState.IDLE;
  }

  /**
   * Sends what may be several statements.
   *
   * @param rows what is done with those of the last one
   * @param data for a COPY that asks for it
   * @throws PsqlRefusal for what the driver cannot do, and for rows that will not do
   */
  void send(String sql, PsqlScript.Rows rows, Supplier<String> data) throws SQLException {
    Matcher encoding = ENCODING.matcher(sql);
    if (encoding.matches()) {
      refuseOtherThanUtf8(encoding.group(1));
    }
    if (DATE_STYLE.matcher(sql).matches()) {
      throw new PsqlRefusal("only ISO dates are supported");
    }
    try {
      if (COPY_IN.matcher(sql).matches()) {
        went(copyIn(sql, data));
      } else if (COPY_OUT.matcher(sql).matches()) {
        went(connection.getCopyAPI().copyOut(sql, Writer.nullWriter()));
      } else {
        execute(sql, rows);
      }
    } catch (SQLException e) {
      went("true", String.valueOf(e.getSQLState()), 0);
      variables.set("LAST_ERROR_SQLSTATE", String.valueOf(e.getSQLState()));
      variables.set("LAST_ERROR_MESSAGE", message(e));
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a writer that goes nowhere failed", e);
    }
  }

  /**
   * @throws PsqlRefusal for an encoding other than that of the driver and of the files
   */
  static void refuseOtherThanUtf8(String encoding) {
    if (!UTF8.contains(encoding.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))) {
      throw new PsqlRefusal(
          "client_encoding " + encoding + " is not supported: convert the script to UTF-8");
    }
  }

  /** What the server said, without the driver's additions. */
  static String message(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return server == null || server.getMessage() == null
        ? String.valueOf(e.getMessage())
        : server.getMessage();
  }

  private void execute(String sql, PsqlScript.Rows use) throws SQLException {
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
      SQLWarning notice = statement.getWarnings();
      variables.set("LAST_NOTICE", notice == null ? "" : String.valueOf(notice.getMessage()));
      @Nullable ResultSet rows;
      long count;
      do {
        rows = statement.getResultSet();
        count = statement.getLargeUpdateCount();
      } while (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)
          || statement.getLargeUpdateCount() >= 0);
      if (rows == null) {
        went(count);
      } else {
        rows.last();
        went(rows.getRow());
        rows.beforeFirst();
        use.take(rows);
      }
    }
  }

  private long copyIn(String sql, Supplier<String> data) throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(sql);
    byte[] bytes = data.get().getBytes(StandardCharsets.UTF_8);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void went(long rows) {
    went("false", "00000", rows);
  }

  private void went(String error, String sqlState, long rows) {
    variables.set("ERROR", error);
    variables.set("SQLSTATE", sqlState);
    variables.set("ROW_COUNT", Long.toString(rows));
  }
}
