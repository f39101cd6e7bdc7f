package pggit.load.check;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.pggit.Psql;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.settings.Settings.Behaved;

/** pgGits to be examined: the reference extension as it is or patched, and scripts. */
final class ExaminedPgGits implements AutoCloseable {

  static final Behaved SMALL =
      new Behaved(260, 2000, 16, 60, 1 << 20, Duration.ofSeconds(3), Duration.ofSeconds(20));

  private static final Login USER = new Login("pggit_check_user", Secret.of("secret"));

  private static final String ROLE =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'pggit_check_user') THEN
          CREATE ROLE pggit_check_user LOGIN PASSWORD 'secret';
        END IF;
      END $$""";

  private static final String GRANTS =
      """
      DO $$
      DECLARE s text; k text;
      BEGIN
        FOR s IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' LOOP
          EXECUTE format('GRANT ALL ON SCHEMA %s TO pggit_check_user', s);
          FOREACH k IN ARRAY ARRAY['TABLES', 'SEQUENCES', 'ROUTINES'] LOOP
            EXECUTE format('GRANT ALL ON ALL %s IN SCHEMA %s TO pggit_check_user', k, s);
          END LOOP;
        END LOOP;
      END $$""";

  private final PostgresServer server;
  private final ScratchDatabase reference;

  ExaminedPgGits(PostgresServer server) throws SQLException {
    this.server = server;
    run(server.admin(), ROLE); // which the class before may have left
    reference = ScratchDatabase.create(server);
    PgGitSource.reference().install(server, reference.endpoint(), OnError.STOP);
    run(reference.endpoint(), "GRANT ALL ON SCHEMA public TO pggit_check_user");
  }

  /** The reference extension as it is. */
  List<Verdict> reference(BiConsumer<String, String> scripts) throws SQLException {
    return Behaviour.examine(
        server,
        reference.endpoint(),
        reference.endpoint().withLogin(USER),
        contract(reference.endpoint()),
        SMALL,
        (line, share) -> LoggerFactory.getLogger(ExaminedPgGits.class).debug(line),
        scripts);
  }

  /**
   * What the mutant is wrong in.
   *
   * @param whole all of its family of checks instead: what else there is holds
   */
  List<Verdict> mutant(Mutant mutant, boolean whole, BiConsumer<String, String> scripts)
      throws SQLException {
    var properties =
        Family.all().stream()
            .filter(f -> f.name().equals(mutant.family()))
            .flatMap(f -> f.properties().stream())
            .map(Script::name)
            .filter(name -> whole || mutant.isAbout(name))
            .collect(Collectors.toSet());
    try (var database = made(mutant)) {
      return inPlace(
          server,
          database.endpoint(),
          database.endpoint().withLogin(USER),
          contract(database.endpoint()),
          properties::contains,
          scripts);
    }
  }

  /** A database with the mutant, which the caller closes. */
  ScratchDatabase made(Mutant mutant) throws SQLException {
    var database = ScratchDatabase.copyOf(server, reference.endpoint().database());
    run(database.endpoint(), mutant.sql().replace("@database@", database.endpoint().database()));
    return granted(database);
  }

  /** A database with the reference extension, which the caller closes. */
  ScratchDatabase made() throws SQLException {
    return granted(ScratchDatabase.copyOf(server, reference.endpoint().database()));
  }

  private static ScratchDatabase granted(ScratchDatabase database) throws SQLException {
    var name = database.endpoint().database();
    run(database.endpoint(), "GRANT ALL ON DATABASE " + name + " TO pggit_check_user");
    return database;
  }

  ShownScript.Seen byDriver(ShownScript script, ScratchDatabase in) throws SQLException {
    return script.byDriver(server, in.endpoint(), USER, contract(in.endpoint()));
  }

  /** By the machine's psql, which has to be there. */
  ShownScript.Seen byPsql(ShownScript script, ScratchDatabase in)
      throws IOException, InterruptedException {
    return script.byPsql(Psql.find().orElseThrow(), in.endpoint(), USER);
  }

  /** A pgGit from a script or a directory of the class path. */
  List<Verdict> script(String resource) throws SQLException {
    return source(
        Path.of(Objects.requireNonNull(ExaminedPgGits.class.getResource(resource)).getPath()),
        (file, text) -> {});
  }

  /** A pgGit from a script or an extension's directory, with the rights that the load has. */
  List<Verdict> source(Path path, BiConsumer<String, String> scripts) throws SQLException {
    try (var database = ScratchDatabase.create(server)) {
      PgGitSource.of(List.of(path)).install(server, database.endpoint(), OnError.STOP);
      run(database.endpoint(), GRANTS);
      return Behaviour.examine(
          server,
          database.endpoint(),
          database.endpoint().withLogin(USER),
          contract(database.endpoint()),
          SMALL,
          (line, share) -> LoggerFactory.getLogger(ExaminedPgGits.class).debug(line),
          scripts);
    }
  }

  /** Examines the properties that are wanted in the database itself, which saves a copy. */
  static List<Verdict> inPlace(
      PostgresServer server,
      Endpoint database,
      Endpoint user,
      Contract contract,
      Predicate<String> wanted,
      BiConsumer<String, String> scripts) {
    try (var laboratory = new Laboratory(server, database, user, contract, SMALL, true)) {
      return Behaviour.examine(laboratory, wanted, (family, share) -> {}, scripts);
    }
  }

  private static Contract contract(Endpoint database) throws SQLException {
    try (var connection = database.connect()) {
      return Contract.detect(connection);
    }
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
}
