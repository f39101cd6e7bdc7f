package pggit.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Several numbers of users in turn, all of one population and with sessions that stay open: what
 * differs from turn to turn is how many are at work, and neither the age of a session nor the mood
 * of the machine. Each number has one turn in a round, in an order by chance. A turn is counted
 * once exactly as many are at work as it is to have.
 */
public final class Alternation {

  /** Longest time until a turn has its users: those of the turn before have to finish. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int SETTLING = 4;

  private final Supplier<List<Integer>> levels;
  private final int users;
  private final int most;
  private final Duration turn;
  private final IntConsumer counted;
  private final List<Map<Integer, Double>> rounds = new ArrayList<>();

  private final Set<Long> atWork = new HashSet<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int allowed;
  private long done;
  private boolean begun;
  private boolean over;

  /**
   * @param levels numbers of users, asked for when the first one comes
   * @param users how many there are, the highest level
   * @param rounds how many turns each level has
   * @param turn for how long each is counted; a quarter of that passes before
   * @param counted is told the number of users when counting begins, and 0 when it ends
   */
  public Alternation(
      Supplier<List<Integer>> levels, int users, int rounds, Duration turn, IntConsumer counted) {
    this.levels = levels;
    this.users = users;
    this.most = rounds;
    this.turn = turn;
    this.counted = counted;
  }

  /** The request again and again, by as many users as have their turn, until all turns are over. */
  public ChainBuilder of(ChainBuilder request) {
    return asLongAs(session -> !isOver())
        .on(
            exec(JavaAction.builder("turn", (next, context) -> gate(next)))
                .exec(doIf(session -> !isOver()).then(request)));
  }

  /**
   * Requests per second of each level in each complete round; nothing if not all users came, and
   * nothing more once a turn does not come to its number.
   */
  public synchronized List<Map<Integer, Double>> rounds() {
    return List.copyOf(rounds);
  }

  synchronized boolean isOver() {
    return over;
  }

  private void run() {
    try {
      conduct();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally { // users who are not let go hang the run
      List<Runnable> left;
      synchronized (this) {
        over = true;
        left = List.copyOf(waiting);
        waiting.clear();
      }
      left.forEach(Runnable::run);
    }
  }

  private void conduct() throws InterruptedException {
    var order = new ArrayList<>(levels.get());
    var random = new Random(order.hashCode());
    if (!await(() -> waiting.size() == users)) {
      return;
    }
    for (int i = 0; i < most; i++) {
      Collections.shuffle(order, random);
      var round = new TreeMap<Integer, Double>();
      for (int level : order) {
        if (!callTo(level)) {
          return;
        }
        round.put(level, rate(level));
      }
      synchronized (this) {
        rounds.add(Collections.unmodifiableMap(round));
      }
    }
  }

  /** Whether so many, and no more, are at work now. */
  private boolean callTo(int level) throws InterruptedException {
    List<Runnable> called = new ArrayList<>();
    synchronized (this) {
      allowed = level;
      // They are at work once their sessions have come through the gate.
      while (called.size() + atWork.size() < allowed && !waiting.isEmpty()) {
        called.add(waiting.poll());
      }
    }
    called.forEach(Runnable::run);
    return await(() -> atWork.size() == level);
  }

  /** Requests per second of those who are at work. */
  private double rate(int level) throws InterruptedException {
    Thread.sleep(turn.dividedBy(SETTLING).toMillis());
    counted.accept(level);
    long begin = System.nanoTime();
    long before = done();
    try {
      Thread.sleep(turn.toMillis());
      return (done() - before) * 1e9 / (System.nanoTime() - begin);
    } finally {
      counted.accept(0);
    }
  }

  private synchronized long done() {
    return done;
  }

  private synchronized boolean await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Whether this user may go on; if not, the user waits. */
  private synchronized boolean enter(Session session, Runnable goOn) {
    if (!begun) {
      begun = true;
      var conductor = new Thread(this::run, "pggit-alternation");
      conductor.setDaemon(true);
      conductor.start();
    }
    if (atWork.remove(session.userId()) && !session.isFailed()) {
      done++;
    }
    boolean enters = over || atWork.size() < allowed;
    if (!enters) {
      waiting.add(goOn);
    } else if (!over) {
      atWork.add(session.userId());
    }
    notifyAll();
    return enters;
  }

  /** Where a user who has finished one request waits, or goes on to the next. */
  Consumer<Session> gate(Action next) {
    return session -> {
      var fresh = session.markAsSucceeded();
      if (enter(session, () -> gate(next).accept(fresh))) {
        next.$bang(fresh);
      }
    };
  }
}
