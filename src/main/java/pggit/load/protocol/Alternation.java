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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import pggit.load.measure.Ticker;

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
  private final Peers peers;
  private final List<Map<Integer, Double>> rounds = new ArrayList<>();

  /** How users go on who wait; all of them do before the first turn. */
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  private int allowed;
  private long done;
  private boolean begun;
  private boolean over;

  /** Others who take the same turns at the same time, each with its share of the users. */
  public interface Peers {
    /** How many of so many users are here. */
    int share(int users);

    /**
     * Waits for the others.
     *
     * @param rate what was done here in the turn before; not a number if no more turns come
     * @return the sum over all
     */
    double together(double rate);
  }

  /** There is nobody else. */
  public static final Peers NONE =
      new Peers() {
        @Override
        public int share(int users) {
          return users;
        }

        @Override
        public double together(double rate) {
          return rate;
        }
      };

  /**
   * @param levels numbers of users, asked for when the first one comes
   * @param users how many there are, the highest level
   * @param rounds how many turns each level has
   * @param turn for how long each is counted; a quarter of that passes before
   * @param counted is told the number of users when counting begins, and 0 when it ends
   * @param peers others, whose users and rates count, too
   */
  public Alternation(
      Supplier<List<Integer>> levels,
      int users,
      int rounds,
      Duration turn,
      IntConsumer counted,
      Peers peers) {
    this.levels = levels;
    this.users = peers.share(users);
    this.peers = peers;
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
      synchronized (this) {
        over = true;
        letGo(users);
      }
    }
  }

  private void conduct() throws InterruptedException {
    var order = new ArrayList<>(levels.get());
    var random = new Random(order.hashCode());
    if (Double.isNaN(peers.together(areAtWork(0) ? 0 : Double.NaN))) {
      return;
    }
    for (int i = 0; i < most; i++) {
      Collections.shuffle(order, random);
      var round = new TreeMap<Integer, Double>();
      for (int level : order) {
        int here = peers.share(level);
        letGo(here);
        double rate = peers.together(areAtWork(here) ? rate(level) : Double.NaN);
        if (Double.isNaN(rate)) {
          return;
        }
        round.put(level, rate);
      }
      synchronized (this) {
        rounds.add(Collections.unmodifiableMap(round));
      }
    }
  }

  private synchronized void letGo(int level) {
    allowed = level;
    while (users - waiting.size() < allowed && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  /** Waits until so many, and no more, are at work; false if that takes too long. */
  private synchronized boolean areAtWork(int level) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (users - waiting.size() != level) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
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

  /** Where a user who has finished one request waits, or goes on to the next. */
  Consumer<Session> gate(Action next) {
    return session -> {
      var fresh = session.markAsSucceeded();
      if (enters(!session.isFailed(), () -> next.$bang(fresh))) {
        next.$bang(fresh);
      }
    };
  }

  /** Whether this user may go on at once. */
  private synchronized boolean enters(boolean succeeded, Runnable goOn) {
    if (!begun) {
      begun = true;
      Ticker.daemons("pggit-alternation").newThread(this::run).start();
    }
    done += succeeded ? 1 : 0;
    // Who comes here is one of those at work.
    if (over || users - waiting.size() <= allowed) {
      return true;
    }
    waiting.add(goOn);
    notifyAll();
    return false;
  }
}
