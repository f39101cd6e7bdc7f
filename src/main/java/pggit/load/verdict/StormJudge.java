package pggit.load.verdict;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.pggit.TableVersions;

/** Verdicts about DDL and commits of many users at once: pure functions. */
public final class StormJudge {

  private static final String DEADLOCK = "40P01";
  private static final String NO_DEADLOCK = "no deadlock";
  private static final String VERSIONS = "versions as executed";

  private StormJudge() {}

  /**
   * Nobody was ended by a deadlock. Users who work on tables of their own share nothing but pgGit,
   * so a deadlock is pgGit's.
   *
   * @param statements by what they are
   * @param together which of them are in a transaction that commits to two branches, half of these
   *     in one order and half in the other
   */
  public static Verdict noDeadlock(Map<String, Tally> statements, String together) {
    var deadlocks = new LinkedHashMap<String, Long>();
    statements.forEach(
        (what, tally) -> {
          if (tally.failures().containsKey(DEADLOCK)) {
            deadlocks.put(what, tally.failures().get(DEADLOCK));
          }
        });
    var all = Counted.of(statements.values());
    if (all.tried() == 0) {
      return Verdict.undecided(NO_DEADLOCK, "no statement was tried").of(Whose.WAY_IN);
    }
    var verdict =
        Verdict.of(
            deadlocks.isEmpty(),
            NO_DEADLOCK,
            "%,d of %,d statements were ended by a deadlock, on tables of their own%s%s%s"
                .formatted(
                    all.failures().getOrDefault(DEADLOCK, 0L),
                    all.tried(),
                    deadlocks.isEmpty()
                        ? ""
                        : deadlocks.entrySet().stream()
                            .map(e -> "%,d x %s".formatted(e.getValue(), e.getKey()))
                            .collect(joining(", ", ": ", "")),
                    deadlocks.containsKey(together)
                        ? " (pgGit keeps a branch locked until the transaction ends, so two that commit"
                            + " to the same two branches in opposite orders wait for each other)"
                        : "",
                    Optional.ofNullable(all.examples().get(DEADLOCK))
                        .map(e -> "; \"" + e + "\"")
                        .orElse("")));
    return deadlocks.isEmpty()
        ? verdict
        : verdict
            .because(all.cause(DEADLOCK))
            .often(all.failures().getOrDefault(DEADLOCK, 0L), all.tried())
            .byChance();
  }

  /**
   * What became of two users who created two branches in opposite orders, each in a transaction; a
   * remark and no verdict, since a unique index on the names does that without pgGit, too.
   */
  public static Optional<String> crossing(Tally commits) {
    return commits.failures().containsKey(DEADLOCK)
        ? Optional.of(
            "two users who create the same two branches in opposite orders, each in a transaction,"
                + " end in a deadlock (40P01): each waits for the name that the other has taken;"
                + " callers have to try again or to keep to one order")
        : Optional.empty();
  }

  /**
   * Tables that were treated alike have the same version, however many users were at work.
   *
   * @param quiet the one that was treated while nobody else was there
   */
  public static Verdict versions(String quiet, TableVersions versions) {
    if (versions.problem().isPresent()) {
      return Verdict.undecided(VERSIONS, versions.problem().get());
    }
    var wanted = versions.byTable().getOrDefault(quiet, Optional.empty());
    if (wanted.isEmpty()) {
      return Verdict.fail(
          VERSIONS, "pgGit knows no version of a table that one user alone created and altered");
    }
    var counts =
        new TreeMap<>(
            versions.byTable().entrySet().stream()
                .filter(e -> !e.getKey().equals(quiet))
                .collect(groupingBy(e -> e.getValue().orElse("none"), counting())));
    long right = counts.getOrDefault(wanted.get(), 0L);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    counts.remove(wanted.get());
    return Verdict.of(
            right == all,
            VERSIONS,
            "%,d of %,d tables created and altered at once have version %s, as one treated alike while nobody else was there%s"
                .formatted(
                    right,
                    all,
                    wanted.get(),
                    counts.isEmpty()
                        ? ""
                        : "; others: "
                            + counts.entrySet().stream()
                                .map(e -> "%s (%,d)".formatted(e.getKey(), e.getValue()))
                                .collect(joining(", "))))
        .often(all - right, all)
        .byChance();
  }
}
