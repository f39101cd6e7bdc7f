package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import pggit.load.pggit.CostProbe.Cost;

/**
 * Measures pairs. Within a pair the two take turns of a few commits each, in random ABBA order: on
 * a shared machine with other work on it, pairs of blocks of 115 ms one after the other scattered
 * by 43 %, pairs of the same length made of turns of 2 ms by 4 %.
 */
final class Pairing {
  /** Baseline and candidate. */
  private final List<Contender> sides;

  private final DuelUsers crowd;
  private final Book book;
  private final Random random;
  private final BooleanSupplier late;
  private boolean baselineFirst;
  private int turn;

  Pairing(List<Contender> sides, DuelUsers crowd, Book book, long seed, BooleanSupplier late) {
    this.sides = sides;
    this.crowd = crowd;
    this.book = book;
    this.random = new Random(seed);
    this.late = late;
  }

  /**
   * Measures one pair.
   *
   * @param weigh whether the costs are counted as well
   * @return false if time ran out before it was complete; then nothing of it is kept
   */
  boolean measure(Portion portion, boolean weigh) {
    List<Block> commits = List.of(new Block(), new Block());
    List<Block> ddl = List.of(new Block(), new Block());
    List<List<DuelUsers.Burst>> bursts = List.of(new ArrayList<>(), new ArrayList<>());
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
    boolean whole =
        turns(
                portion.bursts(),
                at ->
                    bursts.get(at).add(crowd.burst(sides.get(at).crowd(), portion.burstCommits())))
            && turns(portion.ddl(), at -> ddl.get(at).add(sides.get(at).ddl()));
    if (!whole) {
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
    book.endPair();
    return true;
  }

  /** Commits that count nowhere: caches fill, plans are made. */
  void warmUp(int commits) {
    for (int i = 0; i < commits && !late.getAsBoolean(); i++) {
      sides.forEach(side -> side.solo().commit());
    }
    sides.forEach(side -> crowd.burst(side.crowd(), 1 + commits / 4));
    sides.forEach(Contender::ddl);
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

  private <T> List<T> each(Function<Contender, T> what) {
    return sides.stream().map(what).toList();
  }

  private <T> void add(Metric metric, List<T> both, Function<T, Optional<Double>> number) {
    book.add(metric, number.apply(both.get(0)), number.apply(both.get(1)));
  }

  private static Optional<Double> perCommit(
      Optional<Long> before, Optional<Long> after, Block block) {
    return before
        .filter(known -> after.isPresent() && block.says())
        .map(nanos -> (after.get() - nanos) / 1e3 / block.worked());
  }

  private static Optional<Double> perSecond(List<DuelUsers.Burst> bursts, int asked) {
    int commits = bursts.stream().mapToInt(DuelUsers.Burst::commits).sum();
    long nanos = bursts.stream().mapToLong(DuelUsers.Burst::nanos).sum();
    return 2 * commits > asked ? Optional.of(commits * 1e9 / nanos) : Optional.empty();
  }
}
