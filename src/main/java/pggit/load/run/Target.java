package pggit.load.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.target.Contract;
import pggit.load.target.InstallReport;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/**
 * A server with pgGit in a database, ready for load. Closing drops the database if it was made for
 * this run, and stops the server if it was started for this run.
 */
public final class Target implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  /** The sampler's session: PostgreSQL counts a superuser's among those that ordinary roles get. */
  private static final int SAMPLER = 1;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final PostgresServer server;
  private final Endpoint database;
  private final String source;
  private final Contract contract;
  private final Endpoint load;
  private final int admitted;
  private final boolean named;

  private Target(Settings settings, EmbeddedSpec spec) throws SQLException {
    try {
      server = opened(serverOf(settings, spec));
      LOG.info(
          "{} PostgreSQL {}, fsync={}, synchronous_commit={}, max_connections={}",
          server.embedded() ? "embedded" : "external",
          server.version(),
          server.settings().get("fsync"),
          server.settings().get("synchronous_commit"),
          server.settings().get("max_connections"));
      var name = settings.optionalText("database");
      named = name.isPresent();
      database =
          named
              ? server.admin().withDatabase(name.get())
              : opened(ScratchDatabase.create(server)).endpoint();
      source = install(settings);
      var role = server.embedded() ? LoadRole.create(database) : null;
      try (var connection = database.connect()) {
        contract = Contract.detect(connection);
      }
      LOG.info("pgGit: {}; {}", source, contract.describe());
      load = role == null ? database : usable(role, contract);
      admitted = Slots.admitted(load, server) - SAMPLER;
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
    try {
      return new Target(settings, spec);
    } catch (SQLException e) {
      throw new SetupException("the server does not answer as it should: " + e.getMessage(), e);
    }
  }

  /** The embedded server as the settings want it. */
  public static EmbeddedSpec specOf(Settings settings) {
    int ordinary = settings.count("server.connections");
    var spec = EmbeddedSpec.defaults().withPort(settings.count("server.port"));
    return spec.withMaxConnections(ordinary + spec.reservedConnections());
  }

  public PostgresServer server() {
    return server;
  }

  /** The harness's way in: superuser on an embedded server. */
  public Endpoint database() {
    return database;
  }

  /** The virtual users' way in. */
  public Endpoint load() {
    return load;
  }

  public Contract contract() {
    return contract;
  }

  /** Where pgGit came from, in words. */
  public String source() {
    return source;
  }

  /**
   * How many connections the server admits to the virtual users, those of others not counted. The
   * sampler, which stays during the whole run, has its own.
   */
  public int admitted() {
    return admitted;
  }

  /** How many of them are free now, less a tenth that is left to others. */
  public int spareConnections() {
    try {
      return Math.max(1, (admitted - Slots.taken(database)) * 9 / 10);
    } catch (SQLException e) {
      throw new SetupException("cannot count the server's connections: " + e.getMessage(), e);
    }
  }

  /**
   * The database that a user names in {@code pggit.confirm}: the one of pggit.database or of the
   * URL.
   */
  public String confirmationName() {
    return named ? database.database() : server.admin().database();
  }

  /** What a reader of the results has to know about the set-up. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) { // the others are to be closed all the same
        LOG.warn("could not close {}: {}", opened.get(i), e.getMessage());
      }
    }
    opened.clear();
  }

  private static PostgresServer serverOf(Settings settings, EmbeddedSpec spec) {
    var url = settings.optionalText("url");
    if (url.isEmpty()) {
      if (settings.optionalText("database").isPresent()) {
        throw new SetupException(
            "pggit.database names a database of a running server: expected pggit.url beside it");
      }
      var roomy = spec.withMaxConnections(spec.maxConnections() + SAMPLER);
      return Progress.during(
          Console.writer(), "PostgreSQL starts", () -> EmbeddedServer.start(roomy));
    }
    return ExternalServer.connect(url.get(), new Login(settings.text("user"), settings.password()));
  }

  private String install(Settings settings) {
    var paths = settings.paths("source");
    if (paths.isEmpty() && named) {
      return "as found in database " + database.database();
    }
    var chosen = paths.isEmpty() ? PgGitSource.reference() : PgGitSource.of(paths);
    var report =
        chosen.install(server, database, settings.choice("source.on-error", OnError.class));
    note(report);
    return paths.isEmpty() && !server.embedded() ? "the server's own extension" : chosen.describe();
  }

  private void note(InstallReport report) {
    if (report.failed() > 0) {
      notes.add(
          "%d of %d statements of the source failed, e.g. %s"
              .formatted(report.failed(), report.statements(), report.failures().get(0)));
      LOG.warn("{}", notes.get(notes.size() - 1));
    }
  }

  /** The load role if pgGit lets it commit, else the harness's own login, with a note. */
  private Endpoint usable(Endpoint role, Contract contract) throws SQLException {
    var refusal = Probe.commit(role, contract);
    if (refusal.isEmpty() || Probe.commit(database, contract).isPresent()) {
      return role; // it works, or it works for nobody: that is what the load will show
    }
    notes.add(
        "only a superuser can commit: an ordinary role with all privileges on pgGit's schemas gets "
            + refusal.get()
            + "; the load runs as superuser");
    LOG.warn("{}", notes.get(notes.size() - 1));
    return database;
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
