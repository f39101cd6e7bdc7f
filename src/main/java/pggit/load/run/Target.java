package pggit.load.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Fingerprint;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.server.WayIn;
import pggit.load.settings.Settings;
import pggit.load.shard.Prepared;

/**
 * A server with pgGit in a database, ready for load. Closing drops the database if it was made for
 * this run, and stops the server if it was started for this run.
 */
public final class Target implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  /** That users may create no tables, and what lets them; else an empty text. */
  private static final String LACKING =
      """
      SELECT CASE WHEN has_schema_privilege(current_schema(), 'CREATE') THEN '' ELSE
        format('role %2$s may not in schema %1$s of database %3$s: GRANT CREATE ON SCHEMA %1$s TO %2$s',
               quote_ident(current_schema()), quote_ident(current_user), current_database()) END""";

  private static final String PREPARED = "made by the injector that came first";

  private static final String EXISTING = "pggit.database names an existing one";

  private final Resources opened = new Resources();
  private final List<String> notes = new ArrayList<>();
  private final PostgresServer server;
  private final Endpoint database;
  private final String source;
  private final Contract contract;
  private final String fingerprint;
  private final Endpoint ordinary;
  private final Endpoint load;
  private final FreshCommits firstCommits;
  private final boolean named;

  private Target(
      Settings settings,
      EmbeddedSpec spec,
      Others others,
      Function<EmbeddedSpec, EmbeddedServer> starter)
      throws SQLException {
    try {
      server = opened.closing(serverOf(settings, spec, starter));
      LOG.info(
          "{}, max_connections={}", described(), server.facts().settings().get("max_connections"));
      var way = server.admin().way();
      if (way != WayIn.DIRECT) {
        noted(server.admin().host() + ":" + server.admin().port() + " is " + way.describe());
      }
      var name = settings.database();
      named = name.isPresent();
      var prepared = others.prepared();
      database =
          prepared
              .map(Prepared::database)
              .or(() -> name)
              .map(server.admin()::withDatabase)
              .orElseGet(() -> scratch(others));
      noteEncoding();
      source = prepared.isPresent() ? prepared.get().source() : install(settings);
      ordinary = server.embedded() ? LoadRole.create(database) : database;
      try (var connection = database.connect()) {
        contract = Contract.detect(connection);
        fingerprint = Fingerprint.of(connection);
      }
      LOG.info("pgGit: {}; {}", source, contract.describe());
      var mine =
          prepared.isPresent()
              ? new FreshCommits(List.of(), Optional.of(PREPARED))
              : firstCommits(settings, ordinary);
      var harness =
          mine.unprivileged().isPresent() && server.embedded()
              ? firstCommits(settings, database)
              : mine;
      // Of a pgGit that nobody can commit to, the load shows that as the ordinary role.
      boolean onlyAsSuperuser = !mine.possible() && harness.possible();
      load = onlyAsSuperuser ? database : ordinary;
      firstCommits = onlyAsSuperuser ? harness : mine;
      if (onlyAsSuperuser) {
        noted(
            "an ordinary role with all privileges on pgGit's schemas may not commit: %s; the load runs as superuser"
                .formatted(mine.unprivileged().orElseThrow()));
      }
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts or reaches the server that the settings name, and puts pgGit into a database there.
   *
   * @param spec how an embedded server is to be started, if it is one; it gets one connection more
   *     for the sampler
   * @throws SetupException naming what the user has to mend
   */
  public static Target open(Settings settings, EmbeddedSpec spec) {
    return open(settings, spec, NOBODY, EmbeddedServer::start);
  }

  /**
   * The same for one of several injectors, or on a server that is not as others.
   *
   * @param starter starts an embedded server
   */
  static Target open(
      Settings settings,
      EmbeddedSpec spec,
      Others others,
      Function<EmbeddedSpec, EmbeddedServer> starter) {
    try {
      return new Target(settings, spec, others, starter);
    } catch (SQLException e) {
      throw new SetupException("the server does not answer as it should: " + e.getMessage(), e);
    }
  }

  /** The embedded server's goes with it: to drop it first would take a checkpoint for nothing. */
  private Endpoint scratch(Others others) {
    var database = ScratchDatabase.create(server);
    if (!server.embedded()) {
      opened.closing(database);
      others.scratch(database);
    }
    return database.endpoint();
  }

  /** Other processes that work in the same database. */
  interface Others {
    /** What one of them has prepared; empty if this one has to. */
    Optional<Prepared> prepared();

    /** Is told of a database that was made for all. */
    void scratch(ScratchDatabase made);
  }

  static final Others NOBODY =
      new Others() {
        @Override
        public Optional<Prepared> prepared() {
          return Optional.empty();
        }

        @Override
        public void scratch(ScratchDatabase made) {
          // Dropped with the target.
        }
      };

  /** The embedded server as the settings want it. */
  public static EmbeddedSpec specOf(Settings settings) {
    int ordinary = settings.server().connections();
    var spec = EmbeddedSpec.defaults().withPort(settings.server().port());
    return spec.withMaxConnections(ordinary + spec.reservedConnections());
  }

  public PostgresServer server() {
    return server;
  }

  /** Process ID of an embedded server. */
  OptionalLong postmaster() {
    return server instanceof EmbeddedServer embedded
        ? OptionalLong.of(embedded.postmasterPid())
        : OptionalLong.empty();
  }

  /** The harness's way in: superuser on an embedded server. */
  public Endpoint database() {
    return database;
  }

  /** The virtual users' way in: an ordinary role on an embedded server, if pgGit lets it commit. */
  public Endpoint load() {
    return load;
  }

  /** An ordinary role on an embedded server, whether or not it may commit. */
  public Endpoint ordinary() {
    return ordinary;
  }

  /** What the very first commits did, made before anything else has touched pgGit. */
  public FreshCommits firstCommits() {
    return firstCommits;
  }

  public Contract contract() {
    return contract;
  }

  /**
   * One more database as this one is, for the caller to close.
   *
   * @throws SetupException if it is an existing one, or somebody is connected to it
   */
  ScratchDatabase copy() {
    if (named) {
      throw new SetupException(EXISTING);
    }
    return ScratchDatabase.copyOf(server, database.database());
  }

  /** Where pgGit came from, in words. */
  public String source() {
    return source;
  }

  /**
   * The database that a user names in {@code pggit.confirm}: the one of pggit.database or of the
   * URL.
   */
  String confirmationName() {
    return named ? database.database() : server.admin().database();
  }

  /**
   * What the server says about itself, for the result.
   *
   * @param admitted connections for the load
   */
  Map<String, String> serverFacts(int admitted) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("description", "%s, %d connections for the load".formatted(described(), admitted));
    facts.putAll(server.facts().settings());
    return facts;
  }

  private String described() {
    return "PostgreSQL %s, %s, fsync=%s, synchronous_commit=%s"
        .formatted(
            server.facts().version(),
            server.embedded() ? "embedded" : "external",
            server.facts().settings().get("fsync"),
            server.facts().settings().get("synchronous_commit"));
  }

  /** Which pgGit this is, for the result. */
  Map<String, String> contractFacts() {
    return Map.of(
        "name",
        contract.name(),
        "description",
        contract.describe(),
        "source",
        source,
        "fingerprint",
        fingerprint);
  }

  /** What a reader of the results has to know about the set-up. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() {
    opened.close();
  }

  private static PostgresServer serverOf(
      Settings settings, EmbeddedSpec spec, Function<EmbeddedSpec, EmbeddedServer> starter) {
    var url = settings.url();
    if (url.isEmpty()) {
      if (settings.database().isPresent()) {
        throw new SetupException(
            "pggit.database names a database of a running server: expected pggit.url beside it");
      }
      var roomy = spec.withMaxConnections(spec.maxConnections() + Room.SAMPLER);
      return Progress.during(Console.writer(), "PostgreSQL starts", () -> starter.apply(roomy));
    }
    return ExternalServer.connect(url.get(), new Login(settings.user(), settings.password()));
  }

  private String install(Settings settings) {
    var paths = settings.source();
    if (paths.isEmpty() && named) {
      return "as found in database " + database.database();
    }
    var chosen = paths.isEmpty() ? PgGitSource.reference() : PgGitSource.of(paths);
    var report = chosen.install(server, database, OnError.of(settings.onError()));
    if (report.failed() > 0) {
      noted(
          "%d of %d statements of the source failed, e.g. %s"
              .formatted(report.failed(), report.statements(), report.failures().get(0)));
    }
    return paths.isEmpty() && !server.embedded() ? "the server's own extension" : chosen.describe();
  }

  /**
   * Sees to it that users may create tables: PostgreSQL itself grants that to nobody in a database
   * of version 15 or newer but its owner, and what it refuses is not pgGit's doing.
   *
   * @throws SetupException if they may not, with the remedy
   */
  void requireTables() {
    try {
      var lacking = load.ask(LACKING, row -> row.getString(1));
      if (!lacking.isEmpty()) {
        throw new SetupException("the load creates tables, and " + lacking);
      }
    } catch (SQLException e) {
      throw new SetupException("cannot read what the users may do: " + e.getMessage(), e);
    }
  }

  private void noteEncoding() throws SQLException {
    var encoding = database.ask("SHOW server_encoding", row -> row.getString(1));
    if (!encoding.equals("UTF8")) {
      noted(
          "the database is in %s and not in UTF8: texts that it cannot hold are left out"
              .formatted(encoding));
    }
  }

  private void noted(String note) {
    notes.add(note);
    LOG.warn("{}", note);
  }

  /** An existing database is not fresh, and nobody's to copy. */
  private FreshCommits firstCommits(Settings settings, Endpoint user) {
    return named
        ? new FreshCommits(List.of(), Optional.of(EXISTING))
        : FreshCommits.of(server, database, user, contract, settings.timeout());
  }
}
