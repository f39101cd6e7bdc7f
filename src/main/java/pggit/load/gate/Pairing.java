package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import pggit.load.pggit.CostProbe;

/**
 * Measures pairs. Within a pair the two take turns of a few commits each, in random ABBA order: on
 * a shared machine with other work on it, pairs of blocks of 115 ms one after the other scattered
 * by 43 %, pairs of the same length made of turns of 2 ms by 4 %.
 */
final class Pairing {
  private final Contender baseline;
  private final Contender candidate;
  private final DuelUsers crowd;
  private final Book book;
  private final Random random;
  private final BooleanSupplier late;
  private boolean baselineFirst;
  private int turn;

  Pairing(
      Contender baseline,
      Contender candidate,
      DuelUsers crowd,
      Book book,
      long seed,
      BooleanSupplier late) {
    this.baseline = baseline;
    this.candidate = candidate;
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
    Block[] blocks = {new Block(), new Block()};
    OptionalLong[] before = {baseline.solo().cpuNanos(), candidate.solo().cpuNanos()};
    if (!turns(
        portion.commits() / portion.turn(),
        (at, side) -> commits(blocks[at], side, portion.turn()))) {
      return false;
    }
    OptionalLong[] after = {baseline.solo().cpuNanos(), candidate.solo().cpuNanos()};
    List<List<DuelUsers.Burst>> bursts = List.of(new ArrayList<>(), new ArrayList<>());
    if (!turns(
        portion.bursts(),
        (at, side) -> bursts.get(at).add(crowd.burst(side.crowd(), portion.burstCommits())))) {
      return false;
    }
    Block[] ddl = {new Block(), new Block()};
    if (!turns(portion.ddl(), (at, side) -> ddl[at].add(side.ddl()))) {
      return false;
    }
    both(DuelMetrics.P50, blocks, block -> block.quantile(0.5, 1e3));
    both(DuelMetrics.P95, blocks, block -> block.quantile(0.95, 1e3));
    book.add(
        DuelMetrics.CPU,
        perCommit(before[0], after[0], blocks[0]),
        perCommit(before[1], after[1], blocks[1]));
    int asked = portion.bursts() * portion.burstCommits() * baseline.crowd().size();
    book.add(
        DuelMetrics.THROUGHPUT, perSecond(bursts.get(0), asked), perSecond(bursts.get(1), asked));
    both(DuelMetrics.DDL, ddl, block -> block.quantile(0.5, 1e6));
    if (weigh) {
      weigh();
    }
    book.endPair();
    return true;
  }

  /** Commits that count nowhere: caches fill, plans are made. */
  void warmUp(int commits) {
    for (int i = 0; i < commits && !late.getAsBoolean(); i++) {
      baseline.solo().commit();
      candidate.solo().commit();
    }
    crowd.burst(baseline.crowd(), 1 + commits / 4);
    crowd.burst(candidate.crowd(), 1 + commits / 4);
    baseline.ddl();
    candidate.ddl();
  }

  private void weigh() {
    var base = baseline.commitCost();
    var cand = candidate.commitCost();
    book.add(
        DuelMetrics.PAGES, of(base, CostProbe.Cost::buffers), of(cand, CostProbe.Cost::buffers));
    book.add(
        DuelMetrics.WAL, of(base, CostProbe.Cost::walBytes), of(cand, CostProbe.Cost::walBytes));
    book.add(
        DuelMetrics.RECORDS,
        of(base, CostProbe.Cost::walRecords),
        of(cand, CostProbe.Cost::walRecords));
    book.add(DuelMetrics.CALLS, baseline.statements(), candidate.statements());
    var baseDdl = baseline.ddlCost();
    var candDdl = candidate.ddlCost();
    book.add(
        DuelMetrics.DDL_PAGES,
        of(baseDdl, CostProbe.Cost::buffers),
        of(candDdl, CostProbe.Cost::buffers));
    book.add(
        DuelMetrics.DDL_WAL,
        of(baseDdl, CostProbe.Cost::walBytes),
        of(candDdl, CostProbe.Cost::walBytes));
  }

  private static OptionalDouble of(
      Optional<CostProbe.Cost> cost, ToDoubleFunction<CostProbe.Cost> what) {
    return cost.isPresent()
        ? OptionalDouble.of(what.applyAsDouble(cost.get()))
        : OptionalDouble.empty();
  }

  /** What one side does in its turn. */
  private interface Turn {
    /**
     * @param at 0 for the baseline, 1 for the candidate
     */
    void take(int at, Contender side);
  }

  /** Both take so many turns: A B B A or B A A B, by lot. False if time ran out. */
  private boolean turns(int count, Turn work) {
    for (int i = 0; i < count; i++) {
      baselineFirst = turn++ % 2 == 0 ? random.nextBoolean() : !baselineFirst;
      int first = baselineFirst ? 0 : 1;
      work.take(first, side(first));
      work.take(1 - first, side(1 - first));
      if (late.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  private Contender side(int at) {
    return at == 0 ? baseline : candidate;
  }

  private void both(Metric metric, Block[] blocks, Function<Block, OptionalDouble> number) {
    book.add(metric, number.apply(blocks[0]), number.apply(blocks[1]));
  }

  private static void commits(Block block, Contender side, int count) {
    for (int i = 0; i < count; i++) {
      block.add(side.solo().commit());
    }
  }

  private static OptionalDouble perCommit(OptionalLong before, OptionalLong after, Block block) {
    return before.isPresent() && after.isPresent() && block.says()
        ? OptionalDouble.of((after.getAsLong() - before.getAsLong()) / 1e3 / block.worked())
        : OptionalDouble.empty();
  }

  private static OptionalDouble perSecond(List<DuelUsers.Burst> bursts, int asked) {
    int commits = bursts.stream().mapToInt(DuelUsers.Burst::commits).sum();
    long nanos = bursts.stream().mapToLong(DuelUsers.Burst::nanos).sum();
    return 2 * commits > asked ? OptionalDouble.of(commits * 1e9 / nanos) : OptionalDouble.empty();
  }
}
