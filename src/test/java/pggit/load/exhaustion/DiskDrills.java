package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;

/** The disk under pgGit's data is full. Takes a server with a small disk for data. */
final class DiskDrills {

  static final String DISK_FULL = "53100";

  /** In place of an SQLSTATE. */
  static final String NO_ERROR = "no error";

  /** What is left free when the disk counts as full: less than the large message takes. */
  private static final int LEFT = 1 << 20;

  /** Room for some tables: PostgreSQL extends a relation by up to 0.5 MB at once. */
  private static final int LEFT_FOR_TABLES = 2 << 20;

  private static final int LARGE = 100_000;
  private static final int TABLES = 100;
  private static final String NO_PARTIAL_WRITE = "no partial write";
  private static final String ABORTED = "25P02";

  private DiskDrills() {}

  /** Commits until nothing fits any more, looks around, makes room, goes on. */
  static void commitsUntilFull(Site site, DrillLog findings) throws Exception {
    try (var writer = site.database().connect();
        var reader = site.database().connect()) {
      var kept = site.message("before the disk was full");
      var keptId = site.commit(writer, "main", kept);
      site.server().disk().fill(LEFT);

      var refusal = commitLargeUntilRefused(site, writer, findings);
      if (refusal != null) {
        findings.error(SqlErrors.sqlState(refusal), 1, refusal.getMessage());
      }
      findings.verdict(
          answers(writer),
          "connection usable after the refusal",
          "SELECT 1 on the same connection");
      findings.verdict(
          kept.equals(read(site, reader, keptId, kept)),
          "readers unharmed while the disk is full",
          "an older commit's message was read back on another connection");
      wholeTransactionIsRolledBack(site, writer, findings);

      site.server().disk().free();
      long freed = System.nanoTime();
      writable(site, writer, findings);
      findings.metric("first commit after space was freed", sinceNanos(freed));
    }
    findings.verdicts(site.audit().verdicts());
  }

  /** More messages than there is room for: one has to be refused. */
  private static @Nullable SQLException commitLargeUntilRefused(
      Site site, Connection writer, DrillLog findings) {
    int most = 4 * LEFT / LARGE + 20; // compression does not make 4 out of 1
    for (int i = 0; i < most; i++) {
      try {
        site.commit(writer, "main", site.message(LARGE, i));
      } catch (SQLException e) {
        findings.verdict(
            DISK_FULL.equals(e.getSQLState()),
            "a full disk is reported as such",
            "after %d commits of 100 KB: %s %s; expected SQLSTATE 53100"
                .formatted(i, e.getSQLState(), e.getMessage()));
        return e;
      }
    }
    findings.verdict(
        false,
        "a full disk is reported as such",
        "%d commits of 100 KB were acknowledged though the disk had room for %d: the error is swallowed"
            .formatted(most, LEFT / LARGE));
    return null;
  }

  /** A table and a commit in one transaction: both or none. */
  private static void wholeTransactionIsRolledBack(Site site, Connection writer, DrillLog findings)
      throws SQLException {
    site.server().disk().free();
    site.server().disk().fill(LEFT_FOR_TABLES); // but not for the message
    var message = site.message(4 * LEFT_FOR_TABLES, 1);
    writer.setAutoCommit(false);
    long entry = site.ledger().intend("main", message);
    SQLException refusal = null;
    String later = "";
    try (var statement = writer.createStatement()) {
      try {
        statement.execute("CREATE TABLE half_done (id int)");
        var id = site.call(writer, "main", message);
        writer.commit();
        site.ledger().acknowledged(entry, id);
      } catch (SQLException e) {
        refusal = e;
        site.failed(entry, e);
        later = stateOf(() -> statement.execute("SELECT 1"));
      }
    } finally {
      writer.rollback();
      writer.setAutoCommit(true);
    }
    findings.verdict(
        refusal != null && DISK_FULL.equals(refusal.getSQLState()) && ABORTED.equals(later),
        "a transaction that meets the full disk is aborted",
        refusal == null
            ? "a message of %d MB was acknowledged on a disk with %d MB free"
                .formatted(4 * LEFT_FOR_TABLES >> 20, LEFT_FOR_TABLES >> 20)
            : "first %s, then %s; expected 53100, then 25P02"
                .formatted(refusal.getSQLState(), later));
    findings.verdict(
        !exists(writer, "half_done"),
        "whole transaction rolled back",
        "the table of the transaction is "
            + (exists(writer, "half_done") ? "still" : "not")
            + " there");
    versionIsGone(site, writer, "half_done", findings);
  }

  private static void versionIsGone(
      Site site, Connection connection, String table, DrillLog findings) throws SQLException {
    if (site.contract().versionSql().isPresent()) {
      var version = versionOrError(site, connection, table);
      findings.verdict(
          version.isEmpty(),
          "no version of a table that was rolled back",
          "pgGit knows " + version.map(v -> "version " + v).orElse("no version") + " of it");
    }
  }

  /** A pgGit may as well refuse to tell the version of a table it does not know. */
  private static Optional<String> versionOrError(Site site, Connection connection, String table) {
    try {
      return site.version(connection, table);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static void writable(Site site, Connection writer, DrillLog findings) {
    String name = "writable again after space was freed";
    try {
      site.commit(writer, "main", site.message(LARGE, 2));
      findings.verdict(true, name, "a commit of 100 KB on the connection that was refused before");
    } catch (SQLException e) {
      findings.verdict(false, name, e.getSQLState() + " " + e.getMessage());
    }
  }

  /** The disk becomes full in the middle of a transaction that creates 100 tables. */
  static void inTheMiddleOf100Tables(Site site, DrillLog findings) throws Exception {
    try (var connection = site.database().connect();
        var statement = connection.createStatement()) {
      site.commit(connection, "main", site.message("before"));
      site.server().disk().fill(LEFT_FOR_TABLES);
      var message = site.message("of 100 tables that did not fit");
      long entry = site.ledger().intend("main", message);
      int created = 0;
      connection.setAutoCommit(false);
      try {
        var id = site.call(connection, "main", message); // must not stay
        while (created < TABLES) {
          create(statement, created);
          created++;
        }
        connection.commit();
        site.ledger().acknowledged(entry, id);
        findings.verdict(
            Verdict.undecided(
                NO_PARTIAL_WRITE, "there was room for all tables: nothing was shown"));
        return;
      } catch (SQLException e) {
        site.failed(entry, e);
        findings.verdict(
            DISK_FULL.equals(e.getSQLState()) && created > 0,
            "a full disk is reported as such",
            "%s after %d of 100 tables".formatted(e.getSQLState(), created));
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      int there = 0;
      int versioned = 0;
      for (int i = 0; i < TABLES; i++) {
        there += exists(connection, "part_" + i) ? 1 : 0;
        versioned +=
            site.contract().versionSql().isPresent()
                    && versionOrError(site, connection, "part_" + i).isPresent()
                ? 1
                : 0;
      }
      findings.verdict(
          there == 0 && versioned == 0,
          NO_PARTIAL_WRITE,
          "of 100 tables %d are there and %d have a version after the rollback"
              .formatted(there, versioned));

      site.server().disk().free();
      allTablesFit(site, connection, statement, findings);
    }
    findings.verdicts(site.audit().verdicts());
  }

  private static void allTablesFit(
      Site site, Connection connection, Statement statement, DrillLog findings)
      throws SQLException {
    long begun = System.nanoTime();
    connection.setAutoCommit(false);
    var message = site.message("of 100 tables");
    long entry = site.ledger().intend("main", message);
    String name = "the same transaction succeeds with room";
    try {
      for (int i = 0; i < TABLES; i++) {
        create(statement, i);
      }
      var id = site.call(connection, "main", message);
      connection.commit();
      site.ledger().acknowledged(entry, id);
      findings.metric("100 tables and a commit in one transaction", sinceNanos(begun));
    } catch (SQLException e) {
      site.failed(entry, e);
      findings.verdict(false, name, e.getSQLState() + " " + e.getMessage());
      connection.rollback();
      return;
    } finally {
      connection.setAutoCommit(true);
    }
    List<String> unknown = new ArrayList<>();
    if (site.contract().versionSql().isPresent()) {
      for (int i = 0; i < TABLES; i++) {
        if (versionOrError(site, connection, "part_" + i).isEmpty()) {
          unknown.add("part_" + i);
        }
      }
    }
    findings.verdict(
        unknown.isEmpty(),
        name,
        unknown.isEmpty() ? "all 100 tables are there" : "no version of " + unknown);
  }

  /** 16 KB with its key, and as much for what TOAST keeps ready. */
  private static void create(Statement statement, int i) throws SQLException {
    statement.execute("CREATE TABLE part_" + i + " (id int PRIMARY KEY, body text)");
    statement.execute("INSERT INTO part_" + i + " VALUES (1, 'x')");
  }

  /** A statement of a drill. */
  interface Call {
    void run() throws SQLException;
  }

  static String stateOf(Call call) {
    try {
      call.run();
      return NO_ERROR;
    } catch (SQLException e) {
      return SqlErrors.sqlState(e);
    }
  }

  static boolean answers(Connection connection) {
    return stateOf(
            () -> {
              try (var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
              }
            })
        .equals(NO_ERROR);
  }

  /** The message of a commit, or the error that reading it gave. */
  static @Nullable String read(
      Site site, Connection connection, @Nullable String id, String message) {
    var column = site.contract().idColumn();
    var which = column.map(c -> c + "::text = ?").orElse("strpos(message, ?) > 0");
    try (var statement =
        connection.prepareStatement("SELECT message FROM pggit.commits WHERE " + which)) {
      statement.setString(1, column.isPresent() ? id : message);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT to_regclass('public." + table + "')")) {
      rows.next();
      return rows.getString(1) != null;
    }
  }

  static Duration sinceNanos(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
