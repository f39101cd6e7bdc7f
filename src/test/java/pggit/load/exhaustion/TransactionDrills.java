package pggit.load.exhaustion;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/** Transactions that are long, or look at what is long gone, beside those who commit. */
final class TransactionDrills {

  private static final int FEW = 10;
  private static final int MANY = 1000;

  /** More than 64, and a backend's subtransactions no longer fit into what others see of it. */
  private static final int[] COMMITS = {10, 64, 65, FEW, MANY};

  private static final int USERS = 4;
  private static final int SMALL = 200;
  private static final Duration WINDOW = Duration.ofMillis(1200);

  /** So late a session may tell the server's statistics what it did before. */
  private static final Duration STATISTICS = Duration.ofMillis(1100);

  /** From half of a commit's subtransactions on it is the commits that take them. */
  private static final double TAKES_ONE = 0.5;

  private static final double SLOWED = 0.5;
  private static final double LOOKED_UP = 10;

  private static final int PORTION = 200;

  static final String NO_MORE_IDS = "54000";
  private static final int IDS_LEFT = 100;
  private static final Duration REFUSED = Duration.ofMillis(500);

  /** Those that PostgreSQL 14 and later keep for whoever puts it right. */
  private static final int IDS_RESERVED = 3_000_000;

  private static final double AS_BEFORE = 1.5;
  private static final int FEW_PAGES = 20;

  private static final String[] SNAPSHOT = {
    "BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM pggit.commits"
  };

  private static final Pattern PAGES =
      Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)", Pattern.CASE_INSENSITIVE);

  private TransactionDrills() {}

  /** What others did beside a transaction with so many commits in it. */
  private record Beside(int commits, double perSecond, long lookUps, long waits) {}

  /**
   * A transaction with many commits stays open beside an old snapshot, while others commit. Where
   * each commit takes a subtransaction and there are more than 64, whoever meets a row of it has to
   * look up whose it is in a cache that all share.
   */
  static void subtransactions(Site site, DrillLog findings) throws Exception {
    double each = idsOfCommit(site) - 1;
    findings.metric(
        Estimate.of(
            "subtransactions of a commit",
            "XIDs",
            Direction.LOWER_IS_BETTER,
            Math.max(0, each),
            3));
    var levels = new ArrayList<Beside>();
    try (var old = DrillSession.on(site.database());
        var observer = DrillSession.on(site.database());
        var load = CommitLoad.direct(site, site.inAHurry()::connect, USERS, SMALL)) {
      site.open("long");
      load.awaitMore(USERS * 50L);
      old.run(SNAPSHOT);
      for (int commits : COMMITS) {
        levels.add(beside(site, observer, load, commits));
      }
      old.run("ROLLBACK", "VACUUM");
      old.run(SNAPSHOT);
      levels.add(beside(site, observer, load, FEW)); // so that time alone is not blamed
      load.end(findings);
      findings.verdict(
          load.harm().isEmpty(),
          "others commit beside a long transaction",
          "failures of %d users: %s".formatted(USERS, load.failures()));
    }
    var few =
        levels.stream()
            .filter(level -> level.commits == FEW)
            .sorted(Comparator.comparing(Beside::perSecond))
            .toList();
    var many = levels.get(levels.size() - 2);
    for (var level : levels.subList(1, levels.size() - 1)) {
      findings.metric(
          Estimate.of(
              "commits of others beside a transaction of %d".formatted(level.commits),
              "commits/s",
              Direction.HIGHER_IS_BETTER,
              level.perSecond,
              1));
    }
    boolean slowed = many.perSecond < SLOWED * few.get(1).perSecond; // the median of three
    boolean lookedUp =
        few.stream().allMatch(level -> many.lookUps > LOOKED_UP * Math.max(1, level.lookUps));
    var claim = "others are as fast beside a transaction of many commits";
    var evidence =
        String.join("; ", levels.stream().map(TransactionDrills::told).toList())
            + "; a commit takes %.1f subtransactions".formatted(Math.max(0, each));
    findings.verdict(
        slowed && !(each > TAKES_ONE && lookedUp)
            ? Verdict.undecided(claim, "slower, but not by subtransactions: " + evidence)
            : Verdict.of(!slowed, claim, evidence).as(Severity.LOAD));
    ServerDrills.balance(site, findings);
  }

  private static String told(Beside level) {
    return "beside %d commits %.0f/s, %d look-ups of subtransactions, %d waits for them"
        .formatted(level.commits, level.perSecond, level.lookUps, level.waits);
  }

  /** Transaction IDs of a commit within a transaction, its own counted once; the least of three. */
  private static double idsOfCommit(Site site) throws SQLException {
    int commits = 20;
    double least = Double.MAX_VALUE;
    try (var session = DrillSession.on(site.database())) {
      site.commit(session.connection(), "main", site.message("before"));
      for (int turn = 0; turn < 3; turn++) {
        session.connection().setAutoCommit(false);
        long first = session.number("SELECT pg_current_xact_id()");
        for (int i = 0; i < commits; i++) {
          site.call(session.connection(), "main", site.message("undone"));
        }
        session.connection().rollback();
        session.connection().setAutoCommit(true);
        long next = session.number("SELECT pg_current_xact_id()");
        least = Math.min(least, (next - first - 1.0) / commits);
      }
    }
    return least + 1;
  }

  private static Beside beside(Site site, DrillSession observer, CommitLoad load, int commits)
      throws SQLException, InterruptedException {
    try (var holder = DrillSession.on(site.inAHurry())) {
      holder.run("BEGIN");
      for (int i = 0; i < commits; i++) {
        site.call(holder.connection(), "long", site.message("undone"));
      }
      TimeUnit.MILLISECONDS.sleep(STATISTICS.toMillis());
      long lookUps = lookUps(observer);
      long waits = 0;
      long from = System.nanoTime();
      while (System.nanoTime() - from < WINDOW.toNanos()) {
        waits +=
            observer.number(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event ILIKE 'subtrans%'");
        TimeUnit.MILLISECONDS.sleep(10);
      }
      long to = System.nanoTime();
      holder.run("ROLLBACK");
      double seconds = (to - from) / 1e9;
      return new Beside(
          commits,
          load.succeededWithin(from, to) / seconds,
          Math.max(0, lookUps(observer) - lookUps),
          waits);
    }
  }

  private static long lookUps(DrillSession observer) throws SQLException {
    return observer.number(
        "SELECT sum(blks_hit + blks_read) FROM pg_stat_slru WHERE name ILIKE 'subtrans%'");
  }

  /** What a commit costs: at the median, and in pages. */
  private record Cost(double millis, double pages) {
    String told() {
      return "%.2f ms and %.0f pages".formatted(millis, pages);
    }
  }

  /**
   * A reader keeps a snapshot during many commits, in one of two databases with as many. What it
   * cost meanwhile is PostgreSQL's price for it; once the reader has gone and VACUUM has been
   * there, a commit costs as in the other.
   *
   * @param commits at most; fewer where they take longer than {@code limit}
   */
  static Drill oldSnapshot(int commits, Duration limit) {
    return (site, findings) -> {
      var control = site.beside();
      try (var reader = DrillSession.on(site.database());
          var writer = DrillSession.on(site.inAHurry());
          var twin = DrillSession.on(control.inAHurry())) {
        var before = cost(site, writer, PORTION);
        cost(control, twin, PORTION);
        var updates = ofTables(writer, "n_tup_upd");
        var sizes = sizes(writer);
        reader.run(SNAPSHOT);
        int made = 0;
        Cost during = before;
        long deadline = System.nanoTime() + limit.toNanos();
        while (made < commits && System.nanoTime() < deadline) {
          during = cost(site, writer, PORTION);
          cost(control, twin, PORTION);
          made += PORTION;
        }
        TimeUnit.MILLISECONDS.sleep(STATISTICS.toMillis());
        var dead = ofTables(writer, "n_dead_tup");
        reader.run("ROLLBACK");
        for (var session : List.of(writer, twin)) {
          session.run("VACUUM");
        }
        var after = cost(site, writer, PORTION);
        var without = cost(control, twin, PORTION);
        cost(findings, "a commit before an old snapshot", before);
        cost(findings, "a commit during an old snapshot", during);
        cost(findings, "a commit after an old snapshot", after);
        cost(findings, "a commit after as many without one", without);
        findings.note(
            "%d commits beside the snapshot; rows updated in place: %s; dead at its end: %s; MiB more of each table: %s"
                .formatted(
                    made,
                    grown(updates, ofTables(writer, "n_tup_upd"), 1),
                    grown(Map.of(), dead, 1),
                    grown(sizes, sizes(writer), Specs.MIB)));
        findings.verdict(
            Verdict.of(
                    after.pages <= Math.max(AS_BEFORE * without.pages, without.pages + FEW_PAGES),
                    "a commit costs as ever once an old snapshot has gone",
                    "%s before; %s at the end of %d commits beside it; %s after it and VACUUM; %s after as many without it"
                        .formatted(
                            before.told(), during.told(), made, after.told(), without.told()))
                .as(Severity.LOAD));
      }
      findings.verdicts(site.audit().verdicts());
    };
  }

  private static void cost(DrillLog findings, String what, Cost cost) {
    findings.metric("pages of " + what, "pages", cost.pages);
    findings.metric("time of " + what, "ms", cost.millis);
  }

  private static Cost cost(Site site, DrillSession session, int commits) throws SQLException {
    var nanos = new double[commits];
    for (int i = 0; i < commits; i++) {
      var message = site.message("one of many");
      long begun = System.nanoTime();
      site.commit(session.connection(), "main", message);
      nanos[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    return new Cost(nanos[commits / 2] / 1e6, pages(site, session));
  }

  /** Of one commit, which is undone; the least of three. */
  private static double pages(Site site, DrillSession session) throws SQLException {
    double least = Double.MAX_VALUE;
    for (int turn = 0; turn < 3; turn++) {
      session.run("BEGIN");
      try {
        var plan =
            session.text(
                "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT "
                    + site.contract().commitCall("'drill'", "'main'", "'undone'"));
        var matcher = PAGES.matcher(plan); // the topmost node comes first and holds all
        double pages = 0;
        for (int i = 0; i < 2 && matcher.find(); i++) {
          pages += Double.parseDouble(matcher.group(1));
        }
        least = Math.min(least, pages);
      } finally {
        session.run("ROLLBACK");
      }
    }
    return least;
  }

  private static Map<String, Long> ofTables(DrillSession session, String column)
      throws SQLException {
    return session.numbers(
        "SELECT relid::regclass, %s FROM pg_stat_user_tables WHERE schemaname LIKE 'pggit%%'"
            .formatted(column));
  }

  private static Map<String, Long> sizes(DrillSession session) throws SQLException {
    return session.numbers(
        "SELECT c.oid::regclass, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n"
            + " ON n.oid = c.relnamespace WHERE n.nspname LIKE 'pggit%' AND c.relkind = 'r'");
  }

  private static Map<String, Long> grown(
      Map<String, Long> before, Map<String, Long> after, long unit) {
    var grown = new TreeMap<String, Long>();
    after.forEach((table, n) -> grown.put(table, (n - before.getOrDefault(table, 0L)) / unit));
    grown.values().removeIf(n -> n <= 0);
    return grown;
  }

  /**
   * The server has given out nearly all transaction IDs that it may before VACUUM has been at the
   * oldest table, and cannot get at it: a session has locked it. That the table is so old is said
   * by two numbers of the catalog, which are written here; two billion transactions would take
   * days.
   */
  static void transactionIdsUsedUp(Site site, DrillLog findings) throws Exception {
    try (var owner = DrillSession.on(site.server().server().admin());
        var reader = DrillSession.on(site.database());
        var load = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      var kept = site.message("before IDs ran out");
      var keptId = site.commit(reader.connection(), "main", kept);
      load.awaitMore(USERS);
      owner.run("CREATE TABLE oldest (id int)");
      long oldest =
          Math.floorMod(
              owner.number("SELECT pg_current_xact_id()")
                  + IDS_LEFT
                  + IDS_RESERVED
                  - Integer.MAX_VALUE,
              1L << 32);
      owner.run(
          "SET allow_system_table_mods = on",
          "UPDATE pg_class SET relfrozenxid = '%d' WHERE relname = 'oldest'".formatted(oldest),
          "UPDATE pg_database SET datfrozenxid = '%d' WHERE datname = current_database()"
              .formatted(oldest),
          "BEGIN",
          "LOCK TABLE oldest");
      reader.run("VACUUM FREEZE"); // now the server looks which database is the oldest
      Awaitility.await("the server gives out no more transaction IDs")
          .until(() -> NO_MORE_IDS.equals(idOrRefusal(reader)));
      TimeUnit.MILLISECONDS.sleep(REFUSED.toMillis());
      findings.verdict(
          kept.equals(DiskDrills.read(site, reader.connection(), keptId, kept)),
          "readers unharmed while there are no transaction IDs",
          "an older commit's message was read back");
      owner.run("ROLLBACK", "VACUUM FREEZE oldest", "VACUUM");
      ServerDrills.goesOn(load, System.nanoTime(), "VACUUM", findings);
      load.end(findings);
      findings.verdict(
          load.harm().keySet().equals(Set.of(NO_MORE_IDS)),
          "a commit without a transaction ID is refused in the server's words",
          "failures %s, where %s was expected, as without pgGit"
              .formatted(load.failures(), NO_MORE_IDS));
    }
    ServerDrills.balance(site, findings);
  }

  private static String idOrRefusal(DrillSession session) {
    return DiskDrills.stateOf(() -> session.run("SELECT pg_current_xact_id()"));
  }

  /** History is read, and a commit made, with hardly any memory to sort in and no temp files. */
  static void temporaryFiles(Site site, DrillLog findings) throws Exception {
    String wanted = "53400";
    try (var session = DrillSession.on(site.inAHurry())) {
      session.run("CREATE TABLE read_of (id int)");
      site.open(Site.TEN_BRANCHES);
      for (int i = 0; i < 2000; i++) {
        site.commit(session.connection(), Site.TEN_BRANCHES[i % 10], site.message(SMALL, i));
      }
      session.run("SET work_mem = '64kB'", "SET temp_file_limit = '64kB'");
      var outcomes = new TreeMap<String, String>();
      outcomes.put("commits", read(session, "SELECT * FROM pggit.commits"));
      outcomes.put("branches", read(session, "SELECT * FROM pggit.branches"));
      if (site.contract().versionSql().isPresent()) {
        outcomes.put(
            "version", DiskDrills.stateOf(() -> site.version(session.connection(), "read_of")));
      }
      outcomes.put(
          "a commit",
          DiskDrills.stateOf(
              () -> site.commit(session.connection(), "main", site.message("with little"))));
      findings.verdict(
          outcomes.values().stream()
              .allMatch(s -> List.of(DiskDrills.NO_ERROR, wanted).contains(s)),
          "what needs larger temporary files than allowed is refused as such",
          "work_mem and temp_file_limit of 64 kB: %s; success or %s was expected"
              .formatted(outcomes, wanted));
      findings.verdict(
          DiskDrills.answers(session.connection()),
          "connection usable after the refusal",
          "SELECT 1 on the same connection");
    }
    findings.verdicts(site.audit().verdicts());
  }

  private static String read(DrillSession session, String sql) throws SQLException {
    if (session.text("SELECT to_regclass('" + sql.replaceFirst(".* ", "") + "')").isEmpty()) {
      return DiskDrills.NO_ERROR;
    }
    return DiskDrills.stateOf(() -> session.run(sql));
  }
}
