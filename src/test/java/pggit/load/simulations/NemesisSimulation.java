package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Pool;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.SetupExit;
import pggit.load.run.WatchedPool;
import pggit.load.server.DiskLimit;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.LimitedServer;
import pggit.load.server.LimitedSpec;
import pggit.load.server.SetupException;
import pggit.load.server.fault.FaultyLink;
import pggit.load.settings.Settings;

/**
 * Does pgGit lose or reorder anything when one fault comes after another, and two at a time? Users
 * commit all the while, and change tables; a seed says what happens when. A server of our own alone
 * is harmed. Not part of smoke, whose length is 0: then no server is started.
 */
public final class NemesisSimulation extends Simulation {

  private static final long MIB = 1 << 20;

  private static final long DATA_BYTES = 64 * MIB;
  private static final long LOG_BYTES = 48 * MIB;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int ROUNDS_TO_DDL = 20;
  private static final String TABLE = "nemesis_#{user}";

  /**
   * Has a stack trace for each connection that a pool which closes aborts; kept, or it is reset.
   */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql.util.LazyCleanerImpl");

  private final Settings.Faults wanted = SetupExit.orExit(NemesisSimulation::wanted);
  private final Schedule whole = Schedule.of(seed(wanted), wanted.length(), Schedule.possible());
  private final Schedule schedule = SetupExit.orExit(() -> chosen(whole, wanted));
  private final List<LimitedServer> started = new ArrayList<>();
  private final LoadRun run =
      LoadRun.open(
              getClass(),
              settings ->
                  Expected.time(settings.url().isPresent() ? Duration.ZERO : schedule.expected()),
              spec -> spec,
              this::start)
          .withTables();
  private final Traffic traffic = new Traffic(wanted.users(), wanted.branches());

  private static Settings.Faults wanted() {
    var settings = Settings.load();
    var nemesis = settings.nemesis();
    if (nemesis.length().isZero()) {
      SetupExit.leftOut(
          "NemesisSimulation is not part of %s; -Dpggit.profile=load or stress brings it in, or -Dpggit.nemesis.length=1min"
              .formatted(settings.profile()));
    }
    return nemesis;
  }

  private static int seed(Settings.Faults wanted) {
    return wanted.seed() == 0 ? 1 + new Random().nextInt(999_999_999) : wanted.seed();
  }

  private static Schedule chosen(Schedule whole, Settings.Faults wanted) {
    if (wanted.faults().isPresent() && wanted.seed() == 0) {
      throw new SetupException(
          "pggit.nemesis.faults are numbers in the schedule of a seed: expected pggit.nemesis.seed beside it");
    }
    return wanted
        .faults()
        .map(f -> whole.only(Stream.of(f.split(",")).map(n -> Integer.valueOf(n.strip())).toList()))
        .orElse(whole);
  }

  private boolean onDisk(DiskLimit.Part part) {
    return whole.disk().filter(part::equals).isPresent();
  }

  /** With the tables on a small disk, or the log, as far as the schedule has use for one. */
  private EmbeddedServer start(EmbeddedSpec spec) {
    boolean data = onDisk(DiskLimit.Part.DATA);
    var plain = LimitedSpec.of(data ? spec.withSetting("default_tablespace", "small_disk") : spec);
    var server =
        LimitedServer.start(
            whole
                .disk()
                .map(part -> plain.withDisk(part, data ? DATA_BYTES : LOG_BYTES))
                .orElse(plain));
    started.add(server);
    if (data) {
      try {
        server.server().admin().execute("GRANT CREATE ON TABLESPACE small_disk TO PUBLIC");
      } catch (SQLException e) {
        throw new SetupException("nobody may use the small disk: " + e.getMessage(), e);
      }
    }
    return server.server();
  }

  private PopulationBuilder users() {
    var commit =
        exec(traffic::begin)
            .exec(pggit(Nemesis.COMMIT).commit().branch("#{branch}").message("#{key}"))
            .exec(traffic::committed);
    return scenario("users")
        .exec(phase("under faults", true))
        .exec(traffic::come)
        .asLongAs(traffic::goesOn)
        .on(
            doIf(traffic::enter)
                .then(
                    commit
                        .doIf(session -> session.getInt("round") % ROUNDS_TO_DDL == 0)
                        .then(DDL)
                        .exec(traffic::end)),
            pause(PAUSE))
        .injectOpen(atOnceUsers(wanted.users()));
  }

  private static final ChainBuilder DDL =
      exec(pggit("DROP TABLE").sql("DROP TABLE IF EXISTS " + TABLE))
          .exec(pggit("CREATE TABLE").sql("CREATE TABLE " + TABLE + " (id int PRIMARY KEY)"))
          .exec(
              pggit("ALTER TABLE").sql("ALTER TABLE IF EXISTS " + TABLE + " ADD COLUMN more text"));

  {
    if (run.target().server().embedded()) {
      harm();
    } else {
      var why =
          "left out: it kills and freezes its server, which has to be an embedded one, without pggit.url";
      run.note(why);
      setUp(verdicts(() -> run.conclude(() -> List.of(Verdict.undecided(Nemesis.LEDGER, why)))))
          .protocols(run.protocol())
          .assertions(noVerdictFailed());
    }
  }

  private void harm() {
    DRIVER.setLevel(Level.OFF);
    System.out.println(
        "NemesisSimulation: seed %d, %d faults: %s"
            .formatted(schedule.seed(), schedule.numbers().size(), schedule));
    var link = run.closing(FaultyLink.to(run.target().load()));
    var users =
        link.endpoint()
            .with("ApplicationName", LoadRun.APPLICATION)
            .with("connectTimeout", "1")
            .with("socketTimeout", "2");
    var config =
        new WatchedPool(LoadRun.APPLICATION, users, wanted.users(), Duration.ofSeconds(1))
            .onDemand()
            .config();
    config.setRegisterMbeans(false); // these are for one pool only, and it has successors
    config.setMetricsTrackerFactory(null);
    config.setInitializationFailTimeout(-1); // it is opened again while nobody answers
    var pool = run.closing(new Pool(config));
    var nemesis =
        new Nemesis(
            run, started.get(0), link, pool, schedule, traffic, onDisk(DiskLimit.Part.DATA));
    run.note("seed %d: %s".formatted(schedule.seed(), schedule));
    leftOut().forEach(run::note);
    var doer =
        scenario("nemesis").exec(perform("nemesis", nemesis::run)).injectOpen(atOnceUsers(1));
    setUp(
            Users.together(List.of(users(), doer))
                .andThen(verdicts(() -> run.conclude(() -> judge(nemesis)))))
        .protocols(run.protocol(pool, users))
        .assertions(noVerdictFailed());
  }

  private static List<String> leftOut() {
    var possible = Schedule.possible();
    return Stream.of(FaultKind.values())
        .filter(kind -> !possible.contains(kind))
        .map(kind -> "this machine cannot do: " + kind.words())
        .toList();
  }

  private List<Verdict> judge(Nemesis nemesis) {
    run.measured(nemesis.estimates());
    var verdicts = nemesis.verdicts();
    boolean failed = verdicts.stream().anyMatch(v -> v.outcome() == Outcome.FAIL);
    if (failed && wanted.faults().isEmpty() && !nemesis.accused().isEmpty()) {
      var fewest = Shortened.of(schedule, nemesis.accused(), run.directory().resolve("shortening"));
      run.note(
          "shortened from %d faults to %d: %s; again with %s -Dpggit.nemesis.length=%ds"
              .formatted(
                  schedule.numbers().size(),
                  fewest.numbers().size(),
                  fewest,
                  fewest.replay(),
                  wanted.length().toSeconds()));
    }
    return verdicts;
  }

  @Override
  public void after() {
    run.close();
    for (var server : started) {
      server.close();
      server.leftovers().found().forEach(left -> System.err.println("left behind: " + left));
    }
  }
}
