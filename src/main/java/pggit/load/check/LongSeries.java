package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/** A long series of commits of one session: what goes wrong only now and then. */
final class LongSeries {

  static final String ALL = "a long series of commits";
  static final String PACE = "no commit takes much longer than the others";
  static final String SLEEP = "a commit does not sleep";

  /** What an ordinary commit may take longer than the median without being remarkable. */
  private static final long REMARKABLE_NANOS = 40_000_000;

  private static final int FEWEST_TIMES = 3;

  static Family family() {
    return Family.alone(
        "a long series", Severity.REFUSAL, Property.of(ALL, lab -> new LongSeries(lab).run()));
  }

  private final Lab lab;
  private final Session session;
  private final Audited audited;
  private final List<Long> times = new ArrayList<>();
  private final Map<Failure, List<Integer>> failed = new LinkedHashMap<>();

  private LongSeries(Lab lab) throws SQLException {
    this.lab = lab;
    this.session = lab.user();
    this.audited = new Audited(lab, "series");
  }

  private Answer run() throws SQLException, InterruptedException {
    int most = lab.scale().series();
    var sleeps = new AtomicInteger();
    var over = new AtomicBoolean();
    var watch = watch(lab, session.pid(), sleeps, over);
    long deadline = System.nanoTime() + lab.scale().limit().toNanos() * 6 / 10;
    try {
      upTo(most, deadline);
      confirm(deadline);
    } finally {
      over.set(true);
      watch.join();
    }
    var verdicts = new ArrayList<>(all(most).examined(ALL));
    verdicts.add(Examined.of(pace().as(Severity.COST)));
    Answer.of(
            sleeps.get() == 0,
            "never seen asleep during " + times.size() + " commits",
            "pgGit was seen asleep (pg_sleep) %s times during %d commits. It waits for nothing"
                .formatted(sleeps, times.size()))
        .examined(SLEEP)
        .forEach(one -> verdicts.add(one.with(one.verdict().as(Severity.COST))));
    verdicts.addAll(audited.findings(ALL));
    return new Answer.Several(verdicts);
  }

  private void upTo(int count, long deadline) {
    while (times.size() < count && System.nanoTime() < deadline) {
      int number = times.size() + 1;
      long began = System.nanoTime();
      audited
          .commit(session, "series", "series " + number, number)
          .ifPresent(f -> failed.computeIfAbsent(f, none -> new ArrayList<>()).add(number));
      times.add(System.nanoTime() - began);
    }
  }

  /** Two slow commits may be chance: goes on to where a third one would be due. */
  private void confirm(long deadline) {
    var slow = slow();
    if (Rhythm.of(slow, times.size(), FEWEST_TIMES).isEmpty()) {
      Rhythm.of(slow, times.size(), 2)
          .ifPresent(twice -> upTo(twice.first() + (FEWEST_TIMES - 1) * twice.step(), deadline));
    }
  }

  private Answer all(int most) {
    int made = times.size();
    var findings = new Findings();
    failed.forEach(
        (failure, numbers) ->
            findings.add(
                Rhythm.of(numbers, made, FEWEST_TIMES)
                        .map(rhythm -> "every " + rhythm.step() + "th commit fails")
                        .orElse(numbers.size() + " of " + made + " commits fail")
                    + " with "
                    + failure,
                failure));
    findings.addUnless(
        made >= most,
        "only %d of %d commits were done in time%s"
            .formatted(made, most, lab.pace().slow().map(", and "::concat).orElse("")));
    return findings.answer(
        "%,d commits, all acknowledged, audited: unique IDs, nothing lost, altered or invented"
            .formatted(audited.ledger().acknowledged()),
        "Users see errors for nothing they did");
  }

  private List<Integer> slow() {
    long median = median(times);
    return IntStream.range(0, times.size())
        .filter(i -> times.get(i) > median + REMARKABLE_NANOS && times.get(i) > 8 * median)
        .mapToObj(i -> i + 1)
        .toList();
  }

  private Verdict pace() {
    var slow = slow();
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
