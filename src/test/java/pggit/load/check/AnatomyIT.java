package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.measure.Outcome;
import pggit.load.pggit.Contract;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;

/** Correct pgGits whose columns are called as others are, and hold something else. */
@Tag("alone")
class AnatomyIT {

  private static final Set<String> PROPERTIES =
      Set.of(
          "a first commit on a new branch",
          "a commit keeps its branch",
          "a commit's ID is registered once",
          "commits of many sessions at once");

  /** Named by no contract: columns of commits, of branches and of trinity_ids. */
  private static final String PGGIT =
      """
      CREATE SCHEMA pggit;
      CREATE TABLE pggit.branches (%2$s);
      CREATE TABLE pggit.trinity_ids (%3$s);
      CREATE TABLE pggit.commits (message text, parent_commit_hash text, %1$s);
      CREATE FUNCTION pggit.commit_changes(%4$sp_branch_name text, p_message text) RETURNS text
      LANGUAGE plpgsql AS $$
      DECLARE made text := gen_random_uuid();
      BEGIN
        INSERT INTO pggit.trinity_ids (%5$s) VALUES (made);
        INSERT INTO pggit.branches (%6$s) VALUES (p_branch_name) ON CONFLICT DO NOTHING;
        INSERT INTO pggit.commits (message, %7$s)
        SELECT p_message, %8$s FROM pggit.branches b WHERE b.%6$s = p_branch_name;
        RETURN made;
      END $$""";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @ParameterizedTest
  @Timeout(60)
  @CsvSource(
      delimiter = '|',
      value = {
        // a number of its own, where the other contract has its ID
        "''| hash text, trinity_id text DEFAULT gen_random_uuid(), branch_name text| name text UNIQUE| trinity_id text"
            + "| hash, branch_name| made, b.name",
        "p_commit_name text, | hash text, trinity_id serial, branch_name text| name text UNIQUE| trinity_id text"
            + "| hash, branch_name| made, b.name",
        // refers to the branch
        "''| hash text, branch integer| id serial PRIMARY KEY, name text UNIQUE| trinity_id text"
            + "| hash, branch| made, b.id",
        "''| hash text, branch_id integer| branch_id serial, name text UNIQUE| trinity_id text"
            + "| hash, branch_id| made, b.branch_id",
        "''| hash text, branch_id uuid| id serial, branch_id uuid DEFAULT gen_random_uuid(), branch_name text UNIQUE"
            + "| trinity_id text| hash, branch_id| made, b.branch_id",
        // numbers what is registered
        "p_commit_name text, | trinity_id text, branch text| name serial, branch_name text UNIQUE| id serial, tid text"
            + "| trinity_id, branch| made, b.branch_name"
      })
  void isReadByWhatItsColumnsHold(
      String name, String commits, String branches, String ids, String columns, String values)
      throws Exception {
    var server = postgres.server();
    try (var database = ScratchDatabase.create(server);
        var connection = database.endpoint().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          PGGIT.formatted(
              commits,
              branches,
              ids,
              name,
              ids.contains("tid") ? "tid" : "trinity_id",
              branches.contains("branch_name") ? "branch_name" : "name",
              columns,
              values));
      var contract = Contract.detect(connection);
      connection.close();

      assertThat(
              ExaminedPgGits.inPlace(
                  server,
                  database.endpoint(),
                  database.endpoint(),
                  contract,
                  PROPERTIES::contains,
                  (file, text) -> {}))
          .hasSizeGreaterThanOrEqualTo(PROPERTIES.size())
          .allMatch(v -> v.outcome() == Outcome.PASS, "holds");
    }
  }
}
