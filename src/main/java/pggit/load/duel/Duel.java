package pggit.load.duel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.gate.GateResult;
import pggit.load.gate.Judge;
import pggit.load.gate.Looks;
import pggit.load.gate.Measured;
import pggit.load.gate.MetricRuling;
import pggit.load.gate.Ruling;
import pggit.load.measure.HostFacts;
import pggit.load.server.Cores;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.SetupException;
import pggit.load.target.PgGitSource;

/**
 * One run of the gate: pairs are measured until every metric is clear, or one is surely worse, or
 * the budget is spent.
 */
public final class Duel {
  private static final Logger LOG = LoggerFactory.getLogger(Duel.class);

  private static final int WARM_UP = 200;
  private static final int WARM_UP_AGAIN = 20;

  /** Pairs between new sessions on new copies of the databases. */
  private static final int REST = 10;

  /** Costs hardly vary: each pair at first, then now and then. */
  private static final int WEIGHED_PAIRS = 20;

  private static final int WEIGHED_EVERY = 10;

  private final DuelPlan plan;
  private final Contender baseline;
  private final Contender candidate;
  private final Progress progress;
  private final Looks looks = new Looks();
  private final Book book = new Book();
  private final Instant started = Instant.now();
  private final long begun = System.nanoTime();
  private List<MetricRuling> rulings = List.of();
  private final Random order;
  private int refreshes;
  private boolean sharedCore = true;

  private Duel(DuelPlan plan, Contender baseline, Contender candidate, Progress progress) {
    this.plan = plan;
    this.baseline = baseline;
    this.candidate = candidate;
    this.progress = progress;
    order = new Random(plan.seed());
  }

  /** Told after each pair, by the measuring thread; its time is not measured. */
  public interface Progress {
    /**
     * @param pairs so far
     * @param rulings of the last look, empty before the first
     * @param left of the budget
     */
    void pair(int pairs, List<MetricRuling> rulings, Duration left);
  }

  /** The server that both are installed in: nothing happens on it that the gate did not start. */
  public static EmbeddedSpec server() {
    return EmbeddedSpec.defaults()
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
   * @throws SetupException if one of them cannot be installed, or fails every commit
   */
  public static GateResult run(
      EmbeddedServer server,
      PgGitSource baseline,
      PgGitSource candidate,
      DuelPlan plan,
      Progress progress) {
    try (var first = Contender.install(server, "baseline", baseline, plan);
        var second = Contender.install(server, "candidate", candidate, plan)) {
      Duel duel = new Duel(plan, first, second, progress);
      Map<String, String> facts = facts(server, first, second, plan);
      duel.measure();
      return duel.result(baseline.describe(), candidate.describe(), facts);
    }
  }

  private static Map<String, String> facts(
      EmbeddedServer server, Contender first, Contender second, DuelPlan plan) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("server", "PostgreSQL " + server.version());
    facts.put("baseline contract", first.contract().describe());
    facts.put("candidate contract", second.contract().describe());
    facts.putAll(HostFacts.read());
    facts.put("seed", Long.toString(plan.seed()));
    facts.put("budget", plan.budget().toString());
    return facts;
  }

  private void measure() {
    refresh();
    requireCommits(baseline);
    requireCommits(candidate);
    try (Crowd crowd = new Crowd(plan.users())) {
      Pairing pairing = new Pairing(baseline, candidate, crowd, book, plan.seed(), this::late);
      pairing.warmUp(WARM_UP);
      Portion portion = portion();
      while (!late()) {
        int pairs = book.pairs();
        boolean weigh = pairs < WEIGHED_PAIRS || pairs % WEIGHED_EVERY == 0;
        boolean whole = pairing.measure(portion, weigh);
        progress.pair(book.pairs(), rulings, left());
        if (failed() || (whole && book.pairs() >= looks.nextAt() && clear())) {
          return;
        }
        if (book.pairs() % REST == 0 && !late()) {
          refresh();
          pairing.warmUp(WARM_UP_AGAIN);
          portion = portion();
        }
      }
    }
    if (book.pairs() > 0) {
      clear(); // the last look, with all there is
    }
  }

  /**
   * New sessions, on databases that were copied in an order drawn by lot. Of each side the one that
   * works alone runs on the same core: beside a build, one of two unchanged versions was measured
   * slower for a minute, for no other reason than its core.
   */
  private void refresh() {
    List<Contender> both = new ArrayList<>(List.of(baseline, candidate));
    Collections.shuffle(both, order);
    both.forEach(Contender::refresh);
    book.newSessions();
    sharedCore &= Cores.share(refreshes++, List.of(baseline.solo().pid(), candidate.solo().pid()));
  }

  private void requireCommits(Contender side) {
    int before = side.tally().failures();
    int tries = 10;
    for (int i = 0; i < tries; i++) {
      side.solo().commit();
    }
    if (side.tally().failures() - before == tries) {
      throw new SetupException(
          "the %s fails every commit: %s".formatted(side.side(), side.tally().sentence()));
    }
  }

  /** As much as takes a fraction of a second, by how long a commit takes now. */
  private Portion portion() {
    Portion portion = Portion.of(commitNanos(baseline) + commitNanos(candidate));
    LOG.debug("{}", portion);
    return portion;
  }

  private static double commitNanos(Contender side) {
    return DoubleStream.generate(() -> nanos(side.solo().commit())).limit(3).sorted().toArray()[1];
  }

  private static double nanos(OptionalLong took) {
    return took.orElse(1);
  }

  /** Takes a look; whether everything is settled. */
  private boolean clear() {
    rulings = Judge.rule(book.measured(), plan.limits(), looks.takeConfidence());
    List<Ruling> all = rulings.stream().map(MetricRuling::ruling).toList();
    return Ruling.of(all) != Ruling.UNDECIDED;
  }

  private boolean failed() {
    return baseline.tally().failures() > 0 || candidate.tally().failures() > 0;
  }

  private boolean late() {
    return left().isNegative();
  }

  private Duration left() {
    return plan.budget().minusNanos(System.nanoTime() - begun);
  }

  private GateResult result(String baselineName, String candidateName, Map<String, String> facts) {
    List<Measured> measured = book.measured();
    List<String> reasons = new ArrayList<>();
    List<Ruling> parts = new ArrayList<>();
    for (Contender side : List.of(baseline, candidate)) {
      if (side.tally().failures() > 0) {
        parts.add(Ruling.UNDECIDED);
        reasons.add("the %s: %s".formatted(side.side(), side.tally().sentence()));
      }
    }
    for (String missing : Judge.missing(measured)) {
      parts.add(Ruling.UNDECIDED);
      reasons.add(missing);
    }
    rulings.forEach(ruling -> parts.add(ruling.ruling()));
    reasons.addAll(Judge.reasons(rulings));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (took.compareTo(plan.budget()) > 0) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "the budget of %d s was spent after %d pairs",
              plan.budget().toSeconds(),
              book.pairs()));
    }
    facts.put("same core", sharedCore ? "yes" : "no: taskset cannot be used here");
    facts.put("looks", Integer.toString(looks.taken()));
    facts.put("pairs", Integer.toString(book.pairs()));
    return new GateResult(
        GateResult.SCHEMA,
        "ab",
        started,
        took,
        baselineName,
        candidateName,
        Ruling.of(parts).word(),
        reasons,
        facts,
        GateResult.compared(rulings, measured),
        measured,
        List.of());
  }
}
