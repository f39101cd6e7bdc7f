package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import pggit.load.protocol.SqlErrors;

/**
 * Users that commit without a pause, each on a connection of its own or on one of a pool for each
 * commit, and connect again when it is lost. They go on through any fault until they are stopped.
 */
final class CommitLoad implements AutoCloseable {

  private static final String[] BRANCHES = {"drill-0", "drill-1", "drill-2"};

  /** What users who commit at the same time do to each other in some pgGits, fault or no fault. */
  private static final Set<String> OF_ONE_ANOTHER = Set.of("23505", "40001", "40P01");

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LIMIT = Duration.ofSeconds(45);

  /** Where connections come from. */
  interface Source {
    Connection connection() throws SQLException;
  }

  /** What was waited for did not happen; the message tells what did instead. */
  static final class Stuck extends AssertionError {
    private static final long serialVersionUID = 1L;

    Stuck(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A commit that succeeded, in {@code System.nanoTime}. */
  private record Success(int user, long begunNanos, long endedNanos) {}

  private final Site site;
  private final Source source;
  private final boolean pooled;
  private final int messageBytes;
  private final List<Thread> users = new ArrayList<>();
  private final List<Map<String, AtomicLong>> failures = new ArrayList<>();
  private final Map<String, String> examples = new ConcurrentSkipListMap<>();
  private final List<Success> successes = new ArrayList<>();
  private final List<Throwable> accidents = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /** Failures before the fault, which are not of it. */
  private volatile @Nullable Set<String> calm;

  private CommitLoad(Site site, Source source, boolean pooled, int users, int messageBytes) {
    this.site = site;
    this.source = source;
    this.pooled = pooled;
    this.messageBytes = messageBytes;
    for (int i = 0; i < users; i++) {
      int user = i;
      failures.add(new ConcurrentSkipListMap<>());
      var thread = new Thread(() -> work(user), "drill-user-" + i);
      thread.setDaemon(true);
      this.users.add(thread);
    }
    this.users.forEach(Thread::start);
  }

  /** Users with a connection each. */
  static CommitLoad direct(Site site, Source source, int users, int messageBytes)
      throws SQLException {
    site.open(BRANCHES);
    return new CommitLoad(site, source, false, users, messageBytes);
  }

  /** Users who take a connection for each commit and give it back. */
  static CommitLoad pooled(Site site, Source pool, int users, int messageBytes)
      throws SQLException {
    site.open(BRANCHES);
    return new CommitLoad(site, pool, true, users, messageBytes);
  }

  /**
   * The same users, of whom it is known what fails before any fault, with these SQLSTATEs.
   *
   * @see #harm
   */
  CommitLoad knowing(Set<String> beforeTheFault) {
    calm = Set.copyOf(beforeTheFault);
    return this;
  }

  private void work(int user) {
    Connection kept = null;
    try {
      for (long n = 0; !stopped; n++) {
        try {
          if (pooled) {
            try (var connection = source.connection()) {
              commit(connection, user, n);
            }
          } else {
            kept = kept == null ? source.connection() : kept;
            commit(kept, user, n);
          }
        } catch (SQLException e) {
          var state = SqlErrors.sqlState(e);
          failures.get(user).computeIfAbsent(state, s -> new AtomicLong()).incrementAndGet();
          examples.putIfAbsent(
              state, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
          if (kept != null && SqlErrors.inDoubt(e)) {
            close(kept);
            kept = null;
          }
          LockSupport.parkNanos(PAUSE.toNanos()); // a server that is down is asked, not flooded
        }
      }
    } catch (RuntimeException | Error e) {
      accidents.add(e);
    } finally {
      if (kept != null) {
        close(kept);
      }
    }
  }

  private void commit(Connection connection, int user, long n) throws SQLException {
    long begun = System.nanoTime();
    var message = site.message(messageBytes, user * 1_000_000L + n);
    site.commit(connection, BRANCHES[user % BRANCHES.length], message);
    synchronized (successes) {
      successes.add(new Success(user, begun, System.nanoTime()));
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is lost anyway.
    }
  }

  /** Commits that succeeded so far. */
  long succeeded() {
    synchronized (successes) {
      return successes.size();
    }
  }

  /**
   * Waits until so many more commits have succeeded; says what failed if they do not. The fault
   * comes after the first time.
   */
  void awaitMore(long commits) {
    long goal = succeeded() + commits;
    await("%d more commits".formatted(commits), () -> succeeded() >= goal);
    calm = calm == null ? Set.copyOf(failures().keySet()) : calm;
  }

  /** Waits until each user has made a commit that it began after this moment. */
  void awaitEachAfter(long nanos) {
    await(
        "each of %d users commits again".formatted(users.size()),
        () -> {
          synchronized (successes) {
            return successes.stream()
                    .filter(s -> s.begunNanos >= nanos)
                    .mapToInt(Success::user)
                    .distinct()
                    .count()
                == users.size();
          }
        });
  }

  /** Waits until somebody failed so often with this SQLSTATE, or ended up in doubt. */
  void awaitFailures(String sqlState, long times) {
    await(
        "%d failures with %s".formatted(times, sqlState),
        () -> failures().getOrDefault(sqlState, 0L) >= times);
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .pollInterval(Duration.ofMillis(5))
          .atMost(LIMIT)
          .until(() -> !accidents.isEmpty() || condition.call());
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new Stuck(
          "%s: not within %s; %d commits succeeded, failures %s, e.g. %s"
              .formatted(what, LIMIT, succeeded(), failures(), examples),
          e);
    }
    rethrowAccident();
  }

  private void rethrowAccident() {
    if (!accidents.isEmpty()) {
      throw new AssertionError("a user of the drill fell over", accidents.get(0));
    }
  }

  /** From this moment to the end of the first commit that was begun after it. */
  Duration firstSuccessAfter(long nanos) {
    synchronized (successes) {
      return successes.stream()
          .filter(s -> s.begunNanos >= nanos)
          .mapToLong(Success::endedNanos)
          .min()
          .stream()
          .mapToObj(ended -> Duration.ofNanos(ended - nanos))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no commit succeeded after that"));
    }
  }

  /** From this moment until every user had made a commit begun after it. */
  Duration allSucceededAfter(long nanos) {
    var first = new TreeMap<Integer, Long>();
    synchronized (successes) {
      successes.stream()
          .filter(s -> s.begunNanos >= nanos)
          .forEach(s -> first.merge(s.user, s.endedNanos, Math::min));
    }
    return Duration.ofNanos(
        first.values().stream().mapToLong(Long::longValue).max().orElseThrow() - nanos);
  }

  /** Commits that were begun and ended within a span. */
  long succeededWithin(long fromNanos, long toNanos) {
    synchronized (successes) {
      return successes.stream()
          .filter(s -> s.begunNanos >= fromNanos && s.endedNanos <= toNanos)
          .count();
    }
  }

  /** The longest time within a span in which no commit ended. */
  Duration longestPauseWithin(long fromNanos, long toNanos) {
    long longest = 0;
    long last = fromNanos;
    synchronized (successes) { // in the order of their ends, but for some that ended as one
      for (var success : successes) {
        if (success.endedNanos > last && success.endedNanos < toNanos) {
          longest = Math.max(longest, success.endedNanos - last);
          last = success.endedNanos;
        }
      }
    }
    return Duration.ofNanos(Math.max(longest, toNanos - last));
  }

  /** How often what failed, over all users, failed attempts to connect included. */
  Map<String, Long> failures() {
    var all = new TreeMap<String, Long>();
    failures.forEach(
        user -> user.forEach((state, count) -> all.merge(state, count.get(), Long::sum)));
    return all;
  }

  /** Of those the ones that the fault may have to do with. */
  Map<String, Long> harm() {
    var harm = failures();
    harm.keySet().removeIf(state -> !isHarm(state));
    return harm;
  }

  boolean isHarm(String state) {
    return !OF_ONE_ANOTHER.contains(state) && (calm == null || !calm.contains(state));
  }

  /** How many users met this SQLSTATE. */
  long usersWho(java.util.function.Predicate<String> failedWith) {
    return failures.stream().filter(f -> f.keySet().stream().anyMatch(failedWith)).count();
  }

  /** Ends the load; each user finishes the commit it is at. */
  @Override
  public void close() {
    stopped = true;
    for (var user : users) {
      try {
        user.join(LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (user.isAlive()) {
        throw new AssertionError(user.getName() + " hangs in its commit");
      }
    }
    rethrowAccident();
  }

  /** Ends the load and notes what failed. */
  void end(DrillLog findings) {
    close();
    failures().forEach((state, count) -> findings.error(state, count, examples.get(state)));
  }
}
