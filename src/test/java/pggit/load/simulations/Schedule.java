package pggit.load.simulations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.server.DiskLimit;
import pggit.load.server.SetupException;
import pggit.load.server.fault.Machine;

/**
 * Which faults happen, when and for how long: a pure function of a seed, a length, and what the
 * machine can do.
 *
 * @param steps one after the other; in between nothing is wrong
 */
record Schedule(int seed, List<Step> steps) {

  /** What passes after the faults of a step: the users recover, the ledger is audited. */
  private static final int AFTERWARDS_MILLIS = 800;

  private static final int CALM_MILLIS = 500;

  /** Random's first numbers are much alike for seeds that are close to each other. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** As long as a client waits for its server, and longer. */
  private static final int LONGEST_MILLIS = 3000;

  private static final int SHORTEST_MILLIS = 200;

  /**
   * One fault.
   *
   * @param number counted from 1 over the whole schedule
   * @param atMillis from the beginning of its step
   * @param holdMillis how long it lasts, 0 where it is over at once
   */
  record Fault(int number, FaultKind kind, int atMillis, int holdMillis) {
    @Override
    public String toString() {
      return number
          + " "
          + kind.words()
          + (atMillis == 0 ? "" : " %,d ms later".formatted(atMillis))
          + (holdMillis == 0 ? "" : " for %,d ms".formatted(holdMillis));
    }
  }

  /**
   * One fault, or two at the same time.
   *
   * @param calmMillis load without a fault before
   * @param millis from the beginning of the first fault to the end of the last
   */
  record Step(int calmMillis, int millis, List<Fault> faults) {
    Step {
      faults = List.copyOf(faults);
    }

    /** One without a fault. */
    static Step calm(int millis) {
      return new Step(millis, 0, List.of());
    }

    /** {@code 3 link cut and 4 backend killed}. */
    String words() {
      return faults.stream()
          .map(fault -> fault.number() + " " + fault.kind().words())
          .collect(Collectors.joining(" and "));
    }

    @Override
    public String toString() {
      return faults.stream().map(Fault::toString).collect(Collectors.joining(" and "));
    }
  }

  Schedule {
    steps = List.copyOf(steps);
  }

  /** What a machine lets us do; the disk is for data or for the log, and the seed says which. */
  static Set<FaultKind> possible() {
    var possible = EnumSet.allOf(FaultKind.class);
    if (!Machine.smallDisks().available()) {
      possible.removeAll(Set.of(FaultKind.DISK_FULL, FaultKind.LOG_DISK_FULL));
    }
    if (!Machine.signals().available()) {
      possible.remove(FaultKind.SERVER_FROZEN);
    }
    return possible;
  }

  static Schedule of(int seed, Duration length, Set<FaultKind> possible) {
    var random = new Random(seed * SPREAD);
    var kinds = EnumSet.copyOf(possible);
    kinds.remove(random.nextBoolean() ? FaultKind.DISK_FULL : FaultKind.LOG_DISK_FULL);
    var bag = new ArrayList<FaultKind>();
    var steps = new ArrayList<Step>();
    int number = 0;
    for (long millis = 0; millis < length.toMillis(); ) {
      var first = draw(bag, kinds, random, Set.of());
      int hold = hold(first, random);
      var faults = List.of(new Fault(number + 1, first, 0, hold));
      boolean two = kinds.stream().anyMatch(kind -> !kind.excludes(first));
      if (two && random.nextInt(3) == 0) {
        var second = draw(bag, kinds, random, Set.of(first));
        int secondHold = hold(second, random);
        faults =
            second.surrounds(first)
                ? pair(number, second, secondHold, first, hold, random)
                : pair(number, first, hold, second, secondHold, random);
      }
      number += faults.size();
      int end = faults.stream().mapToInt(f -> f.atMillis() + f.holdMillis()).max().orElseThrow();
      int calm = CALM_MILLIS + random.nextInt(CALM_MILLIS);
      steps.add(new Step(calm, end, faults));
      millis += calm + end + AFTERWARDS_MILLIS;
    }
    return new Schedule(seed, steps);
  }

  private static List<Fault> pair(
      int number, FaultKind first, int hold, FaultKind second, int secondHold, Random random) {
    int at = random.nextInt(hold + 1); // of one that is over at once, at the same time
    boolean around = first.surrounds(second) && first.lasts();
    int longer = around ? Math.max(hold, at + secondHold + SHORTEST_MILLIS) : hold;
    return List.of(
        new Fault(number + 1, first, 0, longer), new Fault(number + 2, second, at, secondHold));
  }

  /** Each kind once, in random order, before any comes again, as far as they may meet. */
  private static FaultKind draw(
      List<FaultKind> bag, Set<FaultKind> kinds, Random random, Set<FaultKind> beside) {
    while (true) {
      for (int i = 0; i < bag.size(); i++) {
        if (beside.stream().noneMatch(bag.get(i)::excludes)) {
          return bag.remove(i);
        }
      }
      var more = new ArrayList<>(kinds);
      Collections.shuffle(more, random);
      bag.addAll(more);
    }
  }

  private static int hold(FaultKind kind, Random random) {
    return kind.lasts() ? SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS) : 0;
  }

  /** All faults in their order. */
  Stream<Fault> faults() {
    return steps.stream().flatMap(step -> step.faults().stream());
  }

  /** Numbers of the faults. */
  Set<Integer> numbers() {
    return faults().map(Fault::number).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the server's small disk is for, if one of the faults fills it. */
  Optional<DiskLimit.Part> disk() {
    var kinds = faults().map(Fault::kind).collect(Collectors.toSet());
    if (kinds.contains(FaultKind.DISK_FULL)) {
      return Optional.of(DiskLimit.Part.DATA);
    }
    return kinds.contains(FaultKind.LOG_DISK_FULL)
        ? Optional.of(DiskLimit.Part.WAL)
        : Optional.empty();
  }

  /**
   * The same with these faults alone, each when it was; ends with the last of them.
   *
   * @throws SetupException if there is no fault of such a number
   */
  Schedule only(Collection<Integer> numbers) {
    var missing = new TreeSet<>(numbers);
    missing.removeAll(numbers());
    if (!missing.isEmpty()) {
      throw new SetupException(
          "pggit.nemesis.faults: the schedule of seed %d has no fault %s: expected 1 to %d"
              .formatted(seed, missing.first(), numbers().size()));
    }
    var kept = new ArrayList<Step>();
    for (var step : steps) {
      kept.add(
          new Step(
              step.calmMillis(),
              step.millis(),
              step.faults().stream().filter(f -> numbers.contains(f.number())).toList()));
    }
    while (!kept.isEmpty() && kept.get(kept.size() - 1).faults().isEmpty()) {
      kept.remove(kept.size() - 1);
    }
    return new Schedule(seed, kept);
  }

  /** How long it takes, roughly. */
  Duration expected() {
    return Duration.ofMillis(
        steps.stream().mapToLong(s -> s.calmMillis() + s.millis() + AFTERWARDS_MILLIS).sum());
  }

  /** What repeats it, as settings. */
  String replay() {
    return "-Dpggit.nemesis.seed=%d -Dpggit.nemesis.faults=%s"
        .formatted(seed, numbers().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  @Override
  public String toString() {
    return steps.stream()
        .filter(step -> !step.faults().isEmpty())
        .map(Step::toString)
        .collect(Collectors.joining("; "));
  }
}
