package pggit.load.simulations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Lane;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.run.MergedRun;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;

/** Three processes on this host make one load against a server that none of them has started. */
@Tag("alone")
class ManyInjectorsIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Map<String, String> CONSTANT =
      Map.of("soak.duration", "6 s", "soak.rate", "600", "injectors.wait", "4 s");

  private static final Map<String, String> CROWDS =
      Map.of(
          "concurrent.levels", "2,9,20",
          "concurrent.sustained.users", "6",
          "concurrent.sustained.duration", "8 s",
          "injectors.wait", "4 s");

  @TempDir private Path directory;

  private Endpoint meeting;

  @BeforeAll
  static void pgGitCanBeInstalled() throws SQLException {
    PgGitSource.reference()
        .install(postgres.server(), postgres.database(), OnError.STOP); // brings its files
  }

  @BeforeEach
  void theyMeetInADatabaseOfTheirOwn() {
    meeting = postgres.database();
  }

  @Test
  void makeOneResultThatIsTheSumOfTheirFilesAndWhatTheServerCounted() throws Exception {
    allTakePart(this::constantLoad);
  }

  /** On a busy machine an injector may be late or silent for a while, which is told: once more. */
  private void allTakePart(Attempt attempt) throws Exception {
    var first = attempt.in(directory.resolve("first"));
    var decided =
        first.outcome() == Outcome.UNDECIDED ? attempt.in(directory.resolve("second")) : first;
    assertThat(decided.outcome()).as(decided.evidence()).isEqualTo(Outcome.PASS);
  }

  /** Returns the verdict about whether all took part. */
  private interface Attempt {
    Verdict in(Path directory) throws Exception;
  }

  private Verdict constantLoad(Path directory) throws Exception {
    var settings = new TreeMap<>(CONSTANT);
    var tested = meeting.database() + "_tested";
    settings.put("database", tested);
    run("CREATE DATABASE " + tested);
    var database = meeting.withDatabase(tested);
    database.execute("CREATE EXTENSION pggit");
    try (var three = new Injectors(SoakSimulation.class, directory, meeting, settings)) {
      assertThat(three.all(3).exitCodes()).as(three.output(0)).containsExactly(0, 0, 0);

      long stored = database.ask("SELECT count(*) FROM pggit.commits", row -> row.getLong(1));
      var result = three.result();
      assertThat(acknowledged(result)).isEqualTo(stored);
      assertThat(rowsOfCommits(database)).isCloseTo(stored, within(0.03 * stored));
      // A third of 600/s for 6 s; what is not begun when the time is over stays undone.
      assertThat(three.lanes())
          .extracting(Lane::acknowledged)
          .allSatisfy(share -> assertThat(share).isBetween(1_140L, 1_200L));
      assertThat(three.lanes().stream().mapToLong(Lane::acknowledged).sum()).isEqualTo(stored);
      assertThat(three.verdict("nothing lost").evidence())
          .startsWith("all of %,d acknowledged commits are stored".formatted(stored));
      quantilesAreThoseOfAllRecordings(three, result);
      spreadIsSmall(three);
      mergeCommandSaysTheSame(three, result, directory.resolve("again"));
      assertThat(three.merged().resolve("index.html")).isNotEmptyFile();
      page(three);
      return three.verdict("all injectors took part");
    } finally {
      run("DROP DATABASE %s WITH (FORCE)".formatted(tested));
    }
  }

  private void quantilesAreThoseOfAllRecordings(Injectors three, RunResult result)
      throws Exception {
    var all = new Histogram(1_000, 3_600_000_000_000L, 3);
    long straddled = 0;
    for (int i = 0; i < 3; i++) {
      var injector = three.merged().resolve("injector-" + i);
      addResponses(injector.resolve("latency.hlog"), all);
      straddled += straddled(injector);
    }
    assertThat(all.getTotalCount() + straddled).isEqualTo((long) acknowledged(result));
    assertThat(straddled).isLessThan(all.getTotalCount() / 100);
    assertThat(value(result, "commit response p50")).isEqualTo(all.getValueAtPercentile(50) / 1e6);
    assertThat(value(result, "commit response p99")).isEqualTo(all.getValueAtPercentile(99) / 1e6);

    var merged = new Histogram(1_000, 3_600_000_000_000L, 3);
    addResponses(three.merged().resolve("latency.hlog"), merged);
    assertThat(merged).isEqualTo(all);
  }

  /** Of requests that began in one phase and ended in the next, which count in neither. */
  private static long straddled(Path injector) throws IOException {
    var tallies = injector.resolve("tallies.json").toFile();
    return JsonMapper.builder().build().readTree(tallies).required("straddled").longValue();
  }

  /** By HdrHistogram's own reader. */
  private static void addResponses(Path log, Histogram to) throws FileNotFoundException {
    var reader = new HistogramLogReader(log.toFile());
    for (var next = reader.nextIntervalHistogram();
        next != null;
        next = reader.nextIntervalHistogram()) {
      if (next.getTag().startsWith("commit/response/")) {
        to.add((Histogram) next);
      }
    }
  }

  /** Of the phases the one that the machine's other work disturbed least. */
  private static void spreadIsSmall(Injectors three) throws Exception {
    var lanes = three.lanes();
    var spreads = new ArrayList<Duration>();
    for (int i = 0; i < lanes.get(0).starts().size(); i++) {
      int phase = i;
      var starts = lanes.stream().map(lane -> lane.starts().get(phase).at()).sorted().toList();
      spreads.add(Duration.between(starts.get(0), starts.get(2)));
    }
    assertThat(spreads).hasSize(2);
    assertThat(Collections.min(spreads)).isLessThan(Duration.ofMillis(50));
  }

  private static void mergeCommandSaysTheSame(Injectors three, RunResult result, Path into)
      throws Exception {
    var merged = three.merged();
    var injectors = IntStream.range(0, 3).mapToObj(i -> merged.resolve("injector-" + i)).toList();

    var again = MergedRun.of(injectors, Optional.of(into)).result();

    assertThat(again.metrics()).isEqualTo(result.metrics());
    assertThat(again.verdicts().subList(0, 5)).isEqualTo(result.verdicts().subList(0, 5));
    assertThat(again.errors()).isEqualTo(result.errors());
  }

  /** What the command that it prints fetches. */
  private void page(Injectors three) throws Exception {
    var page =
        meeting.ask(
            "SELECT string_agg(content, '' ORDER BY part) FROM pggit_load.file WHERE index = -1 AND name = 'index.html'",
            row -> row.getBytes(1));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(page))) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo(Files.readString(three.merged().resolve("index.html")));
    }
  }

  @Test
  void oneThatIsKilledLeavesTheVerdictUndecidedAndItsCommitsInDoubt() throws Exception {
    try (var three = new Injectors(ConcurrentCommitSimulation.class, directory, meeting, CROWDS)) {
      three.all(3);
      awaitSustained();
      three.signal(1, "KILL");

      assertThat(three.exitCodes()).as(three.output(0)).containsExactly(0, 137, 0);

      assertThat(three.verdict("all injectors took part").outcome()).isEqualTo(Outcome.UNDECIDED);
      assertThat(three.verdict("all injectors took part").evidence())
          .startsWith("injector 1 was lost on the way");
      assertThat(three.verdict("nothing lost").evidence())
          .matches(
              "of injector 1 what was acknowledged to it is not known. Seen: all of \\d+ acknowledged commits are stored; of injector 1, whose ledger is missing, [1-9]\\d* are stored");
      assertThat(three.result().verdicts())
          .extracting(Verdict::outcome)
          .doesNotContain(Outcome.FAIL);
      assertThat(three.lanes()).extracting(Lane::state).containsExactly("done", "lost", "done");
      assertNothingIsLeft();
    }
  }

  @Test
  void oneThatIsFrozenForFiveSecondsGoesOnAndIsNamed() throws Exception {
    try (var three = new Injectors(ConcurrentCommitSimulation.class, directory, meeting, CROWDS)) {
      three.all(3);
      awaitSustained();
      three.signal(1, "STOP");
      Thread.sleep(5_000);
      three.signal(1, "CONT");

      assertThat(three.exitCodes()).as(three.output(0)).containsExactly(0, 0, 0);

      assertThat(three.verdict("all injectors took part").outcome()).isEqualTo(Outcome.UNDECIDED);
      assertThat(three.verdict("all injectors took part").evidence())
          .matches("(?s).*injector 1 was silent for [5-9]\\.\\d s.*");
      assertThat(three.verdict("nothing lost").outcome()).isEqualTo(Outcome.PASS);
      assertNothingIsLeft();
    }
  }

  @Test
  void twoOfThreeGoOnWithoutTheOneThatHasTheWrongPassword() throws Exception {
    try (var three = new Injectors(ConcurrentCommitSimulation.class, directory, meeting, CROWDS)) {
      var password = meeting.login().password().reveal();
      three.start(0, 3, password);
      three.start(1, 3, password);
      three.start(2, 3, "wrong");

      assertThat(three.exitCodes()).as(three.output(0)).containsExactly(0, 0, 64);

      assertThat(three.output(2)).contains("refuses the login").doesNotContain(password);
      assertThat(three.verdict("all injectors took part").evidence())
          .startsWith("injector 2 did not come");
      assertThat(three.verdict("success rate").outcome()).isEqualTo(Outcome.UNDECIDED);
      assertThat(three.verdict("nothing lost").outcome()).isEqualTo(Outcome.PASS);
      assertThat(three.lanes()).extracting(Lane::state).containsExactly("done", "done", "absent");
      assertNothingIsLeft();
    }
  }

  @Test
  void serverThatRestartsInTheMiddleLosesNothingUnnoticed() throws Exception {
    allTakePart(this::restart);
  }

  private Verdict restart(Path directory) throws Exception {
    try (var three = new Injectors(ConcurrentCommitSimulation.class, directory, meeting, CROWDS)) {
      three.all(3);
      awaitSustained();
      int backend =
          meeting.ask(
              "SELECT pid FROM pg_stat_activity WHERE application_name = 'pggit-load-meeting' LIMIT 1",
              row -> row.getInt(1));
      new ProcessBuilder("kill", "-KILL", Integer.toString(backend)).start().waitFor();

      assertThat(three.exitCodes()).as(three.output(0)).containsExactly(0, 0, 0);

      assertThat(three.verdict("nothing lost").outcome()).isEqualTo(Outcome.PASS);
      assertThat(three.result().errors()).isNotEmpty();
      assertNothingIsLeft();
      return three.verdict("all injectors took part");
    }
  }

  @Test
  void simulationForOneProcessAndAServerOfItsOwnAreRefusedBeforeAnyLoad() throws Exception {
    var one = Map.of("injectors", "2", "injector", "0");
    var rapid = GatlingProcess.run(RapidCommitSimulation.class, directory.resolve("rapid"), one);
    assertThat(rapid.exitCode()).isEqualTo(64);
    assertThat(rapid.output())
        .contains("RapidCommitSimulation is for one process")
        .contains("pggit.injectors = 1")
        .contains("Several can make BranchContentionSimulation, CapacitySimulation,");

    var embedded =
        GatlingProcess.run(ConcurrentCommitSimulation.class, directory.resolve("own"), one);
    assertThat(embedded.exitCode()).isEqualTo(64);
    assertThat(embedded.output())
        .contains("pggit.injectors = 2: expected a server that all of them reach, pggit.url");
  }

  private void awaitSustained() {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions() // the schema may not be there yet
        .until(
            () ->
                count(
                        "pggit_load.phase WHERE name = 'sustained' AND starts < clock_timestamp() - interval '1 s'")
                    == 1);
  }

  private void assertNothingIsLeft() throws SQLException {
    assertThat(
            count("pggit_load.run r JOIN pg_database ON datname = r.scratch")
                + count("pg_stat_activity WHERE application_name LIKE 'pggit-load-meeting%'"))
        .isZero();
  }

  private long count(String from) throws SQLException {
    return meeting.ask("SELECT count(*) FROM " + from, row -> row.getLong(1));
  }

  private static double acknowledged(RunResult result) {
    return value(result, "commits acknowledged");
  }

  private static double value(RunResult result, String metric) {
    return result.metric(metric).orElseThrow().value().orElseThrow();
  }

  /**
   * What the server's own statistics have counted; all of it, since nobody is connected any more.
   */
  private static double rowsOfCommits(Endpoint database) throws SQLException {
    return database.ask(
        "SELECT n_tup_ins FROM pg_stat_user_tables WHERE schemaname = 'pggit' AND relname = 'recorded_commits'",
        row -> row.getDouble(1));
  }

  private void run(String sql) throws SQLException {
    meeting.execute(sql);
  }
}
