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
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;
import pggit.load.target.Contract;

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

  private final PostgresServer server;
  private final Endpoint original;
  private final Endpoint user;
  private final Contract contract;
  private final Scale scale;
  private final boolean inPlace;
  private final List<String> databaseSettings;
  private final Optional<Login> stranger;
  private final Deque<ScratchDatabase> databases = new ArrayDeque<>();
  private Optional<Branching> branching = Optional.empty();

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
    try (var connection = database.connect()) {
      var session = new Session(connection, contract);
      long bytes = session.number("SELECT pg_database_size(current_database())");
      if (bytes > LARGEST) {
        throw new SetupException(
            "the checks work on copies of the database, and with %d MB it is too large to copy (limit %d MB)"
                .formatted(bytes >> 20, LARGEST >> 20));
      }
      databaseSettings = settings(session);
      stranger = createStranger(session);
    } catch (SQLException e) {
      throw new SetupException("cannot prepare the checks: " + e.getMessage(), e);
    }
  }

  /** Commits a few times, looks where it went, and rolls back. */
  Anatomy explore() throws SQLException {
    try {
      return exploreInOneTransaction();
    } catch (SQLException e) {
      LOG.debug("several commits in one transaction fail", e); // which need not be all that fails
      var place = inPlace ? original : copy(original).endpoint();
      var login = user.withDatabase(place.database());
      try (var session = new Session(Lab.bounded(login, scale.patience()).connect(), contract)) {
        return Explorer.explore(session, contract.idIsStored());
      } catch (SQLException again) {
        return explorePrepared(place, login, again);
      }
    }
  }

  /** On branches that are made first, if that is all it takes. */
  private Anatomy explorePrepared(Endpoint place, Endpoint login, SQLException failure)
      throws SQLException {
    if (Failure.of(failure).isTimeout()) {
      throw failure;
    }
    try (var admin = new Session(Lab.bounded(place, scale.patience()).connect(), contract);
        var session = new Session(Lab.bounded(login, scale.patience()).connect(), contract)) {
      var found = Branching.find(admin, session);
      if (found.isEmpty()) {
        throw failure;
      }
      var made = new BranchMaker(found.get(), () -> admin);
      var anatomy = Explorer.explore(session.preparing(made), contract.idIsStored());
      branching = found;
      return anatomy.withoutBranches(found.get());
    }
  }

  /** How the checks make branches; empty if commits do, as they should. */
  Optional<Branching> branching() {
    return branching;
  }

  private Anatomy exploreInOneTransaction() throws SQLException {
    try (var session = new Session(Lab.bounded(user, scale.patience()).connect(), contract)) {
      session.begin();
      try {
        return Explorer.explore(session, contract.idIsStored());
      } finally {
        session.undo();
      }
    }
  }

  /** What the catalog alone tells of a pgGit that does not commit. */
  Anatomy exploreCatalog() throws SQLException {
    try (var session = new Session(Lab.bounded(original, scale.patience()).connect(), contract)) {
      return Explorer.catalogOnly(session, contract.idIsStored());
    }
  }

  /** A fresh copy. */
  Lab lab(Anatomy anatomy) throws SQLException {
    var endpoint = inPlace ? original : copy(original).endpoint();
    try (var connection = endpoint.connect();
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
    return new Lab(
        server,
        endpoint,
        user.withDatabase(endpoint.database()),
        stranger.map(endpoint::withLogin),
        contract,
        anatomy,
        branching,
        scale);
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

  private void dropRole(Login login) {
    try (Connection connection = server.admin().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS " + login.user());
    } catch (SQLException e) {
      LOG.warn("could not drop the role {} of the checks: {}", login.user(), e.getMessage());
    }
  }
}
