package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.verdict.CostCurve;

/** What is said of new branches, on pgGits whose cost is known, and what weighing them leaves. */
class GrownCopyIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Path SMALL = Path.of("src/test/resources/pggit/create-commit.sql");
  private static final double LIMIT = 3;
  private static final double HORIZON = 2_000;

  /** Keeps a row for each table, ten to a page, and looks at all of them for each new one. */
  private static final String TRACKED =
      """
      CREATE TABLE pggit.objects (branch text, name text, definition text);
      CREATE FUNCTION pggit.track() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM count(*) FROM pggit.objects;
        INSERT INTO pggit.objects
        SELECT 'main', object_identity, repeat('x', 700) FROM pg_event_trigger_ddl_commands();
      END $$;
      CREATE EVENT TRIGGER pggit_track ON ddl_command_end
        WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION pggit.track();
      """;

  private static final String CREATE_BRANCH =
      """
      CREATE FUNCTION pggit.create_branch(p_branch_name text, p_parent text DEFAULT 'main')
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        one record;
      BEGIN
        INSERT INTO pggit.branches (name) VALUES (p_branch_name);
        %s
      END $$;
      """;

  private static final String COPY =
      """
      INSERT INTO pggit.objects
      SELECT p_branch_name, name, definition FROM pggit.objects WHERE branch = p_parent;""";

  private static final String SCAN_FOR_EACH =
      """
      FOR one IN SELECT name FROM pggit.objects WHERE branch = p_parent LOOP
        PERFORM count(*) FROM pggit.objects WHERE name <> one.name;
      END LOOP;""";

  @Test
  void aBranchThatIsARowPasses() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(""));

    var verdicts = verdicts();

    assertThat(verdicts).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
    assertThat(verdicts)
        .extracting(Verdict::name)
        .containsExactly(
            "growth of create_branch with schema",
            "degradation factor of create_branch with schema",
            "cost of create_branch at 2,000 tables");
  }

  @Test
  void aBranchThatScansAllObjectsForEachOfThemFails() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(SCAN_FOR_EACH));

    var verdicts = verdicts();
    var growth = verdicts.get(0);

    assertThat(growth.outcome()).as(growth.evidence()).isEqualTo(Outcome.FAIL);
    assertThat(verdicts.get(2).outcome()).as(verdicts.toString()).isEqualTo(Outcome.FAIL);
    assertThat(growth.evidence()).contains("grows faster than linearly with schema");
  }

  /** A row for each object is what a branch may be made of: its maker could show no defect. */
  @Test
  void aBranchThatCopiesEachObjectPasses() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(COPY));

    var verdicts = verdicts();

    assertThat(verdicts.get(0).evidence()).contains("create_branch work grows linearly");
    assertThat(verdicts).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
  }

  @Test
  void leavesTheDatabaseUnderLoadAsItWas() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(COPY));
    run("CREATE TABLE one (id int); CREATE TABLE two (id int)");
    var before = state();

    verdicts();

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void earlierSizesMakeLaterOnesNoDearer() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(COPY));
    try (var stepwise = copy(0);
        var atOnce = copy(0)) {

      double later = pages(stepwise.branches(20, 6, unused -> {}), 120);

      assertThat(later)
          .isCloseTo(pages(atOnce.branches(120, 1, unused -> {}), 120), withinPercentage(5));
    }
  }

  /** As released: the branches that are there took their numbers without asking the sequence. */
  @Test
  void aFirstCommitThatFailsKeepsNoBranchFromBeingWeighed() throws SQLException {
    install(
        "INSERT INTO pggit.branches (id, name) VALUES (1, 'main');" + CREATE_BRANCH.formatted(""));
    run(
        "CREATE OR REPLACE FUNCTION pggit.create_commit(p_branch_name text, p_message text,"
            + " p_sql_content text, p_parent_ids uuid[] DEFAULT NULL) RETURNS uuid LANGUAGE plpgsql"
            + " AS $$ BEGIN INSERT INTO pggit.branches (name) VALUES (p_branch_name);"
            + " RETURN gen_random_uuid(); END $$");

    assertThat(verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.PASS);
  }

  @Test
  void aBranchThatIsRefusedIsUndecidedAndSaysWhy() throws SQLException {
    install(CREATE_BRANCH.formatted("RAISE EXCEPTION 'no more branches';"));
    try (var copy = copy(0)) {
      var notes = new ArrayList<String>();
      var curve = copy.branches(2, 6, notes::add);

      assertThat(curve.verdicts(LIMIT, HORIZON, Optional.empty()))
          .extracting(Verdict::outcome)
          .containsOnly(Outcome.UNDECIDED);
      assertThat(notes).containsExactly("not weighed: create_branch: ERROR: no more branches");
    }
  }

  /** At the far end other operations are weighed too, before and after. */
  @Test
  void atTheHorizonABranchMakesNoOtherOperationDearer() throws SQLException {
    install(TRACKED + CREATE_BRANCH.formatted(COPY));
    run("DO $$ BEGIN FOR i IN 1..50 LOOP EXECUTE 'CREATE TABLE t' || i || ' ()'; END LOOP; END $$");
    var branch = new CostCurve("create_branch", "schema", "tables", false);
    branch.work(20, Optional.of(new CostProbe.Cost(20, 0, 0)));

    var with = far(Optional.of(branch));

    assertThat(with).hasSize(2).isEqualTo(far(Optional.empty()));
    assertThat(branch.horizonVerdict(LIMIT, 50).evidence())
        .containsPattern("20 pages at 20 tables, \\d+, after VACUUM \\(ANALYZE\\) \\d+ at 50");
  }

  @Test
  void weighsAtNoMoreSizesThanALawTakes() {
    assertThat(GrownCopy.chosen(10)).containsExactly(1, 3, 5, 6, 8, 10);
    assertThat(GrownCopy.chosen(20)).containsExactly(1, 5, 9, 12, 16, 20);
    assertThat(GrownCopy.chosen(2)).containsExactly(1, 2);
  }

  private static double pages(CostCurve curve, int tables) {
    return curve.estimates().stream()
        .filter(e -> e.name().equals("create_branch buffers at %d tables".formatted(tables)))
        .mapToDouble(e -> e.value().orElseThrow())
        .sum();
  }

  private static List<Double> far(Optional<CostCurve> branch) throws SQLException {
    var creates = new ArrayList<Double>();
    try (var far = copy(50)) {
      far.weigh(probe -> creates.add(create(probe)), branch);
    }
    return creates;
  }

  private static double create(CostProbe probe) {
    return probe.utility("", "CREATE TABLE probe (id int)").orElseThrow().buffers();
  }

  private static List<Verdict> verdicts() throws SQLException {
    try (var copy = copy(0)) {
      var notes = new ArrayList<String>();
      var verdicts = copy.branches(20, 6, notes::add).verdicts(LIMIT, HORIZON, Optional.empty());
      assertThat(notes).isEmpty();
      return verdicts;
    }
  }

  private static GrownCopy copy(int tables) throws SQLException {
    return new GrownCopy(
        postgres.server(),
        contract(),
        postgres.database(),
        ScratchDatabase.copyOf(postgres.server(), postgres.database().database()),
        GrownCopy.Grown.TABLES,
        tables);
  }

  /** Pages and dead rows of what pgGit keeps, and the pages that a CREATE TABLE looks at. */
  private static List<String> state() throws SQLException {
    var creates = new ArrayList<String>();
    CostProbe.inCopy(
        postgres.server(),
        postgres.database(),
        contract(),
        probe -> creates.add("CREATE TABLE: %.0f pages".formatted(create(probe))));
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT format('%s bytes, %s dead rows', sum(pg_total_relation_size(relid)),
                              sum(n_dead_tup))
                FROM pg_stat_user_tables WHERE schemaname = 'pggit'""")) {
      row.next();
      creates.add(row.getString(1));
    }
    return creates;
  }

  private static void install(String also) throws SQLException {
    PgGitSource.of(List.of(SMALL)).install(postgres.server(), postgres.database(), OnError.STOP);
    run(also);
  }

  private static Contract contract() throws SQLException {
    try (var connection = postgres.database().connect()) {
      return Contract.detect(connection);
    }
  }

  private static void run(String sql) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
