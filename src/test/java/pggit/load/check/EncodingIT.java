package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.Endpoint;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.Secret;

/** Somebody's database that cannot hold every text, seen by a role that does not own pgGit. */
@Tag("slow")
class EncodingIT {

  private static final Login OWNER = new Login("encoding_owner", Secret.of("secret"));

  /** Families that say what they send, and need what an ordinary role may not. */
  private static final Set<String> FAMILIES =
      Set.of(
          "messages", "versions of unusual tables", "errors inside", "backup", "extension", "IDs");

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @ParameterizedTest
  @CsvSource({"LATIN1, true", "SQL_ASCII, true", "UTF8, false"})
  void accusesPgGitOfNothingThatTheDatabaseOrTheRoleCannot(String encoding, boolean granted)
      throws Exception {
    var name = "encoding_" + encoding.toLowerCase(Locale.ROOT);
    var admin = postgres.server().admin();
    run(
        admin,
        "DO $$ BEGIN CREATE ROLE encoding_owner LOGIN CREATEDB PASSWORD 'secret';"
            + " EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "CREATE DATABASE %s OWNER encoding_owner ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            .formatted(name, encoding));
    try {
      PgGitSource.reference().install(postgres.server(), admin.withDatabase(name), OnError.STOP);
      var schema = "IN SCHEMA pggit TO encoding_owner";
      if (granted) {
        run(
            admin.withDatabase(name),
            "GRANT ALL ON SCHEMA pggit TO encoding_owner",
            "GRANT ALL ON ALL TABLES " + schema,
            "GRANT ALL ON ALL SEQUENCES " + schema,
            "GRANT ALL ON ALL ROUTINES " + schema);
      }

      var verdicts = verdicts(ExternalServer.connect(admin.jdbcUrl(), OWNER), name);

      assertThat(verdicts).hasSizeGreaterThan(12);
      assertThat(verdicts).filteredOn(v -> v.outcome() == Outcome.FAIL).isEmpty();
      assertThat(verdicts)
          .filteredOn(v -> v.name().contains("message"))
          .extracting(Verdict::outcome)
          .containsOnly(Outcome.PASS);
    } finally {
      run(admin, "DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  /** One family after the other, since they share the database. */
  private static List<Verdict> verdicts(ExternalServer server, String database) throws Exception {
    var endpoint = server.admin().withDatabase(database);
    var verdicts = new ArrayList<Verdict>();
    for (var family : Family.all()) {
      if (FAMILIES.contains(family.name())) {
        var wanted = family.properties().stream().map(Script::name).toList();
        verdicts.addAll(
            ExaminedPgGits.inPlace(
                server,
                endpoint,
                endpoint,
                contract(endpoint),
                wanted::contains,
                (file, text) -> {}));
      }
    }
    return verdicts;
  }

  private static Contract contract(Endpoint endpoint) throws Exception {
    try (var connection = endpoint.connect()) {
      return Contract.detect(connection);
    }
  }

  private static void run(Endpoint endpoint, String... statements) throws Exception {
    try (var connection = endpoint.connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
