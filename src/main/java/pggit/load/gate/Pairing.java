package pggit.load.gate;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.CostProbe.Cost;
import pggit.load.server.SetupException;

/**
 * Measures pairs and keeps them. Within a pair the two take turns of a few commits each, in random
 * ABBA order: on a shared machine with other work on it, pairs of blocks of 115 ms one after the
 * other scattered by 43 %, pairs of the same length made of turns of 2 ms by 4 %.
 */
final class Pairing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pairing.class);

  /** Baseline and candidate. */
  private final List<Contender> sides;

  private final Random random;
  private final BooleanSupplier late;
  private final ExecutorService users;
  private final List<Row> rows = new ArrayList<>();
  private Portion portion = Portion.LEAST;
  private int pairs;
  private int sessions;
  private boolean baselineFirst;
  private int turn;

  private record Row(Metric metric, int session, double baseline, double candidate) {}

  /**
   * What users who commit at once got done.
   *
   * @param commits that worked
   * @param nanos from the first to the last
   */
  private record Burst(int commits, long nanos) {}

  /**
   * @param late whether time ran out
   */
  Pairing(List<Contender> sides, DuelPlan plan, BooleanSupplier late) {
    this.sides = sides;
    this.random = new Random(plan.seed());
    this.late = late;
    this.users =
        Executors.newFixedThreadPool(
            plan.users(),
            work -> {
              Thread thread = new Thread(work, "pggit-gate-user");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Measures one pair.
   *
   * @param weigh whether the costs are counted as well
   * @return false if time ran out before it was complete; then nothing of it is kept
   */
  boolean measure(boolean weigh) {
    List<Block> commits = List.of(new Block(), new Block());
    List<Block> ddl = List.of(new Block(), new Block());
    List<List<Burst>> bursts = List.of(new ArrayList<>(), new ArrayList<>());
    List<Optional<Long>> before = each(side -> side.solo().cpuNanos());
    if (!turns(
        portion.commits() / portion.turn(),
        at -> {
          for (int i = 0; i < portion.turn(); i++) {
            commits.get(at).add(sides.get(at).solo().commit());
          }
        })) {
      return false;
    }
    List<Optional<Long>> after = each(side -> side.solo().cpuNanos());
    if (!turns(
            portion.bursts(),
            at -> bursts.get(at).add(burst(sides.get(at).crowd(), portion.burstCommits())))
        || !turns(portion.ddl(), at -> ddl.get(at).add(sides.get(at).ddl()))) {
      return false;
    }
    int asked = portion.bursts() * portion.burstCommits() * sides.get(0).crowd().size();
    add(DuelMetrics.P50, commits, block -> block.quantile(0.5, 1e3));
    add(DuelMetrics.P95, commits, block -> block.quantile(0.95, 1e3));
    add(
        DuelMetrics.CPU,
        List.of(0, 1),
        at -> perCommit(before.get(at), after.get(at), commits.get(at)));
    add(DuelMetrics.THROUGHPUT, bursts, all -> perSecond(all, asked));
    add(DuelMetrics.DDL, ddl, block -> block.quantile(0.5, 1e6));
    if (weigh) {
      weigh();
    }
    pairs++;
    return true;
  }

  /** Commits that count nowhere: caches fill, plans are made, and how long one takes is seen. */
  void warmUp(int commits) {
    for (int i = 0; i < commits && !late.getAsBoolean(); i++) {
      sides.forEach(side -> side.solo().commit());
    }
    sides.forEach(side -> burst(side.crowd(), 1 + commits / 4));
    sides.forEach(Contender::ddl);
    List<Optional<Double>> nanos = each(Pairing::commitNanos);
    portion =
        nanos.stream().allMatch(Optional::isPresent)
            ? Portion.of(nanos.stream().mapToDouble(Optional::orElseThrow).sum())
            : Portion.LEAST;
    LOG.debug("{}", portion);
  }

  private static Optional<Double> commitNanos(Contender side) {
    Block block = new Block();
    for (int i = 0; i < 3; i++) {
      block.add(side.solo().commit());
    }
    return block.quantile(0.5, 1);
  }

  private void weigh() {
    var commits = each(Contender::commitCost);
    add(DuelMetrics.PAGES, commits, cost -> cost.map(Cost::buffers));
    add(DuelMetrics.WAL, commits, cost -> cost.map(Cost::walBytes));
    add(DuelMetrics.RECORDS, commits, cost -> cost.map(Cost::walRecords));
    add(DuelMetrics.CALLS, sides, Contender::statements);
    var ddl = each(Contender::ddlCost);
    add(DuelMetrics.DDL_PAGES, ddl, cost -> cost.map(Cost::buffers));
    add(DuelMetrics.DDL_WAL, ddl, cost -> cost.map(Cost::walBytes));
  }

  /** Both take so many turns, 0 the baseline and 1 the candidate. False if time ran out. */
  private boolean turns(int count, IntConsumer work) {
    for (int i = 0; i < count; i++) {
      baselineFirst = turn++ % 2 == 0 ? random.nextBoolean() : !baselineFirst;
      work.accept(baselineFirst ? 0 : 1);
      work.accept(baselineFirst ? 1 : 0);
      if (late.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  private Burst burst(List<DuelSession> sessions, int commits) {
    List<Callable<Integer>> work =
        sessions.stream().<Callable<Integer>>map(session -> () -> all(session, commits)).toList();
    int worked = 0;
    long begun = System.nanoTime();
    try {
      for (var done : users.invokeAll(work)) {
        worked += done.get();
      }
      return new Burst(worked, System.nanoTime() - begun);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("the gate was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static int all(DuelSession session, int commits) {
    int worked = 0;
    for (int i = 0; i < commits; i++) {
      worked += session.commit(Operation.COMMIT_AT_ONCE).isPresent() ? 1 : 0;
    }
    return worked;
  }

  private <T> List<T> each(Function<Contender, T> what) {
    return sides.stream().map(what).toList();
  }

  /** Notes a pair of values, if both sides have one: what failed is counted elsewhere. */
  private <T> void add(Metric metric, List<T> both, Function<T, Optional<Double>> number) {
    Optional<Double> baseline = number.apply(both.get(0));
    Optional<Double> candidate = number.apply(both.get(1));
    if (baseline.isPresent() && candidate.isPresent()) {
      rows.add(new Row(metric, sessions, baseline.get(), candidate.get()));
    }
  }

  private static Optional<Double> perCommit(
      Optional<Long> before, Optional<Long> after, Block block) {
    return before.isPresent() && after.isPresent() && block.says()
        ? Optional.of((after.get() - before.get()) / 1e3 / block.worked())
        : Optional.empty();
  }

  private static Optional<Double> perSecond(List<Burst> bursts, int asked) {
    int commits = bursts.stream().mapToInt(Burst::commits).sum();
    long nanos = bursts.stream().mapToLong(Burst::nanos).sum();
    return 2 * commits > asked ? Optional.of(commits * 1e9 / nanos) : Optional.empty();
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
    return DuelMetrics.ALL.stream().map(this::measured).toList();
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
