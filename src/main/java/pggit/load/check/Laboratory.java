package pggit.load.check;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;

/**
 * Makes copies of a database with pgGit, one for each family of checks, and a role without any
 * privilege. Closing drops them.
 */
final class Laboratory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Laboratory.class);
  private static final long LARGEST = 512L << 20;

  /** Settings whose value is a list, which must not be quoted as a whole. */
  private static final Set<String> LISTS =
      Set.of("search_path", "temp_tablespaces", "session_preload_libraries");

  /** All but pgGit, and but those that need it; what others need comes first. */
  private static final String EXTENSIONS =
      """
      SELECT quote_ident(e.extname), pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.extowner))
      FROM pg_catalog.pg_extension e
      WHERE e.extname <> 'pggit'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension p ON p.oid = d.refobjid
                        WHERE d.classid = 'pg_extension'::regclass AND d.objid = e.oid
                          AND d.refclassid = 'pg_extension'::regclass AND p.extname = 'pggit')
      ORDER BY e.oid""";

  private final PostgresServer server;
  private final Endpoint original;
  private final Endpoint user;
  private final Contract contract;
  private final Scale scale;
  private final boolean inPlace;
  private final List<String> databaseSettings;
  private final List<String> withoutPgGit;
  private final Optional<Login> stranger;
  private final Deque<ScratchDatabase> databases = new ArrayDeque<>();
  private Optional<Branching> branching = Optional.empty();
  private boolean failsAtFirst;

  /**
   * @param database as a role that may copy it; nobody else may be connected to it
   * @param user as the role that commits
   * @param inPlace whether to work in the database itself, which is the caller's to throw away
   * @throws SetupException if it cannot be copied
   */
  Laboratory(
      PostgresServer server,
      Endpoint database,
      Endpoint user,
      Contract contract,
      Scale scale,
      boolean inPlace) {
    this.server = server;
    this.original = database;
    this.user = user;
    this.contract = contract;
    this.scale = scale;
    this.inPlace = inPlace;
    Optional<Login> created;
    try (var connection = Connections.open(database)) {
      var session = new Session(connection, contract);
      long bytes = session.number("SELECT pg_database_size(current_database())");
      if (bytes > LARGEST) {
        throw new SetupException(
            "the checks work on copies of the database, and with %d MB it is too large to copy (limit %d MB)"
                .formatted(bytes >> 20, LARGEST >> 20));
      }
      databaseSettings = settings(session);
      withoutPgGit = withoutPgGit(session, user.login().user());
      created = createStranger(session);
    } catch (SQLException e) {
      throw new SetupException("cannot prepare the checks: " + e.getMessage(), e);
    }
    // Not before the session above is gone: whoever copies the database now waits for that to go,
    // and lets nobody in.
    stranger = created.filter(login -> maySignIn(login, database));
  }

  /**
   * Commits a few times and looks where it went: in a copy, since even what is rolled back moves
   * sequences on, and the first commit of a database is one of the things to be examined.
   */
  Anatomy explore() throws SQLException {
    var place = copy(original).endpoint();
    set(place);
    var login = user.withDatabase(place.database());
    try (var session = open(login)) {
      var explorer = new Explorer(session, contract.idIsStored());
      var first = session.attempt(() -> session.make("explored", "the very first commit"));
      var anatomy = explorer.explore();
      failsAtFirst = first.isPresent();
      return anatomy;
    } catch (SQLException e) {
      return explorePrepared(place, login, e);
    }
  }

  /** On branches that are made first, if that is all it takes. */
  private Anatomy explorePrepared(Endpoint place, Endpoint login, SQLException failure)
      throws SQLException {
    if (Failure.of(failure).isTimeout()) {
      throw failure;
    }
    try (var admin = open(place);
        var session = open(login)) {
      var found = Branching.find(admin, session);
      if (found.isEmpty()) {
        throw failure;
      }
      var made = new BranchMaker(found.get(), () -> admin);
      var anatomy = new Explorer(session.preparing(made), contract.idIsStored()).explore();
      branching = found;
      return anatomy.withoutBranches(found.get());
    }
  }

  private Session open(Endpoint endpoint) throws SQLException {
    var bounded = Connections.bounded(endpoint, scale.patience());
    return new Session(Connections.open(bounded), contract);
  }

  /** How the checks make branches; empty if commits do, as they should. */
  Optional<Branching> branching() {
    return branching;
  }

  /** Whether the first commit of a database fails and later ones do not. */
  boolean failsAtFirst() {
    return failsAtFirst;
  }

  /** What the catalog alone tells of a pgGit that does not commit. */
  Anatomy exploreCatalog() throws SQLException {
    try (var session = open(original)) {
      return Explorer.catalogOnly(session, contract.idIsStored());
    }
  }

  /** A fresh copy. */
  Lab lab(Anatomy anatomy) throws SQLException {
    var endpoint = inPlace ? original : copy(original).endpoint();
    set(endpoint);
    return new Lab(this, endpoint, user.withDatabase(endpoint.database()), anatomy);
  }

  PostgresServer server() {
    return server;
  }

  Contract contract() {
    return contract;
  }

  Scale scale() {
    return scale;
  }

  /** Login of a role that was granted nothing. */
  Optional<Login> stranger() {
    return stranger;
  }

  /** What a copy does not take along. */
  private void set(Endpoint endpoint) throws SQLException {
    try (var connection = Connections.open(endpoint);
        var statement = connection.createStatement()) {
      for (var setting : databaseSettings) {
        statement.execute("ALTER DATABASE " + endpoint.database() + " SET " + setting);
      }
      if (!user.login().user().equals(endpoint.login().user())) {
        statement.execute(
            "GRANT ALL ON DATABASE %s TO %s"
                .formatted(endpoint.database(), Explorer.quoted(user.login().user())));
      }
    }
  }

  /** A database as this one is, but without pgGit. */
  Endpoint plain() throws SQLException {
    var plain = ScratchDatabase.emptyLike(server, original.database());
    synchronized (databases) {
      databases.push(plain);
    }
    try (var connection = Connections.open(plain.endpoint());
        var statement = connection.createStatement()) {
      for (var sql : withoutPgGit) {
        statement.execute(sql);
      }
    }
    set(plain.endpoint());
    return plain.endpoint();
  }

  /** On an embedded server the copies stay: it is deleted whole, and each DROP is a checkpoint. */
  @Override
  public void close() {
    synchronized (databases) {
      while (!server.embedded() && !databases.isEmpty()) {
        databases.pop().close();
      }
    }
    if (!server.embedded()) {
      stranger.ifPresent(this::dropRole);
    }
  }

  private ScratchDatabase copy(Endpoint of) {
    var copy = ScratchDatabase.copyOf(server, of.database());
    synchronized (databases) {
      databases.push(copy);
    }
    return copy;
  }

  /** {@code ALTER DATABASE … SET} is not copied along with a database. */
  private static List<String> settings(Session session) throws SQLException {
    var settings = new ArrayList<String>();
    for (var setting :
        session.column(
            """
            SELECT unnest(s.setconfig) FROM pg_catalog.pg_db_role_setting s
            JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0""")) {
      var parts = (setting + "").split("=", 2);
      boolean asIs = LISTS.contains(parts[0]) && !parts[1].isEmpty();
      var value = asIs ? parts[1] : "'" + parts[1].replace("'", "''") + "'";
      settings.add(parts[0] + " = " + value);
    }
    return settings;
  }

  /** What an empty database needs to be as this one is, but for pgGit. */
  private static List<String> withoutPgGit(Session session, String user) throws SQLException {
    var statements = new ArrayList<String>();
    for (var privilege : List.of("CREATE", "USAGE")) {
      if (session.holds("SELECT has_schema_privilege(?, 'public', ?)", user, privilege)) {
        statements.add(
            "GRANT %s ON SCHEMA public TO %s".formatted(privilege, Explorer.quoted(user)));
      }
    }
    for (var extension : session.rows(EXTENSIONS)) {
      var create = "CREATE EXTENSION IF NOT EXISTS " + extension[0];
      boolean own =
          session.holds("SELECT quote_ident(session_user) = ?", String.valueOf(extension[1]));
      statements.addAll(
          own
              ? List.of(create)
              : List.of(
                  "SET SESSION AUTHORIZATION " + extension[1],
                  create,
                  "RESET SESSION AUTHORIZATION"));
    }
    return statements;
  }

  private static Optional<Login> createStranger(Session session) {
    var bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    var name = "pggit_check_" + HexFormat.of().formatHex(bytes);
    var password = UUID.randomUUID().toString();
    try {
      session.run("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
      return Optional.of(new Login(name, Secret.of(password)));
    } catch (SQLException e) {
      LOG.debug("no role without privileges", e);
      return Optional.empty();
    }
  }

  /** Neither a pooler nor pg_hba.conf need know a role that has just been made. */
  private boolean maySignIn(Login login, Endpoint database) {
    try (var connection = database.withLogin(login).connect()) {
      return connection.isValid(0);
    } catch (SQLException e) {
      LOG.debug("a new role may not connect", e);
      dropRole(login);
      return false;
    }
  }

  private void dropRole(Login login) {
    try (Connection connection = server.admin().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS " + login.user());
    } catch (SQLException e) {
      LOG.warn("could not drop the role {} of the checks: {}", login.user(), e.getMessage());
    }
  }
}
