package pggit.load.simulations;

import static java.util.Comparator.comparingDouble;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Aftermath;
import pggit.load.measure.Direction;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.Outcome;
import pggit.load.measure.RecoveryLog;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.pggit.BranchLog;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;
import pggit.load.server.fault.FaultyLink;

/**
 * Does what a schedule says to a server under load. After each step users have to commit again;
 * then they stand still, while the ledger is held against what is stored and all that was read of
 * the branches against what was acknowledged, and go on with other branches. Ends with the
 * schedule, or with the first thing wrong: what came after that would be seen through it.
 */
final class Nemesis {

  static final String COMMIT = "commit";
  static final String LEDGER = "ledger holds after each fault";
  static final String HISTORY = "each history that was read is that of a serial order";
  static final String AGAIN = "users commit again after each fault";

  /** A pool waits longer and longer before it asks a server again that was down. */
  private static final Duration POOL_LIMIT = Duration.ofSeconds(12);

  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int KEPT = 3;
  private static final int CALM_MILLIS = 1000;

  /** The disk for data grows with them: what is free of it has to be filled, in memory. */
  private static final long ROOM_BYTES = 32 << 20;

  /** Something to be done to the server, in its time. */
  private record Deed(int atMillis, Schedule.Fault fault, boolean begins) {}

  /** A span without a commit, seconds from the beginning of the first step. */
  private record Gap(double fromSeconds, double toSeconds, Schedule.Step step) {
    double millis() {
      return 1000 * (toSeconds - fromSeconds);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "for %,.0f ms, %.2f to %.2f s", millis(), fromSeconds, toSeconds);
    }
  }

  private final LoadRun run;
  private final LimitedServer server;
  private final Pool pool;
  private final Schedule schedule;
  private final Traffic traffic;
  private final boolean growing;
  private final FaultMaker faults;
  private final Histories histories;
  private final Endpoint harness;
  private final RecoveryLog aftermaths;
  private final Map<String, List<Gap>> gaps = new LinkedHashMap<>();
  private final Map<String, List<Double>> recoveries = new LinkedHashMap<>();
  private final Map<Schedule.Fault, FaultMaker.Undoing> active = new LinkedHashMap<>();
  private final List<Verdict> wrong = new ArrayList<>();
  private final List<Integer> accused = new ArrayList<>();
  private long begunNanos;
  private int stepsDone;
  private int poolStuck;
  private @Nullable Throwable accident;

  /**
   * @param growing whether the server's tables are on a disk that is small
   */
  Nemesis(
      LoadRun run,
      LimitedServer server,
      FaultyLink link,
      Pool pool,
      Schedule schedule,
      Traffic traffic,
      boolean growing) {
    this.run = run;
    this.server = server;
    this.pool = pool;
    this.schedule = schedule;
    this.traffic = traffic;
    this.growing = growing;
    harness =
        run.target()
            .database()
            .with("ApplicationName", "pggit-nemesis")
            .with("connectTimeout", "5")
            .with("socketTimeout", "10")
            .with("options", "-c statement_timeout=0"); // whatever limits the role has just now
    aftermaths = run.closing(new RecoveryLog(run.directory()));
    faults = new FaultMaker(run, server, link, pool, traffic, harness);
    histories =
        new Histories(
            traffic,
            BranchLog.of(run.target().contract()),
            link.endpoint().with("connectTimeout", "1").with("socketTimeout", "2"),
            harness);
  }

  /** Goes through the schedule; returns when users have been told to go. */
  void run() {
    try {
      begunNanos = System.nanoTime();
      histories.start();
      step(Schedule.Step.calm(CALM_MILLIS)); // what is wrong by then takes no fault
      for (var step : schedule.steps()) {
        if (!wrong.isEmpty()) {
          break;
        }
        step(step);
        stepsDone++;
      }
    } catch (RuntimeException | SQLException e) {
      accident = e;
    } finally {
      traffic.over();
      List.copyOf(active.keySet()).forEach(this::undoQuietly);
      histories.close();
    }
  }

  private void undoQuietly(Schedule.Fault fault) {
    try {
      end(fault);
    } catch (RuntimeException | SQLException e) {
      run.note("fault %s could not be undone: %s".formatted(fault, e));
    }
  }

  // ---- one step

  private void step(Schedule.Step step) throws SQLException {
    if (growing && server.disk().freeBytes() < ROOM_BYTES) {
      server.disk().grow(server.disk().totalBytes() + 2 * ROOM_BYTES);
    }
    Traffic.sleep(step.calmMillis());
    if (step.faults().isEmpty()) { // left out: its time passes all the same
      Traffic.sleep(step.millis());
    } else {
      var errors = failures();
      long beganNanos = System.nanoTime();
      harm(step);
      long endedNanos = System.nanoTime();
      if (!server.isUp()) {
        run.note("after fault %s the server was down, and was started again".formatted(step));
        server.restart();
      }
      boolean again = traffic.awaitEachAfter(endedNanos, POOL_LIMIT);
      if (!again && pgGitCommits().isEmpty()) {
        run.note(
            "fault %s: the pool has not come back within %d s, though a new session may commit; it is opened anew"
                .formatted(step, POOL_LIMIT.toSeconds()));
        pool.restart();
        poolStuck++;
      }
      again = again || traffic.awaitEachAfter(endedNanos, RECOVERY_LIMIT);
      long recoveredNanos = System.nanoTime();
      measure(step, beganNanos, endedNanos, recoveredNanos, errors, again);
      if (!again) {
        notAgain(step);
      }
    }
    if (!traffic.stop(LIMIT)) {
      throw new IllegalStateException("a user hangs in its commit after fault " + step);
    }
    ledger(step);
    histories(step);
    traffic.resume();
  }

  private void harm(Schedule.Step step) throws SQLException {
    var deeds = new ArrayList<Deed>();
    for (var fault : step.faults()) {
      deeds.add(new Deed(fault.atMillis(), fault, true));
      deeds.add(new Deed(fault.atMillis() + fault.holdMillis(), fault, false));
    }
    deeds.sort(Comparator.comparingInt(Deed::atMillis));
    long beganNanos = System.nanoTime();
    for (var deed : deeds) {
      long dueMillis = deed.atMillis() - (System.nanoTime() - beganNanos) / 1_000_000;
      Traffic.sleep(Math.max(0, dueMillis));
      if (deed.begins()) {
        run.events().add(EventLog.Kind.FAULT, deed.fault().kind().words());
        active.put(deed.fault(), faults.begin(deed.fault()));
      } else {
        end(deed.fault());
      }
    }
  }

  private void end(Schedule.Fault fault) throws SQLException {
    var undoing = active.remove(fault);
    if (undoing != null) {
      undoing.run();
      if (fault.kind().lasts()) {
        run.events().add(EventLog.Kind.REPAIR, fault.kind().words() + ": over");
      }
    }
  }

  // ---- what came of it

  private Map<String, Long> failures() {
    var counts = new TreeMap<String, Long>();
    for (ErrorCount error : run.recorder().errors()) {
      counts.merge(error.sqlState(), error.count(), Long::sum);
    }
    return counts;
  }

  private void measure(
      Schedule.Step step,
      long beganNanos,
      long endedNanos,
      long recoveredNanos,
      Map<String, Long> errorsBefore,
      boolean again) {
    var states = failures();
    errorsBefore.forEach((state, count) -> states.merge(state, -count, Long::sum));
    states.values().removeIf(count -> count == 0);
    var instants = traffic.acknowledgedNanos().toArray();
    long from = beganNanos;
    var longest = new Gap(0, 0, step);
    for (long instant : instants) {
      if (instant > beganNanos) {
        var gap = new Gap(seconds(from), seconds(instant), step);
        longest = gap.millis() > longest.millis() ? gap : longest;
      }
      from = Math.max(instant, beganNanos);
    }
    if (!again) {
      var last = new Gap(seconds(from), seconds(recoveredNanos), step);
      longest = last.millis() > longest.millis() ? last : longest;
    }
    var what = step.faults().size() == 1 ? step.faults().get(0).kind().words() : "two at a time";
    gaps.computeIfAbsent(what, k -> new ArrayList<>()).add(longest);
    recoveries
        .computeIfAbsent(what, k -> new ArrayList<>())
        .add((recoveredNanos - endedNanos) / 1e6);
    aftermaths.add(
        new Aftermath(
            Instant.now().minusNanos(System.nanoTime() - beganNanos),
            step.words(),
            Duration.ofNanos(endedNanos - beganNanos),
            Duration.ofNanos((long) (1e6 * longest.millis())),
            LongStream.of(instants)
                .filter(instant -> instant > endedNanos)
                .mapToObj(instant -> Duration.ofNanos(instant - endedNanos))
                .findFirst(),
            Optional.of(Duration.ofNanos(recoveredNanos - endedNanos)).filter(it -> again),
            states));
  }

  private double seconds(long nanos) {
    return (nanos - begunNanos) / 1e9;
  }

  private void wrong(Schedule.Step step, Verdict verdict) {
    wrong.add(verdict);
    step.faults().forEach(fault -> accused.add(fault.number()));
  }

  private String after(Schedule.Step step) {
    return "seed %d, %s: "
        .formatted(
            schedule.seed(), step.faults().isEmpty() ? "without a fault" : "after fault " + step);
  }

  /** Whose is it? A session of our own asks pgGit, and a plain table. */
  private void notAgain(Schedule.Step step) {
    var evidence =
        after(step)
            + "not each user has committed again within "
            + RECOVERY_LIMIT.toSeconds()
            + " s";
    String plain = works("CREATE TABLE pg_temp.nemesis AS SELECT 1");
    String commit = pgGitCommits();
    var verdict = Verdict.fail(AGAIN, evidence + "; " + commit);
    wrong(
        step,
        plain.isEmpty() && !commit.isEmpty()
            ? verdict
            : verdict
                .undecided(evidence + ", though a new session may commit, or not even write")
                .of(Whose.SERVER));
  }

  private String pgGitCommits() {
    var contract = run.target().contract();
    return works("SELECT " + contract.commitCall("'nemesis'", "'nemesis'", "'control'"));
  }

  /** What it says instead of working; it is undone. */
  private String works(String sql) {
    try (var connection = harness.with("options", "-c statement_timeout=5s").connect()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
      connection.rollback();
      return "";
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    }
  }

  private void ledger(Schedule.Step step) {
    for (var verdict : run.auditNow()) {
      if (verdict.outcome() == Outcome.FAIL) {
        wrong(
            step,
            Verdict.fail(LEDGER, after(step) + verdict.name() + ": " + verdict.evidence())
                .as(verdict.severity()));
      }
    }
  }

  private void histories(Schedule.Step step) throws SQLException {
    histories
        .check()
        .forEach(
            (kind, anomalies) ->
                wrong(
                    step,
                    Verdict.fail(
                            HISTORY,
                            "%s%s: %,d, e.g. %s"
                                .formatted(
                                    after(step),
                                    kind.words(),
                                    anomalies.size(),
                                    anomalies.stream()
                                        .limit(KEPT)
                                        .map(a -> a.key() + ": " + a.evidence())
                                        .collect(Collectors.joining("; "))))
                        .as(Severity.LOSS)
                        .often(anomalies.size(), histories.commits())));
  }

  // ---- the end

  /** Numbers of the faults after which something was wrong; empty if nothing was. */
  List<Integer> accused() {
    return List.copyOf(accused);
  }

  /** How long nobody could commit, by kind of fault. */
  List<Estimate> estimates() {
    var estimates = new ArrayList<Estimate>();
    gaps.forEach(
        (what, all) ->
            estimates.add(
                Estimate.of(
                    "longest time without a commit, " + what,
                    "ms",
                    Direction.LOWER_IS_BETTER,
                    all.stream().mapToDouble(Gap::millis).max().orElseThrow(),
                    all.size())));
    recoveries.forEach(
        (what, all) ->
            estimates.add(
                Estimate.of(
                    "all users commit again, longest, " + what,
                    "ms",
                    Direction.LOWER_IS_BETTER,
                    all.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                    all.size())));
    return estimates;
  }

  List<Verdict> verdicts() {
    if (accident != null) {
      return Stream.concat(wrong.stream(), Stream.of(Verdict.notJudged(accident))).toList();
    }
    var done =
        "seed %d: %,d of %,d steps done"
            .formatted(schedule.seed(), stepsDone, schedule.steps().size());
    var verdicts = new ArrayList<>(wrong);
    for (var name : List.of(LEDGER, HISTORY, AGAIN)) {
      if (wrong.stream().noneMatch(verdict -> verdict.name().equals(name))) {
        verdicts.add(passed(name, done));
      }
    }
    return verdicts;
  }

  private Verdict passed(String name, String done) {
    if (name.equals(LEDGER)) {
      return Verdict.pass(name, done);
    }
    if (name.equals(AGAIN)) {
      var longest = gaps.values().stream().flatMap(List::stream).max(comparingDouble(Gap::millis));
      return Verdict.pass(
          name,
          done
              + longest
                  .map(gap -> "; at most no commit %s, with fault %s".formatted(gap, gap.step()))
                  .orElse("")
              + (poolStuck > 0 ? "; %d times the pool was opened anew".formatted(poolStuck) : ""));
    }
    return histories.any()
        ? Verdict.pass(name, done + "; " + histories.told())
        : Verdict.undecided(name, "this pgGit does not say which branch a commit is on");
  }
}
