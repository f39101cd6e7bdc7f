package pggit.load.simulations;

import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import pggit.load.pggit.HistoryCheck.Attempt;
import pggit.load.pggit.HistoryCheck.Fate;
import pggit.load.pggit.HistoryCheck.Look;

/**
 * The users who commit while something is wrong, and what each of them saw. They can be stopped,
 * each at the end of what it is at, and let go on, on new branches each time. Any thread.
 */
final class Traffic {

  private static final long LOOK_MILLIS = 2;

  /** What was done and read on a branch, for as long as users are on it. */
  record Branch(String name, Queue<Attempt> attempts, Queue<Look> looks) {
    private Branch(String name) {
      this(name, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }
  }

  private final int users;
  private final int branchesAtATime;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger comers = new AtomicInteger();
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLongArray lastBegun;
  private int generation;
  private volatile List<Branch> branches = List.of();
  private volatile boolean stopped;
  private volatile boolean over;

  Traffic(int users, int branches) {
    this.users = users;
    branchesAtATime = branches;
    lastBegun = new AtomicLongArray(users);
    for (int i = 0; i < users; i++) {
      lastBegun.set(i, Long.MIN_VALUE);
    }
    onNewBranches();
  }

  private void onNewBranches() {
    int now = ++generation;
    branches =
        IntStream.range(0, branchesAtATime)
            .mapToObj(i -> new Branch("nemesis-%d-%d".formatted(now, i)))
            .toList();
  }

  List<Branch> branches() {
    return branches;
  }

  /** A name for a commit that no other one has. */
  String key() {
    return "k" + keys.incrementAndGet();
  }

  // ---- what a user does, on Gatling's threads

  Session come(Session session) {
    return session.set("user", comers.getAndIncrement()).set("round", 0);
  }

  boolean goesOn(Session session) {
    return !over;
  }

  /** Whether the user may do something; then it has to {@link #end} it. */
  boolean enter(Session session) {
    inFlight.incrementAndGet();
    if (stopped) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  Session begin(Session session) {
    int round = session.getInt("round") + 1;
    var branch = branches.get((session.getInt("user") + round) % branchesAtATime);
    return session
        .set("round", round)
        .set("on", branch)
        .set("branch", branch.name())
        .set("key", key())
        .set("begun", System.nanoTime());
  }

  /** The commit is through, or has failed: for its user that is in doubt, the ledger knows more. */
  Session committed(Session session) {
    long begun = session.getLong("begun");
    var fate = session.isFailed() ? Fate.IN_DOUBT : Fate.ACKNOWLEDGED;
    Branch branch = session.get("on");
    branch.attempts().add(new Attempt(session.getString("key"), fate, begun, System.nanoTime()));
    if (fate == Fate.ACKNOWLEDGED) {
      lastBegun.set(session.getInt("user"), begun);
    }
    return session;
  }

  Session end(Session session) {
    inFlight.decrementAndGet();
    return session.markAsSucceeded();
  }

  // ---- what the nemesis does

  /** Stops all users; false if one of them hangs. */
  boolean stop(Duration limit) {
    stopped = true;
    return await(() -> inFlight.get() == 0, limit);
  }

  /** Lets them go on, on other branches. */
  void resume() {
    onNewBranches();
    stopped = false;
  }

  /** Lets them go home. */
  void over() {
    over = true;
  }

  /** Waits until each user has made a commit that it began after this moment. */
  boolean awaitEachAfter(long nanos, Duration limit) {
    return await(
        () -> IntStream.range(0, users).allMatch(user -> lastBegun.get(user) > nanos), limit);
  }

  /** When commits on these branches were acknowledged, in order. */
  LongStream acknowledgedNanos() {
    return branches.stream()
        .map(Branch::attempts)
        .flatMap(Collection::stream)
        .filter(attempt -> attempt.fate() == Fate.ACKNOWLEDGED)
        .mapToLong(Attempt::endedNanos)
        .sorted();
  }

  static boolean await(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      sleep(LOOK_MILLIS);
    }
    return true;
  }

  static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was ended", e);
    }
  }
}
