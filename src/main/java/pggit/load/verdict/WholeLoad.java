package pggit.load.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import pggit.load.measure.Estimate;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;

/**
 * Verdicts about all requests of a load together, by the simulation that makes it: those that can
 * be reached over many injectors as over one. Names of requests are those of the simulations.
 */
public final class WholeLoad {

  /** Longest wait of users for each other. */
  public static final Duration GATHER_LIMIT = Duration.ofSeconds(5);

  public static final String SURPLUS = "surplus refused with 53300";

  private static final Map<String, Function<Facts, Judged>> BY_SIMULATION =
      Map.of(
          "BranchContentionSimulation", WholeLoad::branchContention,
          "CapacitySimulation", WholeLoad::capacity,
          "ConcurrentCommitSimulation", WholeLoad::concurrentCommit,
          "DdlStormSimulation", WholeLoad::ddlStorm,
          "PoolPressureSimulation", facts -> new Judged(List.of(), List.of()),
          "SoakSimulation", WholeLoad::soak);

  private WholeLoad() {}

  public record Judged(List<Verdict> verdicts, List<Estimate> estimates) {
    public Judged {
      verdicts = List.copyOf(verdicts);
      estimates = List.copyOf(estimates);
    }

    private Judged(Verdict... verdicts) {
      this(List.of(verdicts), List.of());
    }
  }

  /** Simulations whose load several injectors can make, by their simple names. */
  public static Set<String> simulations() {
    return BY_SIMULATION.keySet();
  }

  /**
   * @param simulation one of {@link #simulations}
   */
  public static Judged judge(String simulation, Facts facts) {
    var judge = BY_SIMULATION.get(simulation);
    if (judge == null) {
      throw new IllegalArgumentException("no load of many injectors: " + simulation);
    }
    return judge.apply(facts);
  }

  private static Judged concurrentCommit(Facts facts) {
    var wanted = facts.settings().concurrent();
    var levels = facts.room().levels(wanted.levels());
    var names = new ArrayList<>(levels.stream().map(n -> n + " at once").toList());
    names.add("sustained");
    long begun = names.stream().mapToLong(n -> facts.tally("connect, " + n).attempts()).sum();
    var atOnce = new LinkedHashMap<Integer, Tally>();
    levels.forEach(n -> atOnce.put(n, facts.tally("commit, " + n + " at once")));
    int most = levels.get(levels.size() - 1);
    var requests = names.stream().map("commit, "::concat).toList();
    var rate = facts.successRate("commits", begun, requests).byChance();
    return new Judged(
        Judge.sinceUsers(rate, atOnce, facts.settings().successRate()),
        facts
            .allWithin(
                most + " concurrent commits",
                most,
                "commit, " + most + " at once",
                wanted.deadline())
            .byChance(),
        facts
            .room()
            .confirmation()
            .map(needed -> Verdict.undecided(SURPLUS, needed))
            .orElseGet(
                () ->
                    Judge.onlyRefusedWith(
                        SURPLUS,
                        Set.of("53300"),
                        facts.tally("connect, surplus"),
                        wanted.surplus() - facts.room().admitted(),
                        facts.settings().connectTimeout(),
                        facts.disturbed(facts.tally("connect, surplus")))));
  }

  private static Judged branchContention(Facts facts) {
    var wanted = facts.settings().contention();
    int users = facts.room().level(wanted.users());
    long all = (long) users * wanted.rounds();
    var limit = GATHER_LIMIT.multipliedBy(wanted.rounds());
    var requests =
        Stream.of("new branch", "same text", "one branch", "branch each")
            .map("commit, "::concat)
            .toList();
    return new Judged(
        facts
            .successRate("commits", 2L * users * (wanted.rounds() + wanted.commits()), requests)
            .byChance(),
        facts
            .allWithin("first commit of a branch by all at once", all, requests.get(0), limit)
            .byChance(),
        facts.allWithin("same text at the same instant", all, requests.get(1), limit).byChance());
  }

  private static Judged capacity(Facts facts) {
    var rate = facts.successRate("commits", 0, List.of(CapacityPlan.COMMIT)).byChance();
    var law = CapacityPlan.of(facts).judge(facts.recorder());
    return new Judged(
        Stream.concat(Stream.of(rate), law.verdicts().stream()).toList(), law.estimates());
  }

  private static Judged ddlStorm(Facts facts) {
    var wanted = facts.settings().storm();
    long lives =
        facts.room().levels(wanted.levels()).stream().mapToLong(n -> n * wanted.rounds()).sum();
    var together = "commit in a transaction";
    var statements = List.of("CREATE TABLE", "ALTER TABLE", "DROP TABLE", "commit");
    var all = new TreeMap<String, Tally>();
    statements.forEach(request -> all.put(request, facts.tally(request)));
    all.put(together, facts.tally(together));
    return new Judged(
        facts.successRate("statements", 7 * lives, statements),
        StormJudge.noDeadlock(all, together));
  }

  private static Judged soak(Facts facts) {
    return new Judged(facts.successRate("commits", 0, List.of("commit")));
  }
}
