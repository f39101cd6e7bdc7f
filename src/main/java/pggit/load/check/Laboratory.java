package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings.Behaved;

/**
 * Makes copies of a database with pgGit, one for each family of checks, and a role without any
 * privilege. Closing drops them.
 */
final class Laboratory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Laboratory.class);
  private static final long LARGEST = 512L << 20;

  /** How often a commit is tried before pgGit counts as one that cannot commit. */
  private static final int TRIES = 8;

  final PostgresServer server;
  final Contract contract;
  final Behaved scale;

  /** Login of a role that was granted nothing. */
  final Optional<Login> stranger;

  private final Endpoint original;
  private final Endpoint user;
  private final boolean inPlace;

  /** Whether somebody has committed already. */
  final boolean used;

  private final List<String> databaseSettings;
  private final List<String> withoutPgGit;
  private final Deque<ScratchDatabase> databases = new ArrayDeque<>();

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
      Behaved scale,
      boolean inPlace) {
    this.server = server;
    this.original = database;
    this.user = user;
    this.contract = contract;
    this.scale = scale;
    this.inPlace = inPlace;
    Optional<Login> created;
    try (var session = new Session(Session.connect(database), contract)) {
      long bytes = session.number("SELECT pg_database_size(current_database())");
      if (bytes > LARGEST) {
        throw new SetupException(
            "the checks work on copies of the database, and with %d MB it is too large to copy (limit %d MB)"
                .formatted(bytes >> 20, LARGEST >> 20));
      }
      databaseSettings = session.texts(Macros.question("settings_of_database()"));
      used =
          !contract.columns("commits").isEmpty()
              && session.holds("SELECT EXISTS (SELECT FROM pggit.commits)");
      withoutPgGit = session.texts(Macros.question("what_it_has_besides(?)"), user.login().user());
      created = createStranger(session);
    } catch (SQLException e) {
      throw new SetupException("cannot prepare the checks: " + e.getMessage(), e);
    }
    // Not before the session above is gone: whoever copies the database now waits for that to go,
    // and lets nobody in.
    stranger = created.filter(login -> maySignIn(login, database));
  }

  /**
   * What there is to be seen of a pgGit.
   *
   * @param branching how the checks make branches; empty if commits do, as they should
   * @param failsAtFirst whether the first commit of a database fails and later ones do not
   * @param failure why a plain commit fails, if it does
   */
  record Explored(
      Anatomy anatomy,
      Optional<Branching> branching,
      boolean failsAtFirst,
      @Nullable Failure failure) {}

  /**
   * Commits a few times, in a copy, since even what is rolled back moves sequences on, and the
   * first commit of a database is one of the things to be examined.
   *
   * @throws SetupException if not even the catalog can be read
   */
  Explored explore() {
    var branching = Optional.<Branching>empty();
    boolean failsAtFirst = false;
    Failure failure = null;
    try {
      var place = copy();
      try (var admin = open(place);
          var session = open(user.withDatabase(place.database()))) {
        var first = session.attempt("explored", "the very first commit");
        var later = commitOnTwoBranches(session);
        failsAtFirst = first.isPresent() && later.isEmpty();
        if (later.filter(f -> !f.isTimeout()).isPresent()) {
          branching = Branching.find(admin, session);
        }
        failure = branching.isPresent() ? null : later.orElse(null);
      }
    } catch (SQLException e) {
      failure = Failure.of(e);
    }
    try (var session = open(original)) {
      return new Explored(
          Anatomy.of(session, contract, branching), branching, failsAtFirst, failure);
    } catch (SQLException e) {
      throw new SetupException("cannot look into the database: " + e.getMessage(), e);
    }
  }

  /**
   * What committing fails with, each tried so often that what fails now and then does not matter.
   */
  private static Optional<Failure> commitOnTwoBranches(Session session) {
    var failure = Optional.<Failure>empty();
    for (var branch : List.of("exploredone", "exploredone", "exploredtwo")) {
      int tries = 0;
      do {
        failure = session.attempt(branch, "explored");
      } while (failure.isPresent() && ++tries < TRIES);
      if (failure.isPresent()) {
        break;
      }
    }
    return failure;
  }

  private Session open(Endpoint endpoint) throws SQLException {
    return new Session(Session.connect(Session.bounded(endpoint, scale.patience())), contract);
  }

  /** A fresh copy. */
  Lab lab(Explored explored) throws SQLException {
    var endpoint = inPlace ? set(original, List.of()) : copy();
    return new Lab(this, endpoint, user.withDatabase(endpoint.database()), explored);
  }

  private Endpoint copy() throws SQLException {
    return set(ours(ScratchDatabase.copyOf(server, original.database())), List.of());
  }

  /** A database as this one is, but without pgGit. */
  Endpoint plain() throws SQLException {
    return set(ours(ScratchDatabase.emptyLike(server, original.database())), withoutPgGit);
  }

  /** The extensions of such a database. */
  List<String> extensions() {
    return withoutPgGit.stream().filter(sql -> sql.startsWith("CREATE EXTENSION")).toList();
  }

  private Endpoint ours(ScratchDatabase database) {
    synchronized (databases) {
      databases.push(database);
    }
    return database.endpoint();
  }

  /** Fills a database, and gives it what is not taken along. */
  private Endpoint set(Endpoint endpoint, List<String> content) throws SQLException {
    try (var session = new Session(Session.connect(endpoint), contract)) {
      for (var sql : content) {
        session.run(sql);
      }
      for (var setting : databaseSettings) {
        session.run("ALTER DATABASE " + endpoint.database() + " SET " + setting);
      }
      if (!user.login().user().equals(endpoint.login().user())) {
        session.run(
            "GRANT ALL ON DATABASE %s TO %s"
                .formatted(
                    endpoint.database(),
                    session.text("SELECT quote_ident(?)", user.login().user())));
      }
    }
    return endpoint;
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

  private static Optional<Login> createStranger(Session session) {
    var name = "pggit_check_" + UUID.randomUUID().toString().substring(0, 8);
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
    try {
      server.admin().execute("DROP ROLE IF EXISTS " + login.user());
    } catch (SQLException e) {
      LOG.warn("could not drop the role {} of the checks: {}", login.user(), e.getMessage());
    }
  }
}
