package pggit.load.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Ticker;
import pggit.load.pggit.CostProbe.Cost;
import pggit.load.server.SetupException;

/**
 * Measures pairs and keeps them. Within a pair the two take turns of a few commits each, in random
 * ABBA order: on a shared machine with other work on it, pairs of blocks of 115 ms one after the
 * other scattered by 43 %, pairs of the same length made of turns of 2 ms by 4 %.
 */
final class Pairing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pairing.class);

  /** Time of the one user's part of a pair, both sides together. */
  private static final double NANOS = 150e6;

  /** In each turn of users at once, who scatter most. */
  private static final int BURSTS = 3;

  private static final int MOST = 150;
  private static final int FEWEST = 3;

  /** Commits of a new session, which are looked at by themselves. */
  private static final int FIRST = 20;

  /** At most, for commits of a second have been seen. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

  /** Baseline and candidate. */
  private final List<Contender> sides;

  private final Random random;
  private final BooleanSupplier late;
  private final ExecutorService users;
  private final List<Row> rows = new ArrayList<>();
  private int pairs;
  private int sessions;
  private boolean baselineFirst;
  private int turns;

  /** Of the one user in one pair, on each side. */
  private int commits = FEWEST;

  /**
   * Commits in a row before the other side has its turn; also how many turns there are of DDL, and
   * of users who commit at once, and how many commits each of these makes. 1 where commits are
   * slow.
   */
  private int turn = 1;

  /**
   * The latencies of one side in one pair. What failed has none; where half of all failed, what
   * worked may be of another kind, and nothing is said.
   */
  private static final class Block {
    private final List<Long> nanos = new ArrayList<>();
    private int asked;

    void add(Optional<Long> took) {
      asked++;
      took.ifPresent(nanos::add);
    }

    int worked() {
      return nanos.size();
    }

    boolean says() {
      return 2 * worked() > asked;
    }

    /**
     * @param unit ns of the result's unit
     */
    Optional<Double> quantile(double q, double unit) {
      return says()
          ? nanos.stream().sorted().skip((long) (q * worked())).findFirst().map(at -> at / unit)
          : Optional.empty();
    }
  }

  private record Row(Metric metric, int session, double baseline, double candidate) {}

  /**
   * @param late whether time ran out
   */
  Pairing(List<Contender> sides, DuelPlan plan, BooleanSupplier late) {
    this.sides = sides;
    this.random = new Random(plan.seed());
    this.late = late;
    this.users = Executors.newFixedThreadPool(plan.users(), Ticker.daemons("pggit-gate-user"));
  }

  /**
   * Measures one pair.
   *
   * @param weigh whether the costs are counted as well
   * @return false if time ran out before it was complete; then nothing of it is kept
   */
  boolean measure(boolean weigh) {
    List<Block> single = each(side -> new Block());
    List<Block> ddl = each(side -> new Block());
    int[] worked = new int[2];
    long[] nanos = new long[2];
    List<Optional<Long>> before = each(side -> side.solo().cpuNanos());
    if (!turns(commits / turn, at -> commit(sides.get(at), turn, single.get(at)))) {
      return false;
    }
    List<Optional<Long>> after = each(side -> side.solo().cpuNanos());
    List<Optional<Double>> first = first();
    if (late.getAsBoolean()
        || !turns(
            BURSTS * turn,
            at -> {
              long begun = System.nanoTime();
              worked[at] += burst(sides.get(at), turn);
              nanos[at] += System.nanoTime() - begun;
            })
        || !turns(turn, at -> ddl.get(at).add(sides.get(at).ddl()))) {
      return false;
    }
    int asked = BURSTS * turn * turn * sides.get(0).crowd().size();
    add(Metric.P50, at -> single.get(at).quantile(0.5, 1e3));
    add(Metric.P95, at -> single.get(at).quantile(0.95, 1e3));
    add(Metric.CPU, at -> perCommit(before.get(at), after.get(at), single.get(at)));
    add(Metric.FIRST, first::get);
    add(
        Metric.THROUGHPUT,
        at ->
            2 * worked[at] > asked ? Optional.of(worked[at] * 1e9 / nanos[at]) : Optional.empty());
    add(Metric.DDL, at -> ddl.get(at).quantile(0.5, 1e6));
    if (weigh) {
      List<Optional<Cost>> commit = each(Contender::commitCost);
      List<Optional<Double>> statements = each(Contender::statements);
      // Of one side alone it would leave dead rows that slow down this side alone.
      boolean both = sides.stream().allMatch(Contender::weighsDdl);
      List<Optional<Cost>> table = each(side -> both ? side.ddlCost() : Optional.empty());
      add(Metric.PAGES, at -> commit.get(at).map(Cost::buffers));
      add(Metric.WAL, at -> commit.get(at).map(Cost::walBytes));
      add(Metric.RECORDS, at -> commit.get(at).map(Cost::walRecords));
      add(Metric.CALLS, statements::get);
      add(Metric.DDL_PAGES, at -> table.get(at).map(Cost::buffers));
      add(Metric.DDL_WAL, at -> table.get(at).map(Cost::walBytes));
    }
    pairs++;
    return true;
  }

  /** Notes a pair of values, if both sides have one: what failed is counted elsewhere. */
  private void add(Metric metric, Function<Integer, Optional<Double>> value) {
    Optional<Double> baseline = value.apply(0);
    Optional<Double> candidate = value.apply(1);
    if (baseline.isPresent() && candidate.isPresent()) {
      rows.add(new Row(metric, sessions, baseline.get(), candidate.get()));
    }
  }

  /**
   * Processor time of a commit in a new session, in which caches fill and plans are made. On the
   * same copy of the database: another one says nothing about that, and takes its time.
   */
  private List<Optional<Double>> first() {
    List<Block> blocks = each(side -> new Block());
    int begins = random.nextInt(2);
    Optional<DuelSession> one = sides.get(begins).newSession();
    Optional<DuelSession> two = sides.get(1 - begins).newSession();
    try {
      List<DuelSession> both =
          (begins == 0 ? Stream.of(one, two) : Stream.of(two, one))
              .flatMap(Optional::stream)
              .toList();
      if (both.size() < sides.size()) {
        return each(side -> Optional.empty());
      }
      List<Optional<Long>> before = both.stream().map(DuelSession::cpuNanos).toList();
      turns(Math.min(FIRST, commits), at -> blocks.get(at).add(both.get(at).commit()));
      return IntStream.range(0, both.size())
          .mapToObj(at -> perCommit(before.get(at), both.get(at).cpuNanos(), blocks.get(at)))
          .toList();
    } finally {
      one.ifPresent(DuelSession::close);
      two.ifPresent(DuelSession::close);
    }
  }

  private static Optional<Double> perCommit(
      Optional<Long> before, Optional<Long> after, Block block) {
    return before.isPresent() && after.isPresent() && block.says()
        ? Optional.of((after.get() - before.get()) / 1e3 / block.worked())
        : Optional.empty();
  }

  /** After new sessions: caches fill, plans are made, and it is seen how long a commit takes. */
  void warmUp(int least) {
    long end = System.nanoTime() + LONGEST_WARM_UP.toNanos();
    int made = 0;
    while (made < Math.max(least, commits) && System.nanoTime() < end) {
      if (!turns(1, at -> commit(sides.get(at), 1, new Block()))) {
        return;
      }
      made++;
    }
    int each = 1 + made / 4;
    sides.forEach(side -> burst(side, each));
    sides.forEach(Contender::ddl);
    double nanos =
        each(side -> commit(side, 3, new Block()).quantile(0.5, 1)).stream()
            .mapToDouble(took -> took.orElse(Double.POSITIVE_INFINITY)) // as if slow
            .sum();
    commits = (int) Math.max(FEWEST, Math.min(MOST, NANOS / nanos));
    turn = commits < 20 ? 1 : 5;
    commits -= commits % turn;
    LOG.debug("{} commits, {} in a turn", commits, turn);
  }

  private static Block commit(Contender side, int count, Block block) {
    IntStream.range(0, count).forEach(i -> block.add(side.solo().commit()));
    return block;
  }

  /** Both take so many turns, 0 the baseline and 1 the candidate. False if time ran out. */
  private boolean turns(int count, IntConsumer work) {
    for (int i = 0; i < count; i++) {
      baselineFirst = turns++ % 2 == 0 ? random.nextBoolean() : !baselineFirst;
      work.accept(baselineFirst ? 0 : 1);
      work.accept(baselineFirst ? 1 : 0);
      if (late.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /** The users of one side commit at once; how many of these commits worked. */
  private int burst(Contender side, int commits) {
    List<Callable<Integer>> work = new ArrayList<>();
    for (DuelSession user : side.crowd()) {
      work.add(
          () ->
              (int)
                  IntStream.range(0, commits)
                      .filter(i -> user.commit(Operation.COMMIT_AT_ONCE).isPresent())
                      .count());
    }
    int worked = 0;
    try {
      for (var done : users.invokeAll(work)) {
        worked += done.get();
      }
      return worked;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("the gate was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private <T> List<T> each(Function<Contender, T> what) {
    return sides.stream().map(what).toList();
  }

  void newSessions() {
    sessions++;
  }

  int pairs() {
    return pairs;
  }

  boolean has(Metric metric) {
    return rows.stream().anyMatch(row -> row.metric().equals(metric));
  }

  List<Measured> measured() {
    return Metric.SIDE_BY_SIDE.stream().map(this::measured).toList();
  }

  private Measured measured(Metric metric) {
    List<Row> of = rows.stream().filter(row -> row.metric().equals(metric)).toList();
    return new Measured(
        metric,
        true,
        of.stream().map(Row::baseline).toList(),
        of.stream().map(Row::candidate).toList(),
        of.stream().map(Row::session).toList());
  }

  @Override
  public void close() {
    users.shutdownNow();
  }
}
