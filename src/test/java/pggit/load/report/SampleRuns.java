package pggit.load.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import pggit.load.gate.GateHistory;
import pggit.load.gate.GateResult;
import pggit.load.gate.GateResult.History;
import pggit.load.gate.Measured;
import pggit.load.gate.Metric;
import pggit.load.gate.MetricRuling;
import pggit.load.gate.Ruling;
import pggit.load.measure.Direction;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;
import pggit.load.measure.Gauge;
import pggit.load.measure.Verdict;
import pggit.load.report.RunFiles.Load;

/** Runs of every kind that a page has to cope with. */
final class SampleRuns {
  /** What somebody may have put into a table's name to see who believes it. */
  static final String HOSTILE =
      "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\">'\"&{{7*7}}";

  private static final String RECOVERY_COLUMNS =
      "time,fault,lasted_millis,gap_millis,first_millis,all_millis,failures";

  private SampleRuns() {}

  /** A run with everything: phases, faults, pools, the server's view. */
  static Path everything(Path directory) {
    RunFiles run = RunFiles.of(directory, 60).simulation("PoolPressureSimulation");
    Map<String, Load> load = new LinkedHashMap<>();
    load.put(
        "commit",
        s -> new double[] {fault(s) ? 12 : 180 + 40 * (s / 20), fault(s) ? 90 : 4 + s / 10.0});
    load.put("create table", s -> new double[] {20, 9});
    run.latencies(load, "warm load", "pressure", "after the pressure");
    run.file("pool.csv", pool(run));
    run.file("server.csv", server(run));
    run.file("errors.csv", errors(run));
    run.file(
        "events.csv",
        List.of(
            "time,kind,text",
            run.time(30) + ",fault,backend killed",
            run.time(34) + ",repair,server back"));
    run.file(
        "recovery.csv",
        List.of(
            RECOVERY_COLUMNS,
            run.time(12) + ",1 link cut,2,41,38,310,",
            run.time(30) + ",2 backend killed,4000,4100,95,1310,08006=71 57P01=12"));
    return run.metric(new Of("commits", "attempted"), "commits", 12_451)
        .metric(new Of("commits", "acknowledged"), "commits", 12_368)
        .metric("WAL per commit", "bytes", 2_662)
        .verdict(
            Verdict.fail(
                    "graceful overload",
                    "goodput at 2 x capacity is 0.61 [0.58, 0.64] of the peak, at least 0.8 wanted")
                .with(Gauge.atLeast(0.61, 0.8, "")))
        .verdict(
            Verdict.undecided(
                "scalability", "the law needs 6 measurements on 4 levels, there are 3"))
        .verdict(
            Verdict.pass(
                    "success rate", "99.3 % (12,368 of 12,451 commits), expected at least 80 %")
                .with(Gauge.atLeast(99.33, 80, "%")))
        .verdict(
            Verdict.pass("simple commit", "p95 12.10 ms of 12,368 commits, limit 100 ms")
                .with(Gauge.atMost(12.1, 100, "ms")))
        .verdict(Verdict.pass("nothing lost", "all of 12,368 acknowledged commits are stored"))
        .verdict(
            Verdict.pass(
                "unique Trinity IDs",
                "no ID was given out twice, among 12,368 acknowledged commits"))
        .error(
            new ErrorCount(
                "commit", "57P01", 43, "terminating connection due to administrator command"))
        .error(
            new ErrorCount(
                "commit", "08006", 40, "An I/O error occurred while sending to the backend."))
        .note("Only a superuser can commit: the load runs as superuser")
        .write();
  }

  private static boolean fault(int second) {
    return second >= 30 && second < 34;
  }

  private static List<String> pool(RunFiles run) {
    List<String> lines = new ArrayList<>(List.of("time,name,active,idle,pending,total,timeouts"));
    Random random = new Random(1);
    int timeouts = 0;
    for (int i = 0; i < 10 * run.seconds(); i++) {
      boolean pressed = i > 200 && i < 400;
      int active = pressed ? 10 : 3 + random.nextInt(4);
      int pending = pressed ? 5 + random.nextInt(30) : 0;
      timeouts += pressed && i > 300 && i % 7 == 0 ? 1 : 0;
      lines.add(
          "%s,pool of 10,%d,%d,%d,10,%d"
              .formatted(run.time(i / 10.0 + 0.03), active, 10 - active, pending, timeouts));
    }
    return lines;
  }

  private static List<String> server(RunFiles run) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "time,name,acknowledged,active,idle,idle_in_transaction,waiting_lock,waiting_lwlock,"
                    + "waiting_io,waiting_other,locks_waiting,commits,rollbacks,deadlocks,conflicts,"
                    + "temp_bytes,buffers_hit,buffers_read,wal_bytes,database_bytes,pggit_bytes,"
                    + "statement_calls,statement_millis,server_rss_bytes,server_cpu_micros,"
                    + "jvm_cpu_micros,jvm_heap_bytes,jvm_gc_count,jvm_gc_millis,wait_events"));
    Random random = new Random(2);
    long wal = 50_000_000;
    for (int s = 0; s < run.seconds(); s++) {
      wal += 400_000 + random.nextInt(200_000);
      int locks = s > 20 && s < 40 ? random.nextInt(4) : 0;
      lines.add(
          "%s,server,%d,%d,%d,%d,%d,2,1,0,%d,%d,0,%d,0,0,%d,%d,%d,%d,%d,,,%d,%d,%d,%d,%d,%d,%s"
              .formatted(
                  run.time(s + 0.4),
                  190 * s,
                  5 + locks,
                  4 - Math.min(4, locks),
                  1,
                  locks,
                  locks,
                  200 * s,
                  s > 35 ? 2 : 0,
                  20_000L * s,
                  1_000L * s,
                  wal,
                  9_000_000 + 30_000L * s,
                  2_000_000 + 28_000L * s,
                  190_000_000 + 100_000L * s,
                  900_000L * s,
                  700_000L * s,
                  60_000_000 + random.nextInt(40_000_000),
                  s / 3,
                  4L * s,
                  "IO:WalSync=1 LWLock:WALWrite=2"
                      + (locks > 0 ? " Lock:transactionid=" + locks : "")));
    }
    return lines;
  }

  private static List<String> errors(RunFiles run) {
    List<String> lines = new ArrayList<>(List.of("time,operation,sqlstate,count"));
    for (int s = 30; s < 34; s++) {
      lines.add(run.time(s + 0.5) + ",commit,57P01," + (10 + s % 3));
      lines.add(run.time(s + 0.5) + ",\"commit, late\",08006,10");
    }
    return lines;
  }

  /** Curves of growth, capacity and overload, and a comparison with a baseline. */
  static Path curves(Path directory) {
    RunFiles run = RunFiles.of(directory, 30).simulation("CapacitySimulation");
    run.latencies(Map.of("commit", s -> new double[] {100, 3}), "main");
    Random noise = new Random(3);
    for (int i = 1; i <= 12; i++) {
      int size = 500 * i;
      double factor = 1 + 0.03 * noise.nextGaussian();
      run.metric(new Of("commit", "p50").at(size, "commits"), "ms", factor * (1.2 + size / 4000.0));
      run.metric(new Of("commit", "p95").at(size, "commits"), "ms", factor * (2.2 + size / 3000.0));
      run.metric(new Of("commit", "buffers").at(size, "commits"), "buffers", factor * 52);
    }
    for (int users : new int[] {1, 2, 4, 8, 16, 32, 64, 96}) {
      for (int repeat = 1; repeat <= 3; repeat++) {
        double law = 240.0 * users / (1 + 0.05 * (users - 1) + 0.0009 * users * (users - 1));
        run.metric(
            new Of("commit", "throughput").at(users, "users").in("repeat " + repeat),
            "commits/s",
            law * (1 + 0.04 * noise.nextGaussian()));
      }
    }
    for (double[] step : new double[][] {{0.7, 0.7}, {1, 0.98}, {1.5, 0.93}, {2, 0.86}}) {
      run.metric(
          Estimate.of(
                  "grace",
                  "",
                  Direction.HIGHER_IS_BETTER,
                  step[1],
                  step[1] - 0.03,
                  step[1] + 0.03,
                  20)
              .of(new Of("", "grace").at(step[0], "x capacity")));
    }
    run.metric(new Of("", "recovery time"), "s", 4);
    gate(
            List.of(
                compared("commit latency p50", 1.012, 0.997, 1.028, 1.05, Ruling.PASS),
                compared("commit latency p95", 1.124, 1.081, 1.170, 1.05, Ruling.REGRESSION),
                compared("throughput", 0.985, 0.930, 1.040, 0.952, Ruling.PASS),
                compared("WAL bytes per commit", 1.001, 0.999, 1.003, 1.02, Ruling.PASS)),
            List.of(
                new History(
                    "commit latency p95",
                    "ms",
                    List.of(4.1, 4.0, 4.2, 4.1, 4.6, 4.7, 4.6, 4.7),
                    List.of(4))))
        .write(directory);
    return run.metric(new Of("commits", "acknowledged"), "commits", 3000)
        .verdict(Verdict.pass("growth of commit with history", "commit work does not grow"))
        .write();
  }

  /** What the gate found when it put 1.1 beside 1.0. */
  static GateResult gate(List<MetricRuling> comparisons, List<History> history) {
    return gate(RunFiles.STARTED, Map.of("seed", "7"), comparisons, List.of(), history);
  }

  private static GateResult gate(
      Instant started,
      Map<String, String> facts,
      List<MetricRuling> comparisons,
      List<Measured> pairs,
      List<History> history) {
    return new GateResult(
        GateResult.SCHEMA,
        "ab",
        started,
        Duration.ofSeconds(90),
        "1.0",
        "1.1",
        Ruling.REGRESSION,
        List.of("p95 grew"),
        facts,
        comparisons,
        pairs,
        history,
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * Thirty runs, of which every third was on a slow machine: WAL grows from 1,000 to 1,100 bytes at
   * the 16th, on the fast machine the latency at the 17th.
   */
  static GateHistory history() {
    List<GateResult> runs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      boolean slow = i % 3 == 0;
      double micros = (slow ? 900 : i < 16 ? 600 : 660) + i % 4;
      runs.add(
          gate(
              RunFiles.STARTED.plusSeconds(86_400L * i),
              Map.of("commit", "c" + i + HOSTILE, "cpu", slow ? "Slow" : HOSTILE),
              List.of(
                  now("latency " + HOSTILE, "µs", micros),
                  now("WAL per commit", "bytes", (i < 15 ? 1000 : 1100) + i % 2)),
              List.of(
                  pairs("latency " + HOSTILE, "µs", Metric.Kind.TIME),
                  pairs("WAL per commit", "bytes", Metric.Kind.COST)),
              List.of()));
    }
    return new GateHistory(runs, List.of("a.json is damaged: " + HOSTILE));
  }

  /** No other than its baseline. */
  private static MetricRuling now(String metric, String unit, double value) {
    return new MetricRuling(
        metric, unit, 1, 0.998, 1.002, 1.02, Ruling.PASS, value, value, 30, 0.9, 0.99, "", false);
  }

  private static Measured pairs(String metric, String unit, Metric.Kind kind) {
    Metric of = new Metric(metric, unit, Direction.LOWER_IS_BETTER, kind);
    return new Measured(of, true, List.of(), List.of(), List.of());
  }

  static MetricRuling compared(
      String metric,
      double ratio,
      double low,
      @Nullable Double high,
      double allowed,
      Ruling ruling) {
    String sentence = "%s %s times the baseline's".formatted(metric, ratio);
    return new MetricRuling(
        metric, "ms", ratio, low, high, allowed, ruling, 1, ratio, 10, 0.5, 0.95, sentence, false);
  }

  /** A run that came to an end before anything was measured. */
  static Path nothing(Path directory) {
    return RunFiles.of(directory, 0).simulation("NothingSimulation").write();
  }

  /** A single commit. */
  static Path onePoint(Path directory) {
    return RunFiles.of(directory, 1)
        .simulation("OnePointSimulation")
        .latencies(Map.of("commit", s -> new double[] {1, 3}), "main")
        .file(
            "pool.csv",
            List.of(
                "time,name,active,idle,pending,total,timeouts",
                RunFiles.STARTED + ",one,1,0,0,1,0"))
        .metric(new Of("commits", "acknowledged"), "commits", 1)
        .verdict(Verdict.pass("nothing lost", "all of 1 acknowledged commits are stored"))
        .write();
  }

  /** Everything failed, and every text from outside is hostile. */
  static Path hostile(Path directory) {
    RunFiles run = RunFiles.of(directory, 20).simulation("Hostile" + HOSTILE);
    Map<String, Load> load = new LinkedHashMap<>();
    load.put("commit", s -> new double[] {3, 800});
    run.latencies(load, "phase <b>one</b>", "two");
    List<String> errors = new ArrayList<>(List.of("time,operation,sqlstate,count"));
    List<String> pool = new ArrayList<>(List.of("time,name,active,idle,pending,total,timeouts"));
    String quoted = "\"" + HOSTILE.replace("\"", "\"\"") + "\"";
    for (int s = 0; s < 20; s++) {
      errors.add("%s,commit,%s,%d".formatted(run.time(s + 0.2), quoted, 50 + s));
      pool.add("%s,%s,5,0,%d,5,%d".formatted(run.time(s + 0.2), quoted, s, 4 * s));
    }
    run.file("errors.csv", errors).file("pool.csv", pool);
    run.file("events.csv", List.of("time,kind,text", run.time(5) + ",fault," + quoted));
    run.file(
        "recovery.csv", List.of(RECOVERY_COLUMNS, run.time(5) + "," + quoted + ",2,41,,,<b>=3"));
    for (int i = 0; i < 40; i++) {
      run.verdict(Verdict.fail("verdict " + i + " " + HOSTILE, "because " + HOSTILE.repeat(i % 5)));
      run.error(new ErrorCount("op " + i + HOSTILE, "P0001", i + 1, HOSTILE));
    }
    return run.setting("pggit.source" + HOSTILE, HOSTILE)
        .note(HOSTILE)
        .metric(new Of("commit " + HOSTILE, "p50").at(10, HOSTILE), "ms", 3)
        .metric(HOSTILE, HOSTILE, 3)
        .write();
  }

  /** Ten million requests of three operations within an hour. */
  static Path tenMillion(Path directory) {
    RunFiles run = RunFiles.of(directory, 3600).simulation("SoakSimulation");
    Map<String, Load> load = new LinkedHashMap<>();
    load.put("commit", s -> new double[] {1400, 3 + Math.sin(s / 200.0)});
    load.put("get version", s -> new double[] {1000, 0.4});
    load.put("create table", s -> new double[] {400, 8});
    run.latencies(load, "main");
    run.file("server.csv", server(run));
    run.file("pool.csv", pool(run));
    return run.metric(new Of("commits", "acknowledged"), "commits", 5_040_000)
        .verdict(Verdict.pass("nothing lost", "all of 5,040,000 acknowledged commits are stored"))
        .write();
  }
}
