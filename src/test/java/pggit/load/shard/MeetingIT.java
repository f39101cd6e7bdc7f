package pggit.load.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.pggit.StoredBefore;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;
import pggit.load.server.WayIn;
import pggit.load.settings.Settings;
import pggit.load.verdict.Admission;

/** Injectors of one run, all of them in this JVM. */
class MeetingIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final String SIMULATION = "ConcurrentCommitSimulation";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Prepared PREPARED =
      new Prepared(
          0,
          "scratch",
          true,
          "source",
          WayIn.DIRECT,
          new Admission(90, 80, Optional.empty()),
          new StoredBefore(1, 2, 3, 4, 5));

  private final List<Meeting> open = new ArrayList<>();

  @AfterEach
  void allLeave() {
    open.forEach(Meeting::close);
  }

  @Test
  void allGoOnAtTheSameTimeWithTheSumOfWhatEachBrought() {
    var all = begun(3);

    for (int round = 0; round < 5; round++) {
      var met = together(all, meeting -> meeting.meet("turn", 3, LIMIT, index(meeting), 10));

      assertThat(met).extracting(Meeting.Met::sums).containsOnly(new double[] {3, 30});
      assertSameInstant(met, all);
    }
  }

  @Test
  void fiftyGoOnAtTheSameTime() {
    var all = begun(50);

    var met = together(all, meeting -> meeting.meet("fifty", 50, LIMIT, 1));

    assertThat(met).extracting(Meeting.Met::sums).containsOnly(new double[] {50});
    assertSameInstant(met, all);
  }

  /** As far as their clocks tell. */
  private static void assertSameInstant(List<Meeting.Met> met, List<Meeting> all) {
    var starts = met.stream().mapToLong(Meeting.Met::startNanos).summaryStatistics();
    var error = all.stream().mapToLong(one -> one.clockError().toNanos()).max().orElseThrow();
    assertThat(starts.getMax() - starts.getMin())
        .isLessThan(2 * error + TimeUnit.MILLISECONDS.toNanos(5));
  }

  @Test
  void whoHasNoneOfTheUsersIsNotWaitedFor() {
    var all = begun(3);

    var met = together(all.subList(0, 2), meeting -> meeting.meet("two users", 2, LIMIT, 1));

    assertThat(met).extracting(Meeting.Met::sums).containsOnly(new double[] {2});
  }

  @Test
  void whoDoesNotComeIsWaitedForUntilTheLimitAndNotCounted() {
    var all = begun(3);
    long start = System.nanoTime();

    var met =
        together(all.subList(0, 2), meeting -> meeting.meet("late", 3, Duration.ofMillis(700), 1));

    assertThat(met).extracting(Meeting.Met::sums).containsOnly(new double[] {2});
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(700));
    assertThat(all.get(2).meet("late", 3, LIMIT, 1).sums()).containsExactly(2);
  }

  @Test
  void whoIsSilentIsLostAndMayNotGoOn() throws SQLException {
    var all = begun(2);
    all.get(1).close(); // its heartbeats end, as if it were frozen
    run(
        "UPDATE pggit_load.injector SET state = 'there', heartbeat = heartbeat - interval '16 s' WHERE index = 1");

    assertThat(all.get(0).meet("without it", 2, LIMIT, 1).sums()).containsExactly(1);
    assertThat(all.get(0).members())
        .extracting(Meeting.Member::index, Meeting.Member::state)
        .containsExactly(tuple(0, "there"), tuple(1, "lost"));
  }

  @Test
  void heartbeatTellsWhoIsLostThatTheOthersGoOn() throws SQLException {
    var all = begun(2);
    run("UPDATE pggit_load.injector SET state = 'lost' WHERE index = 1");
    all.get(1).beat();

    assertThatThrownBy(() -> all.get(1).meet("any", 2, LIMIT))
        .hasMessage("injector 1 was silent for more than 15 s, and the others go on without it");
  }

  @Test
  void longestSilenceIsTold() throws SQLException {
    var all = begun(2);
    run("UPDATE pggit_load.injector SET heartbeat = heartbeat - interval '5 s' WHERE index = 1");
    all.get(1).beat();
    all.get(1).beat();

    assertThat(all.get(0).members().get(1).silence())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
  }

  @Test
  void serverThatWentAwayIsNobodysSilence() throws SQLException {
    var all = begun(2);
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pggit-load-meeting'");
    run("UPDATE pggit_load.injector SET heartbeat = heartbeat - interval '5 s'");
    all.forEach(Meeting::beat);

    assertThat(together(all, m -> m.meet("again", 2, LIMIT, 1)))
        .extracting(Meeting.Met::sums)
        .containsOnly(new double[] {2});
    assertThat(all.get(0).members())
        .allSatisfy(member -> assertThat(member.silence()).isLessThan(Duration.ofSeconds(4)));
  }

  @Test
  void whoComesFirstPreparesAndTheOthersGetIt() {
    var first = join(2, 1);
    var second = join(2, 0);

    first.prepared(PREPARED);

    assertThat(first.first()).isTrue();
    assertThat(second.first()).isFalse();
    assertThat(second.awaitPrepared()).isEqualTo(PREPARED);
    assertThat(second.begun()).isEqualTo(first.begun());
    assertThat(second.token())
        .isEqualTo(first.token().replaceFirst("\\.1$", ".0"))
        .hasSizeLessThan(30);
  }

  @Test
  void othersDoNotWaitForAPreparerThatHasGone() {
    var first = join(2, 1);
    var second = join(2, 0);
    first.close();

    assertThatThrownBy(second::awaitPrepared)
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("has gone before it had prepared the run");
  }

  @Test
  void threeOfThreeBeginAtOnceAndTwoOfThreeAfterTheWait() {
    var begin = System.nanoTime();
    begun(3);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));

    var two = List.of(join(3, 0, "two"), join(3, 1, "two"));
    two.get(0).prepared(PREPARED);
    long start = System.nanoTime();
    assertThat(together(two, Meeting::begin)).containsOnly(2);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    assertThatThrownBy(() -> join(3, 2, "two"))
        .hasMessageContaining(
            "run \"two\" is under way, and it has begun without injector 2, which came too late");
  }

  @Test
  void refusesAnIndexThatIsThereAlready() {
    join(2, 1);

    assertThatThrownBy(() -> join(2, 1))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("injector 1 of run \"ConcurrentCommitSimulation\" is already there")
        .hasMessageContaining("give each one a pggit.injector of its own");
  }

  @Test
  void refusesOtherTermsAndSaysWhichWithBothSides() throws SQLException {
    join(2, 0);

    assertThatThrownBy(() -> join(3, 1))
        .hasMessageContaining("it has pggit.injectors = 2, and this has 3");
    assertThatThrownBy(() -> join(SIMULATION, settings(2, "", Map.of("pggit.timeout", "20 s")), 1))
        .hasMessageContaining("it has pggit.timeout = \"30 s\", and this has \"20 s\"");
    assertThatThrownBy(() -> join("DdlStormSimulation", settings(2, SIMULATION, Map.of()), 1))
        .hasMessageContaining(
            "it is of ConcurrentCommitSimulation, and this is DdlStormSimulation");
    run(
        "UPDATE pggit_load.run SET terms = regexp_replace(terms, '\"tool\":\"[0-9a-f]+', '\"tool\":\"00000000')");
    assertThatThrownBy(() -> join(2, 1))
        .hasMessageContaining("begun by another build of pgGit Load, 00000000, and this is ");
  }

  @Test
  void mayDifferInWhatIsEachOnesOwn() {
    join(2, 0);

    var other =
        join(
            SIMULATION,
            settings(2, "", Map.of("pggit.results", "elsewhere", "pggit.console", "full")),
            1);

    assertThat(other.first()).isFalse();
  }

  @Test
  void runsOfOtherNamesGoOnBesideEachOther() {
    assertThat(join(2, 0, "one").first()).isTrue();
    assertThat(join(2, 0, "other").first()).isTrue();
    assertThat(join(2, 1, "other").first()).isFalse();
  }

  @Test
  void nextRunCleansUpWhatADeadOneHasLeft() throws SQLException {
    var dead = join(2, 0);
    try (var scratch = ScratchDatabase.create(postgres.server())) {
      var name = scratch.endpoint().database();
      dead.scratch(name);
      dead.close();

      var next = join(2, 0);

      assertThat(next.first()).isTrue();
      assertThat(count("pg_database WHERE datname = '%s'".formatted(name))).isZero();
      assertThat(count("pggit_load.run")).isEqualTo(1);
    }
  }

  @Test
  void refusesToMeetInTheDatabaseUnderTest() {
    var settings = settings(2, "", Map.of("pggit.database", postgres.database().database()));

    assertThatThrownBy(() -> join(SIMULATION, settings, 0))
        .hasMessageContaining("is the one under test (pggit.database)");
  }

  @Test
  void refusesASchemaOfAnotherVersionAndSaysWhatToDo() throws SQLException {
    join(2, 0).close();
    run("UPDATE pggit_load.layout SET version = 7");
    assertThatThrownBy(() -> join(2, 0))
        .hasMessageContaining("layout 7, this one has 1")
        .hasMessageContaining("DROP SCHEMA pggit_load CASCADE");

    run("DROP TABLE pggit_load.layout");
    assertThatThrownBy(() -> join(2, 0)).hasMessageContaining("layout unknown, this one has 1");
  }

  @Test
  void refusesARoleWithoutRightsAndNamesTheGrant() throws SQLException {
    run("CREATE ROLE poor LOGIN PASSWORD 'x'");
    try {
      var poor = postgres.database().withLogin(new Login("poor", Secret.of("x")));

      assertThatThrownBy(
              () -> Meeting.join(poor, new Share(2, 0), SIMULATION, settings(2, "", Map.of())))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("42501")
          .hasMessageContaining(
              "GRANT CREATE ON DATABASE \"%s\" TO \"poor\"".formatted(poor.database()));

      run("GRANT CREATE ON DATABASE %s TO poor".formatted(poor.database()));
      Meeting.join(poor, new Share(2, 0), SIMULATION, settings(2, "", Map.of())).close();
    } finally {
      run("DROP OWNED BY poor CASCADE; DROP ROLE poor");
    }
  }

  @Test
  void lastOneMergesAndTheOthersWaitForIt() throws Exception {
    var all = begun(3);

    var first = CompletableFuture.supplyAsync(all.get(0)::doneAndLast);
    var second = CompletableFuture.supplyAsync(all.get(1)::doneAndLast);
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    var third = CompletableFuture.supplyAsync(all.get(2)::doneAndLast);
    var merges = CompletableFuture.anyOf(first, second, third).get(10, TimeUnit.SECONDS);
    assertThat(merges).isEqualTo(true);
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(List.of(first, second, third)).filteredOn(CompletableFuture::isDone).hasSize(1);

    all.get(0).end();

    assertThat(List.of(first, second, third))
        .extracting(it -> it.get(10, TimeUnit.SECONDS))
        .containsExactlyInAnyOrder(true, false, false);
  }

  @Test
  void anotherOneMergesIfTheOneThatDidIsLost() throws Exception {
    var all = begun(2);
    var first = CompletableFuture.supplyAsync(all.get(0)::doneAndLast);
    var second = CompletableFuture.supplyAsync(all.get(1)::doneAndLast);
    CompletableFuture.anyOf(first, second).get(10, TimeUnit.SECONDS);

    run("UPDATE pggit_load.injector i SET state = 'lost' FROM pggit_load.run WHERE index = merger");

    assertThat(List.of(first, second))
        .extracting(it -> it.get(10, TimeUnit.SECONDS))
        .containsExactly(true, true);
  }

  /** So many injectors that have begun together. */
  private List<Meeting> begun(int injectors) {
    var all = IntStream.range(0, injectors).mapToObj(i -> join(injectors, i)).toList();
    all.get(0).prepared(PREPARED);
    assertThat(together(all, Meeting::begin)).containsOnly(injectors);
    return all;
  }

  private static double index(Meeting meeting) {
    return meeting.share().index();
  }

  private static <T> List<T> together(List<Meeting> all, Function<Meeting, T> step) {
    var steps =
        all.stream()
            .map(
                it ->
                    CompletableFuture.supplyAsync(
                        () -> step.apply(it), task -> new Thread(task).start()))
            .toList();
    return steps.stream().map(CompletableFuture::join).toList();
  }

  private Meeting join(int injectors, int index) {
    return join(injectors, index, "");
  }

  private Meeting join(int injectors, int index, String name) {
    return join(SIMULATION, settings(injectors, name, Map.of()), index);
  }

  private Meeting join(String simulation, Settings settings, int index) {
    var meeting =
        Meeting.join(
            postgres.database(), new Share(settings.injectors(), index), simulation, settings);
    open.add(meeting);
    return meeting;
  }

  private static Settings settings(int injectors, String name, Map<String, String> more) {
    var all = new TreeMap<>(more);
    all.put("pggit.injectors", Integer.toString(injectors));
    all.put("pggit.injectors.run", name);
    all.put("pggit.injectors.wait", "1 s");
    return Settings.recorded(all);
  }

  private void run(String sql) throws SQLException {
    postgres.database().execute(sql);
  }

  private long count(String from) throws SQLException {
    return postgres.database().ask("SELECT count(*) FROM " + from, row -> row.getLong(1));
  }
}
