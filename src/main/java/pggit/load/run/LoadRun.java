package pggit.load.run;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Recorder;
import pggit.load.measure.RunResult;
import pggit.load.measure.ServerSample;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import pggit.load.shard.Prepared;
import pggit.load.shard.Share;
import pggit.load.verdict.CostCurve;
import pggit.load.verdict.Facts;
import pggit.load.verdict.Fairness;
import pggit.load.verdict.InjectorLimit;
import pggit.load.verdict.Judge;
import pggit.load.verdict.Metrics;
import pggit.load.verdict.OtherPrograms;
import pggit.load.verdict.WholeLoad;

/**
 * One run of one simulation, from settings to files. A simulation opens it in a field, gives its
 * {@link #protocol()} to Gatling, lets {@link #conclude} make the verdicts when the load is over,
 * and closes it in {@code after()}.
 */
public final class LoadRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);

  /** The {@code application_name} of the virtual users' sessions. */
  public static final String APPLICATION = "pggit-load";

  private final Journal journal;
  private final WholeCommand command;
  private final Settings settings;
  private final Target target;
  private final Ledger ledger;
  private final Recorder recorder;
  private final EventLog events;
  private final Console console;
  private final Progress progress;
  private final Room room;
  private final StoredBefore before;
  private final Share share;
  private final Optional<Injector> injector;
  private final Optional<ServerSampling> server;
  private final Optional<LiveMetrics> live;
  private final Resources resources = new Resources();
  private final Optional<GrownCopy> branches;
  private @Nullable Ended ended;

  private LoadRun(
      Class<?> simulation,
      Settings settings,
      Function<Settings, Expected> load,
      UnaryOperator<EmbeddedSpec> spec,
      Function<EmbeddedSpec, EmbeddedServer> starter,
      boolean weighsBranches) {
    var name = simulation.getSimpleName();
    command = new WholeCommand(simulation, settings);
    this.settings = settings;
    console = new Console(settings);
    var expected = load.apply(settings);
    console.begin(name, settings.profile(), expected);
    share = Injector.share(settings);
    injector = Injector.join(name, settings, share);
    journal = injector.map(it -> it.journal(name)).orElseGet(() -> new Journal(name, settings));
    var wanted = spec.apply(Target.specOf(settings));
    target =
        Target.open(
            settings, wanted, injector.<Target.Others>map(it -> it).orElse(Target.NOBODY), starter);
    Runtime.getRuntime().addShutdownHook(new Thread(target::close, "pggit-close-target"));
    var prepared = injector.flatMap(Injector::prepared);
    room =
        new Room(
            prepared
                .map(Prepared::room)
                .orElseGet(
                    () ->
                        Room.of(
                            target, settings.confirm(), share.shared() ? share.injectors() : 0)),
            journal::warn);
    recorder = new Recorder(directory());
    events = closing(new EventLog(directory()));
    ledger =
        new Ledger(
            injector
                .map(it -> it.meeting().token())
                .orElseGet(() -> Long.toString(System.currentTimeMillis(), Character.MAX_RADIX)));
    before = prepared.map(Prepared::before).orElseGet(this::storedBefore);
    journal.told(target.notes());
    injector.ifPresent(it -> it.begin(target, room.admission(), before, ledger::acknowledged));
    progress =
        closing(
            Progress.start(
                Console.writer(), name, gone -> expected.share(gone, ledger.acknowledged())));
    branches = // while nobody is connected
        weighsBranches
            ? GrownCopy.fresh(target, endpoint(), this::note).map(this::closing)
            : Optional.empty();
    server =
        leads()
            ? Optional.of(closing(new ServerSampling(directory(), target, this::acknowledged)))
            : Optional.empty();
    live = settings.metrics().url().map(url -> push(url, name));
  }

  /**
   * Opens a run for a simulation; a mistake in the set-up is printed and ends the JVM.
   *
   * @param load how long it will take
   */
  public static LoadRun open(Class<?> simulation, Function<Settings, Expected> load) {
    return open(simulation, load, UnaryOperator.identity());
  }

  /**
   * Opens a run whose embedded server differs from the settings'.
   *
   * @param server from the server the settings want to the one this simulation needs
   */
  public static LoadRun open(
      Class<?> simulation, Function<Settings, Expected> load, UnaryOperator<EmbeddedSpec> server) {
    return open(simulation, load, server, EmbeddedServer::start);
  }

  /**
   * The same for a server that is started in another way, so that it can be harmed.
   *
   * @param starter returns the server once it answers; closing that is all that is done to it
   */
  public static LoadRun open(
      Class<?> simulation,
      Function<Settings, Expected> load,
      UnaryOperator<EmbeddedSpec> server,
      Function<EmbeddedSpec, EmbeddedServer> starter) {
    return SetupExit.orExit(
        () -> new LoadRun(simulation, Settings.load(), load, server, starter, false));
  }

  /** Opens a run with pools; before anything else, their settings have to fit each other. */
  public static LoadRun openWithPools(Class<?> simulation, Function<Settings, Expected> load) {
    return SetupExit.orExit(
        () -> {
          var settings = Settings.load();
          settings.pool().checked(settings.timeout());
          return new LoadRun(
              simulation, settings, load, UnaryOperator.identity(), EmbeddedServer::start, false);
        });
  }

  /** Opens a run that can {@link #weighBranches}. */
  public static LoadRun openWithBranches(Class<?> simulation, Function<Settings, Expected> load) {
    return SetupExit.orExit(
        () ->
            new LoadRun(
                simulation,
                Settings.load(),
                load,
                UnaryOperator.identity(),
                EmbeddedServer::start,
                true));
  }

  /** The same run, for a load that creates tables: ends the JVM where users may not. */
  public LoadRun withTables() {
    return SetupExit.orExit(
        () -> {
          target.requireTables();
          return this;
        });
  }

  public Settings settings() {
    return settings;
  }

  /**
   * Ends the samples of the server now instead of with the run: their session is in the database,
   * and PostgreSQL copies none that somebody is in.
   */
  public void endServerSampling() {
    server.ifPresent(ServerSampling::close);
  }

  public Target target() {
    return target;
  }

  /** Where the run's files go; there from the start. */
  public Path directory() {
    return journal.directory();
  }

  /** Writes a file into the run's directory; its name may have a directory. */
  public void keep(String name, String text) {
    JsonFile.replace(directory().resolve(name), text);
  }

  /** The virtual users' way in, with the time limits of the settings. */
  public Endpoint endpoint() {
    return bounded(target.load());
  }

  /** The same as an ordinary role on an embedded server, whatever role pgGit asks for. */
  public Endpoint ordinaryEndpoint() {
    return bounded(target.ordinary());
  }

  /** What the simulation's requests work on. */
  public PgGitProtocol protocol() {
    return protocol(new Pool(defaultPool()));
  }

  /** The same with a pool for users without a direct connection; closed at the end of the run. */
  public PgGitProtocol protocol(Pool pool) {
    return protocol(pool, endpoint());
  }

  /** The same with a login for users with a direct connection. */
  public PgGitProtocol protocol(Pool pool, Endpoint users) {
    return new PgGitProtocol(users, target.contract(), ledger, recorder, pool, settings.workers());
  }

  /** How many connections of the server the load may have. */
  public Room room() {
    return room;
  }

  /** What this process does of the load. */
  public Share share() {
    return share;
  }

  /** Whether this process does what is done once for all injectors; without others it does. */
  public boolean leads() {
    return injector.map(Injector::leads).orElse(true);
  }

  /**
   * Waits, where there are other injectors, until all are here.
   *
   * @param phase what they begin
   * @return when all begin it, by {@link System#nanoTime}
   */
  public long meet(String phase) {
    return injector.map(it -> it.meet(phase)).orElseGet(System::nanoTime);
  }

  /**
   * The same for those who have any of a number of users.
   *
   * @param place who comes to the same one again means the next time
   * @param limit longest wait for the others
   * @param figures that each brings, as many as all others
   * @return their sums
   */
  public double[] meet(String place, int users, Duration limit, double... figures) {
    return injector.map(it -> it.meet(place, users, limit, figures)).orElse(figures);
  }

  /**
   * What a new branch costs at sizes that the load went through, weighed beside its database. The
   * samples of the server end.
   *
   * @param perStep tables that the load created in a step
   * @return empty if pgGit has no function for branches, or there is no other database to weigh in
   */
  public Optional<CostCurve> weighBranches(int perStep, int steps) {
    branches.ifPresent(copy -> endServerSampling());
    return branches.map(copy -> copy.branches(perStep, steps, this::note));
  }

  /**
   * Whether enough of these requests succeeded, by the settings.
   *
   * @param what they are: {@code "commits"}
   * @param begun how many there should have been at least
   */
  public Verdict successRate(String what, long begun, Collection<String> requests) {
    return facts().successRate(what, begun, requests);
  }

  /** What verdicts on the load start from. */
  public Facts facts() {
    return new Facts(recorder, settings, room.admission(), this::otherPrograms);
  }

  /** Holds the ledger against what is stored, while nobody commits. */
  public List<Verdict> auditNow() {
    return audit(ledger, before);
  }

  /** Watches what sessions wait for, where this process does what is done once for all. */
  public Optional<WaitSampler> waits() {
    return leads() ? Optional.of(closing(WaitSampler.start(target.database()))) : Optional.empty();
  }

  /** Watches whether anything creeps, likewise. */
  public Optional<CreepSampler> creep() {
    return leads()
        ? Optional.of(closing(CreepSampler.open(target, recorder, this::acknowledged)))
        : Optional.empty();
  }

  /**
   * How many of a pool's places are here.
   *
   * @throws SetupException if there are none
   */
  public int poolShare(int places) {
    return SetupExit.orExit(
        () -> {
          if (share.of(places) == 0) {
            throw new SetupException(
                "a pool of %d connections cannot be shared by %d injectors: expected one each at least"
                    .formatted(places, share.injectors()));
          }
          return share.of(places);
        });
  }

  /** A name for a pool's sessions, which tells them from those of other injectors. */
  public String poolName(String name) {
    return share.shared() ? name + " " + share.index() : name;
  }

  /** Watches pools, none yet, until the run ends. */
  public PoolWatch watchPools() {
    var watch = closing(new PoolWatch(directory(), target.database(), Duration.ofMillis(100)));
    live.ifPresent(metrics -> metrics.watch(watch::states));
    return watch;
  }

  public Tally tally(String request) {
    return recorder.tally(request);
  }

  public Recorder recorder() {
    return recorder;
  }

  /** How far the run is, on the console; for what cannot be told from {@link Expected}. */
  public Progress progress() {
    return progress;
  }

  public void measured(Collection<Estimate> estimates) {
    journal.measured(estimates);
  }

  /** Has something closed at the end of the run, before the server goes. */
  public <T extends AutoCloseable> T closing(T resource) {
    return resources.closing(resource);
  }

  /** What the simulation does to the system under test; the page shows when it was. */
  public EventLog events() {
    return events;
  }

  /** Adds a remark for whoever reads the result. */
  public void note(String text) {
    journal.note(text);
  }

  /**
   * The verdicts about all requests of the run, the simulation's own, and those about every commit;
   * writes {@code run.json}. With other injectors: those of all of them.
   */
  public List<Verdict> conclude(Supplier<List<Verdict>> own) {
    progress.at(0); // nobody knows how long this takes
    injector.ifPresent(it -> it.meeting().beat()); // the others' last commits
    server.ifPresent(
        sampling -> {
          measured(sampling.costs()); // before the audit, which reads all that was stored
          sampling.notes().forEach(this::note);
        });
    InjectorLimit.of(recorder).forEach(this::note);
    var verdicts = new ArrayList<Verdict>(judged(own));
    var concluded =
        injector.map(it -> concluded(it, verdicts)).orElseGet(() -> concluded(verdicts));
    ended = concluded;
    return concluded.result().verdicts();
  }

  /** Of a run without other injectors. */
  private Ended concluded(List<Verdict> own) {
    var verdicts = new ArrayList<Verdict>();
    if (WholeLoad.simulations().contains(journal.simulation())) {
      var whole = WholeLoad.judge(journal.simulation(), facts());
      verdicts.addAll(whole.verdicts());
      measured(whole.estimates());
    }
    verdicts.addAll(own);
    verdicts.replaceAll(fairness()::of);
    verdicts.addAll(audit(ledger, before));
    // rolled back, but after the audit
    server.flatMap(ServerSampling::work).ifPresent(work -> measured(List.of(work)));
    return new Ended(write(verdicts), directory(), Optional.empty(), true);
  }

  private Ended concluded(Injector it, List<Verdict> own) {
    own.replaceAll(fairness()::of);
    resources.close(); // files are whole, and nobody is in the database that is dropped in the end
    write(own);
    try {
      return it.end(
          directory(),
          recorder,
          ledger,
          journal.measured(),
          target.server(),
          (all, prepared) -> audit(all, prepared.before()));
    } catch (RuntimeException e) { // else Gatling would be the only one to know
      LOG.error("there is no result of all injectors: {}", e.getMessage(), e);
      throw e;
    }
  }

  private Fairness fairness() {
    return new Fairness(target.database().way(), recorder.errors());
  }

  private RunResult write(List<Verdict> verdicts) {
    return journal.write(
        command.invocation(),
        target.serverFacts(room.admitted()),
        target.contractFacts(),
        Metrics.of(recorder, ledger),
        verdicts,
        recorder.errors());
  }

  /** Lets go of the server, makes the pages and prints the summary. May come twice. */
  @Override
  public void close() {
    resources.close();
    recorder.close();
    var stopped = CompletableFuture.runAsync(target::close); // takes as long as the pages do
    var run = ended;
    if (run != null) {
      ended = null;
      end(run);
    }
    injector.ifPresent(Injector::close);
    stopped.join();
  }

  private void end(Ended run) {
    if (!run.here()) {
      console.end(System.out, run.result(), directory(), Optional.empty());
      return;
    }
    var page = injector.isPresent() ? run.page() : Pages.make(run.directory());
    console.end(System.out, run.result(), run.directory(), page);
    injector.ifPresent(it -> System.out.println(it.fetching()));
    command.ended(run.result());
  }

  private LiveMetrics push(String url, String simulation) {
    var every = settings.metrics().every();
    LOG.info("live metrics go to {} every {} s", url, every.toMillis() / 1000.0);
    var instance = String.valueOf(directory().getFileName());
    return closing(
        new LiveMetrics(url, every, simulation, instance, recorder, this::latest, System.getenv()));
  }

  /**
   * Whether other programs on the machine were in the way of load and server, in words; empty where
   * that is not known.
   */
  public Optional<String> disturbed(long fromNanos, long toNanos) {
    return otherPrograms(fromNanos, toNanos).map(OtherPrograms.Disturbance::words);
  }

  private Optional<OtherPrograms.Disturbance> otherPrograms(long fromNanos, long toNanos) {
    return server.flatMap(s -> OtherPrograms.disturbed(s.samples(), fromNanos, toNanos));
  }

  private Map<String, ServerSample> latest() {
    return server.map(ServerSampling::latest).orElse(Map.of());
  }

  /** A defect of a judge's must not cost the audit and the result. */
  private static List<Verdict> judged(Supplier<List<Verdict>> own) {
    try {
      return own.get();
    } catch (RuntimeException e) {
      LOG.error("the verdicts could not be computed", e);
      return List.of(Verdict.notJudged(e));
    }
  }

  private StoredBefore storedBefore() {
    try (var connection = target.database().connect()) {
      return StoredBefore.of(connection, target.contract());
    } catch (SQLException e) {
      throw new SetupException("cannot read what is stored before the run: " + e.getMessage(), e);
    }
  }

  private long acknowledged() {
    return ledger.acknowledged()
        + injector.map(it -> it.meeting().acknowledgedByOthers()).orElse(0L);
  }

  private List<Verdict> audit(Ledger all, StoredBefore stored) {
    try (Connection connection = target.database().connect()) {
      return Audit.of(connection, target.contract(), all, stored).verdicts();
    } catch (SQLException e) {
      return List.of(Judge.notRead("nothing lost", e));
    }
  }

  private Endpoint bounded(Endpoint endpoint) {
    return endpoint.bounded(APPLICATION, settings.timeout(), settings.connectTimeout());
  }

  private HikariConfig defaultPool() {
    var config = new HikariConfig();
    config.setPoolName("pggit");
    config.setDataSource(new RefusalCounter(endpoint()));
    config.setMaximumPoolSize(settings.pool().size());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return config;
  }
}
