package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.pggit.Audit;
import pggit.load.pggit.AuditReport;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/** A server to be harmed, with pgGit in a database of it, and the ledger of what is committed. */
final class Site {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final LimitedServer server;
  private final Endpoint database;
  private final DrilledPgGit subject;
  private final Contract contract;
  private final StoredBefore before;
  private final List<String> notes;
  private final Ledger ledger;
  private final AtomicLong commits = new AtomicLong();

  private Site(LimitedServer server, DrilledPgGit subject) throws SQLException {
    this.server = server;
    this.subject = subject;
    database =
        server
            .createDatabase("drill_" + DATABASES.incrementAndGet())
            // A lost answer is to end a wait, not a test.
            .with("connectTimeout", "5")
            .with("socketTimeout", "60");
    notes = subject.install(server.server(), database);
    try (var connection = database.connect()) {
      contract = Contract.detect(connection);
      before = StoredBefore.of(connection, contract);
    }
    ledger = new Ledger("drill" + DATABASES.get());
  }

  /** Installs pgGit in a new database. */
  static Site on(LimitedServer server, DrilledPgGit subject) throws SQLException {
    return new Site(server, subject);
  }

  LimitedServer server() {
    return server;
  }

  Endpoint database() {
    return database;
  }

  /** For drills that count bytes, not time, and do not kill: no commit waits for the disk. */
  Endpoint inAHurry() {
    return database.with("options", "-c synchronous_commit=off");
  }

  Contract contract() {
    return contract;
  }

  Ledger ledger() {
    return ledger;
  }

  List<String> notes() {
    return notes;
  }

  /** A message that no other commit has. */
  String message(String text) {
    return ledger.stamp(text, commits.incrementAndGet());
  }

  /** A message of exactly so many bytes, hard to compress; {@code bytes} at least 64. */
  String message(int bytes, long seed) {
    return Texts.padded(message(""), bytes, seed);
  }

  /**
   * Commits and tells the ledger what became of it.
   *
   * @return the ID that pgGit gave, null if it gave none
   */
  String commit(Connection connection, String branch, String message) throws SQLException {
    long entry = ledger.intend(branch, message);
    String id;
    try {
      id = call(connection, branch, message);
    } catch (SQLException e) {
      failed(entry, e);
      throw e;
    }
    ledger.acknowledged(entry, id);
    return id;
  }

  /** Calls pgGit, without a word to the ledger. */
  String call(Connection connection, String branch, String message) throws SQLException {
    try (var statement = connection.prepareStatement(contract.commitSql())) {
      contract.bindCommit(statement, "drill", branch, message);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /** Tells the ledger of a commit that did not come to its end. */
  void failed(long entry, SQLException e) {
    if (Doubt.isLeftBy(e)) {
      ledger.inDoubt(entry);
    } else {
      ledger.failed(entry, Doubt.sqlState(e));
    }
  }

  /** The version that pgGit knows of a table in schema public; empty if it knows none. */
  Optional<String> version(Connection connection, String table) throws SQLException {
    return contract.version(connection, table);
  }

  /** Compares the ledger with what is stored. */
  AuditReport audit() throws SQLException {
    try (var connection = database.connect()) {
      return Audit.of(connection, contract, ledger, before);
    }
  }

  Map<String, String> contractFacts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("name", contract.name());
    facts.put("description", contract.describe());
    facts.put("source", subject.describe());
    return facts;
  }
}
