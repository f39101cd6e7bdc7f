package pggit.load.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Verdict;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.target.Contract;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/**
 * pgGits made wrong on purpose: the reference extension, and a patch of src/test/resources/mutants.
 */
final class Mutants implements AutoCloseable {

  static final Scale SMALL =
      new Scale(300, 2000, 16, 60, 1 << 20, Duration.ofSeconds(3), Duration.ofSeconds(15));

  private static final Login USER = new Login("pggit_check_user", Secret.of("secret"));

  private final PostgresServer server;
  private final ScratchDatabase reference;

  Mutants(PostgresServer server) throws SQLException {
    this.server = server;
    try (var connection = server.admin().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS pggit_check_user");
      statement.execute("CREATE ROLE pggit_check_user LOGIN PASSWORD 'secret'");
    }
    reference = ScratchDatabase.create(server);
    PgGitSource.reference().install(server, reference.endpoint(), OnError.STOP);
    run(reference.endpoint(), "GRANT ALL ON SCHEMA public TO pggit_check_user");
  }

  /** Examines the reference with a patch; {@code null} for the reference as it is. */
  List<Verdict> examine(String patch, Predicate<String> wanted, Scale scale) throws SQLException {
    try (var database = ScratchDatabase.copyOf(server, reference.endpoint().database())) {
      if (patch != null) {
        run(
            database.endpoint(),
            resource("/mutants/" + patch + ".sql")
                .replace("@database@", database.endpoint().database()));
      }
      return examine(database.endpoint(), wanted, scale);
    }
  }

  /** Examines what a script makes of an empty database. */
  List<Verdict> examineScript(String resource, Scale scale) throws SQLException {
    try (var database = ScratchDatabase.create(server)) {
      run(database.endpoint(), resource(resource));
      run(
          database.endpoint(),
          """
          GRANT ALL ON SCHEMA public, pggit TO pggit_check_user;
          GRANT ALL ON ALL TABLES IN SCHEMA pggit TO pggit_check_user;
          GRANT ALL ON ALL SEQUENCES IN SCHEMA pggit TO pggit_check_user""");
      return examine(database.endpoint(), name -> true, scale);
    }
  }

  private List<Verdict> examine(Endpoint database, Predicate<String> wanted, Scale scale)
      throws SQLException {
    Contract contract;
    try (var connection = database.connect()) {
      contract = Contract.detect(connection);
    }
    return Behaviour.examine(
        server,
        database,
        database.withLogin(USER),
        contract,
        scale,
        wanted,
        line -> LoggerFactory.getLogger(Mutants.class).info(line));
  }

  @Override
  public void close() {
    reference.close();
  }

  private static void run(Endpoint endpoint, String sql) throws SQLException {
    try (var connection = endpoint.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) {
    try (var in = Mutants.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
