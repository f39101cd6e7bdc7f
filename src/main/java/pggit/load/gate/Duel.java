package pggit.load.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.measure.HostFacts;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.Cores;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.SetupException;

/**
 * One run of the gate: pairs are measured until every metric is clear, or one is surely worse, or
 * the budget is spent.
 */
public final class Duel {
  private static final int WARM_UP = 200;
  private static final int WARM_UP_AGAIN = 20;

  /** Costs hardly vary: each pair at first, then now and then. */
  private static final int WEIGHED_PAIRS = 20;

  private static final int WEIGHED_EVERY = 5;

  /**
   * What a commit does for each one before it, or for many of them, shows only if there are any.
   */
  private static final int HISTORY = 10_000;

  private static final int AT_A_TIME = 500;

  /** Of both sides, beside their users; and those that are reserved. */
  private static final int SPARE_CONNECTIONS = 20;

  private static final Duration HISTORY_TIME = Duration.ofSeconds(10);
  private static final int HISTORY_SHARE = 20;

  private static final String NO_HISTORY =
      "neither side has commits that stand there before: of the %s one failed: %s";

  /** Before a pgGit is said to fail every commit. */
  private static final int TRIES = 10;

  private final DuelPlan plan;
  private final Contender baseline;
  private final Contender candidate;
  private final List<Contender> sides;
  private final Progress progress;
  private final Pairing pairing;
  private final Random order;
  private final Looks looks = new Looks();
  private final Instant started = Instant.now();
  private final long begun = System.nanoTime();
  private List<MetricRuling> rulings = List.of();
  private List<FailureRuling> failures = List.of();
  private List<String> noHistory = List.of();
  private int refreshes;
  private boolean sharedCore = true;

  private Duel(DuelPlan plan, Contender baseline, Contender candidate, Progress progress) {
    this.plan = plan;
    this.baseline = baseline;
    this.candidate = candidate;
    this.sides = List.of(baseline, candidate);
    this.progress = progress;
    this.pairing = new Pairing(sides, plan, () -> left().isNegative());
    this.order = new Random(plan.seed());
  }

  /** Told after each pair, by the measuring thread; its time is not measured. */
  public interface Progress {
    /**
     * @param rulings of the last look, empty before the first
     */
    void pair(int pairs, List<MetricRuling> rulings, Duration left);
  }

  /**
   * The server that both are installed in: nothing happens on it that the gate did not start.
   *
   * @param users of each side who commit at once
   */
  public static EmbeddedSpec server(int users) {
    EmbeddedSpec usual = EmbeddedSpec.defaults();
    return usual
        .withMaxConnections(Math.max(usual.maxConnections(), 2 * users + SPARE_CONNECTIONS))
        .withSetting("autovacuum", "off")
        .withSetting("checkpoint_timeout", "1h")
        .withSetting("max_wal_size", "4GB")
        .withSetting("shared_preload_libraries", "pg_stat_statements")
        .withSetting("pg_stat_statements.track", "none");
  }

  /**
   * Compares two pgGits.
   *
   * @param server started as {@link #server} says
   * @throws SetupException if one of them cannot be installed, or fails every commit; a {@link
   *     CandidateRefused} if it is the candidate
   */
  public static GateResult run(
      EmbeddedServer server,
      PgGitSource baseline,
      PgGitSource candidate,
      DuelPlan plan,
      Progress progress) {
    try (var first = new Contender(server, "baseline", baseline, plan);
        var second = new Contender(server, "candidate", candidate, plan)) {
      Duel duel = new Duel(plan, first, second, progress);
      duel.measure();
      return duel.result(server.facts().version());
    }
  }

  private void measure() {
    makeHistory();
    refresh();
    sides.forEach(side -> side.requireCommits(TRIES));
    try (pairing) {
      pairing.warmUp(WARM_UP);
      while (!left().isNegative()) {
        int pairs = pairing.pairs();
        boolean weigh = pairs < WEIGHED_PAIRS || pairs % WEIGHED_EVERY == 0;
        boolean whole = pairing.measure(weigh);
        progress.pair(pairing.pairs(), rulings, left());
        if (whole && pairing.pairs() >= looks.nextAt() && clear()) {
          return;
        }
        if (plan.sessionOf(pairing.pairs() + 1) > refreshes && !left().isNegative()) {
          refresh();
          pairing.warmUp(WARM_UP_AGAIN);
        }
      }
    }
    if (pairing.pairs() > 0) {
      clear(); // the last look, with all there is
    }
  }

  /** Both get the same, as much of it as the time allows; none if a commit fails. */
  private void makeHistory() {
    long most = Math.min(HISTORY_TIME.toNanos(), plan.budget().toNanos() / HISTORY_SHARE);
    sides.forEach(Contender::beginHistory);
    int next = 1;
    for (int made = 0;
        noHistory.isEmpty() && made < HISTORY && System.nanoTime() - begun < most;
        made += next) {
      next = Math.min(Math.min(2 * next, AT_A_TIME), HISTORY - made); // slow ones are few
      noHistory = grow(next);
    }
    sides.forEach(side -> side.endHistory(noHistory.isEmpty()));
  }

  /** Both at once, since nothing is measured yet. */
  private List<String> grow(int commits) {
    return sides.parallelStream()
        .map(side -> side.grow(commits).map(error -> NO_HISTORY.formatted(side.side, error)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * New sessions, on databases that were copied in an order drawn by lot. Of each side the one that
   * works alone runs on the same core: beside a build, one of two unchanged versions was measured
   * slower for a minute, for no other reason than its core.
   */
  private void refresh() {
    List<Contender> both = new ArrayList<>(sides);
    Collections.shuffle(both, order);
    both.forEach(Contender::refresh);
    pairing.newSessions();
    sharedCore &= Cores.share(refreshes++, List.of(baseline.solo().pid, candidate.solo().pid));
  }

  private Duration left() {
    return plan.budget().minusNanos(System.nanoTime() - begun);
  }

  /** Takes a look; whether everything is settled. */
  private boolean clear() {
    double confidence = looks.takeConfidence();
    rulings = MetricRuling.of(pairing.measured(), plan.limits(), confidence);
    failures =
        Stream.of(Operation.values())
            .map(
                operation ->
                    FailureRuling.of(
                        operation.plural,
                        baseline.tally.attempts(operation),
                        candidate.tally.attempts(operation),
                        1 - confidence))
            .filter(FailureRuling::any)
            .toList();
    return judgement().verdict() != Ruling.UNDECIDED;
  }

  private Judgement judgement() {
    List<MetricRuling> decided = new ArrayList<>(rulings);
    decided.removeAll(noisy());
    List<String> missing = new ArrayList<>(Measured.missing(pairing.measured()));
    if (!pairing.has(Metric.P50)) {
      missing.add(0, "too few commits work to measure one");
    }
    return new Judgement(decided, failures, missing);
  }

  /** After a third of the budget a machine that is too busy for times will not tell more. */
  private List<MetricRuling> noisy() {
    boolean patient = left().multipliedBy(3).compareTo(plan.budget().multipliedBy(2)) < 0;
    return patient ? MetricRuling.noisy(rulings) : List.of();
  }

  private GateResult result(String version) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Judgement judgement = judgement();
    List<String> reasons = judgement.reasons();
    if (took.compareTo(plan.budget()) > 0) {
      reasons.add(
          "the budget of %d s was spent after %d pairs"
              .formatted(plan.budget().toSeconds(), pairing.pairs()));
    }
    List<Blame> blame = Blaming.of(sides, worse(), plan.limits());
    return new GateResult(
        GateResult.SCHEMA,
        "ab",
        started,
        took,
        baseline.source,
        candidate.source,
        judgement.verdict(),
        reasons,
        facts(version),
        rulings,
        pairing.measured(),
        List.of(),
        failures,
        leftOut(),
        blame);
  }

  private List<String> worse() {
    return rulings.stream()
        .filter(ruling -> ruling.verdict() == Ruling.REGRESSION)
        .map(MetricRuling::metric)
        .toList();
  }

  private Map<String, String> facts(String version) {
    Map<String, String> facts = new LinkedHashMap<>();
    Optional.ofNullable(System.getenv("GITHUB_SHA"))
        .ifPresent(sha -> facts.put(GateResult.COMMIT, sha));
    facts.put("server", "PostgreSQL " + version);
    sides.forEach(one -> facts.put(one.side + " contract", one.contract.describe()));
    sides.forEach(one -> facts.put(one.side + " statements", one.installed.sentence()));
    facts.putAll(HostFacts.read());
    facts.put("seed", Long.toString(plan.seed()));
    facts.put("budget", plan.budget().toString());
    facts.put("same core", sharedCore ? "yes" : "no: taskset cannot be used here");
    sides.forEach(one -> facts.put(one.side + " history", one.history() + " commits"));
    facts.put("looks", Integer.toString(looks.taken()));
    facts.put("pairs", Integer.toString(pairing.pairs()));
    return facts;
  }

  private List<String> leftOut() {
    List<String> all = new ArrayList<>(baseline.lacking);
    all.addAll(candidate.lacking);
    all.addAll(noHistory);
    failures.stream()
        .filter(ruling -> ruling.verdict() == Ruling.PASS)
        .forEach(ruling -> all.add(ruling.sentence()));
    noisy().forEach(ruling -> all.add("too noisy on this machine: " + ruling.sentence()));
    String without =
        Metric.SIDE_BY_SIDE.stream()
            .filter(metric -> !pairing.has(metric))
            .map(Metric::name)
            .collect(Collectors.joining(", "));
    if (!without.isEmpty()) {
      all.add("not measured on both sides: " + without);
    }
    return all;
  }
}
