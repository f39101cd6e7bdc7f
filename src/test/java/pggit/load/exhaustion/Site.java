package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Audit;
import pggit.load.pggit.AuditReport;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.protocol.SqlErrors;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/** A server to be harmed, with pgGit in a database of it, and the ledger of what is committed. */
final class Site {

  /** For drills of many branches. */
  static final String[] TEN_BRANCHES =
      IntStream.range(0, 10).mapToObj(i -> "branch-" + i).toArray(String[]::new);

  private static final int TRIES = 3;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final LimitedServer server;
  private final Endpoint database;
  private final DrilledPgGit subject;
  private final Contract contract;
  private final StoredBefore before;
  private final List<String> notes;
  private final Ledger ledger;
  private final AtomicLong commits;

  /**
   * What came of a call.
   *
   * @param warning the first one, null if there was none
   */
  private record Answer(@Nullable String id, @Nullable SQLWarning warning) {}

  private Site(LimitedServer server, DrilledPgGit subject) throws SQLException {
    this.server = server;
    this.subject = subject;
    database = impatient(server.createDatabase("drill_" + DATABASES.incrementAndGet()));
    notes = subject.install(server.server(), database);
    try (var connection = database.connect()) {
      contract = Contract.detect(connection);
      before = StoredBefore.of(connection, contract);
    }
    ledger = new Ledger("drill" + DATABASES.get());
    commits = new AtomicLong();
  }

  private Site(Site original, LimitedServer copy) {
    server = copy;
    subject = original.subject;
    database = impatient(copy.server().admin().withDatabase(original.database.database()));
    notes = original.notes;
    contract = original.contract;
    before = original.before;
    ledger = original.ledger;
    commits = original.commits;
  }

  /** A lost answer is to end a wait, not a test. */
  private static Endpoint impatient(Endpoint database) {
    return database.with("connectTimeout", "5").with("socketTimeout", "60");
  }

  /** The same database, and the same ledger, on a server with a copy of it. */
  Site at(LimitedServer copy) {
    return new Site(this, copy);
  }

  /** The same pgGit in another database of the server, with a ledger of its own. */
  Site beside() throws SQLException {
    return new Site(server, subject);
  }

  /** Installs pgGit in a new database. */
  static Site on(LimitedServer server, DrilledPgGit subject) throws SQLException {
    return new Site(server, subject);
  }

  /**
   * Installs the same source once more in the same database.
   *
   * @return what failed and was passed over
   * @throws pggit.load.server.SetupException if it is refused
   */
  List<String> installAgain() throws SQLException {
    return subject.install(server.server(), database);
  }

  /**
   * Makes sure that these branches have a commit. A pgGit that refuses the first one of a branch
   * does so without any fault.
   */
  void open(String... branches) throws SQLException {
    try (var connection = database.connect()) {
      for (var branch : branches) {
        open(connection, branch);
      }
    }
  }

  private void open(Connection connection, String branch) throws SQLException {
    for (int left = TRIES - 1; left >= 0; left--) {
      try {
        commit(connection, branch, message("the first one"));
        return;
      } catch (SQLException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
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
   * Commits and tells the ledger what became of it. A commit whose wait for a synchronous standby
   * was cancelled is in doubt, though the call succeeds.
   *
   * @return the ID that pgGit gave, null if it gave none
   */
  String commit(Connection connection, String branch, String message) throws SQLException {
    long entry = ledger.intend(branch, message);
    Answer answer;
    try {
      answer = ask(connection, branch, message);
    } catch (SQLException e) {
      failed(entry, e);
      throw e;
    }
    if (isInDoubt(answer.warning)) {
      ledger.inDoubt(entry);
    } else {
      ledger.acknowledged(entry, answer.id);
    }
    return answer.id;
  }

  /**
   * Whether the server ended a commit's wait for its synchronous standby. It has committed then,
   * and says success, but the standby may lack it. PostgreSQL's warning has no SQLSTATE of its own;
   * our servers speak English.
   */
  private static boolean isInDoubt(@Nullable SQLWarning warning) {
    for (var said = warning; said != null; said = said.getNextWarning()) {
      if (String.valueOf(said.getMessage()).contains("wait for synchronous replication")) {
        return true;
      }
    }
    return false;
  }

  /** Calls pgGit, without a word to the ledger. */
  String call(Connection connection, String branch, String message) throws SQLException {
    return ask(connection, branch, message).id;
  }

  private Answer ask(Connection connection, String branch, String message) throws SQLException {
    try (var statement = connection.prepareStatement(contract.commitSql())) {
      contract.bindCommit(statement, "drill", branch, message);
      try (var rows = statement.executeQuery()) {
        return new Answer(rows.next() ? rows.getString(1) : null, statement.getWarnings());
      }
    }
  }

  /** Tells the ledger of a commit that did not come to its end. */
  void failed(long entry, SQLException e) {
    if (SqlErrors.inDoubt(e)) {
      ledger.inDoubt(entry);
    } else {
      ledger.failed(entry, SqlErrors.sqlState(e));
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
