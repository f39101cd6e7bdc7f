package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;

/** A long series of commits of one session: what goes wrong only now and then. */
final class LongSeries {

  static final String ALL = "a long series of commits";
  static final String PACE = "no commit takes much longer than the others";
  static final String SLEEP = "a commit does not sleep";

  /** What an ordinary commit may take longer than the median without being remarkable. */
  private static final long REMARKABLE_NANOS = 40_000_000;

  private static final int FEWEST_TIMES = 3;

  private LongSeries() {}

  static Family family() {
    return Family.alone("a long series", Severity.REFUSAL, Property.of(ALL, LongSeries::run));
  }

  private static Answer run(Lab lab) throws SQLException, InterruptedException {
    var session = lab.user();
    var ledger = new Ledger("series");
    var baseline = StoredBefore.of(lab.shared().connection(), lab.contract());
    int most = lab.scale().series();
    long budget = lab.scale().limit().toNanos() * 6 / 10;
    var times = new ArrayList<Long>();
    var failed = new LinkedHashMap<Failure, List<Integer>>();
    var sleeps = new AtomicInteger();
    var over = new AtomicBoolean();
    var watch = watch(lab, session.pid(), sleeps, over);
    long started = System.nanoTime();
    try {
      while (times.size() < most && System.nanoTime() - started < budget) {
        one(ledger, session, times, failed);
      }
      confirm(ledger, session, times, failed, started + budget);
    } finally {
      over.set(true);
      watch.join();
    }
    var verdicts =
        new ArrayList<>(all(times.size(), most, ledger, failed, lab.pace().slow()).examined(ALL));
    verdicts.add(Examined.of(pace(times).as(Severity.COST)));
    verdicts.addAll(
        Answer.of(
                sleeps.get() == 0,
                "never seen asleep during " + times.size() + " commits",
                "pgGit was seen asleep (pg_sleep) %s times during %d commits. It waits for nothing"
                    .formatted(sleeps, times.size()))
            .examined(SLEEP)
            .stream()
            .map(one -> one.with(one.verdict().as(Severity.COST)))
            .toList());
    for (var verdict :
        Audit.of(lab.admin().connection(), lab.contract(), ledger, baseline).verdicts()) {
      if (verdict.outcome() == Outcome.FAIL) {
        verdicts.add(Examined.of(verdict.named(ALL + ": " + verdict.name())));
      }
    }
    return new Answer.Several(verdicts);
  }

  private static void one(
      Ledger ledger, Session session, List<Long> times, Map<Failure, List<Integer>> failed) {
    int number = times.size() + 1;
    var message = ledger.stamp("series " + number, number);
    long entry = ledger.intend("series", message);
    long began = System.nanoTime();
    try {
      ledger.acknowledged(entry, session.commit("series", message));
    } catch (SQLException e) {
      var failure = Failure.of(e);
      ledger.failed(entry, failure.state());
      failed.computeIfAbsent(failure, f -> new ArrayList<>()).add(number);
    }
    times.add(System.nanoTime() - began);
  }

  private static Answer all(
      int made,
      int most,
      Ledger ledger,
      Map<Failure, List<Integer>> failed,
      Optional<String> slow) {
    var findings = new Findings();
    failed.forEach(
        (failure, numbers) ->
            findings.add(
                "%s with %s"
                    .formatted(
                        Rhythm.of(numbers, made, FEWEST_TIMES)
                            .map(rhythm -> "every " + rhythm.step() + "th commit fails")
                            .orElse(numbers.size() + " of " + made + " commits fail"),
                        failure),
                failure));
    findings.addUnless(
        made >= most,
        "only %d of %d commits were done in time%s"
            .formatted(made, most, slow.map(how -> ", and " + how).orElse("")));
    return findings.answer(
        "%,d commits, all acknowledged, audited: unique IDs, nothing lost, altered or invented"
            .formatted(ledger.acknowledged()),
        "Users see errors for nothing they did");
  }

  private static List<Integer> slow(List<Long> times) {
    long median = median(times);
    return IntStream.range(0, times.size())
        .filter(i -> times.get(i) > median + REMARKABLE_NANOS && times.get(i) > 8 * median)
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** Two slow commits may be chance: goes on to where a third one would be due. */
  private static void confirm(
      Ledger ledger,
      Session session,
      List<Long> times,
      Map<Failure, List<Integer>> failed,
      long deadline) {
    var slow = slow(times);
    var twice = Rhythm.of(slow, times.size(), 2);
    if (twice.isEmpty() || Rhythm.of(slow, times.size(), FEWEST_TIMES).isPresent()) {
      return;
    }
    int due = twice.get().first() + (FEWEST_TIMES - 1) * twice.get().step();
    while (times.size() < due && System.nanoTime() < deadline) {
      one(ledger, session, times, failed);
    }
  }

  private static Verdict pace(List<Long> times) {
    var slow = slow(times);
    double median = median(times) / 1e6;
    var rhythm = Rhythm.of(slow, times.size(), FEWEST_TIMES);
    if (rhythm.isPresent()) {
      int step = rhythm.get().step();
      long typical =
          median(
              IntStream.iterate(rhythm.get().first(), i -> i <= times.size(), i -> i + step)
                  .mapToObj(i -> times.get(i - 1))
                  .toList());
      return Verdict.fail(
          PACE,
          "every %dth commit takes %.0f ms, the others %.2f ms. Users wait for no reason they can see"
              .formatted(step, typical / 1e6, median));
    }
    if (slow.size() > Math.max(3, times.size() / 50)) {
      return Verdict.undecided(
          PACE,
          "%d of %d commits take more than %.0f ms, the median is %.2f ms, without a pattern: the machine may be busy"
              .formatted(slow.size(), times.size(), REMARKABLE_NANOS / 1e6, median));
    }
    return Verdict.pass(
        PACE,
        "median %.2f ms, %d of %,d more than %.0f ms slower"
            .formatted(median, slow.size(), times.size(), REMARKABLE_NANOS / 1e6));
  }

  private static long median(List<Long> values) {
    return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Thread watch(Lab lab, int pid, AtomicInteger sleeps, AtomicBoolean over)
      throws SQLException {
    var session = lab.admin();
    var thread =
        new Thread(
            () -> {
              try {
                while (!over.get()) {
                  var asleep =
                      session.holds(
                          "SELECT wait_event = 'PgSleep' FROM pg_stat_get_activity(?::int)", pid);
                  sleeps.addAndGet(asleep ? 1 : 0);
                  LockSupport.parkNanos(5_000_000);
                }
              } catch (SQLException e) {
                over.set(true); // the session was ended; there is nothing to see any more
              }
            },
            "pggit-check-watch");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
