package pggit.load.shard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Estimate;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Lane;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Ticker;
import pggit.load.pggit.ClassPath;
import pggit.load.pggit.Ledger;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;

/**
 * A run of several injectors, as one of them sees it: who else is there, when all begin a phase,
 * and who is done. They meet in schema {@code pggit_load} of the database that pggit.url names.
 * While requests are timed, each sends no more than a heartbeat a second. Who is silent for 15 s is
 * lost: nobody waits for it any more.
 */
public final class Meeting implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);

  /** Of {@code schema.sql}. */
  private static final int LAYOUT = 1;

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration LOST = Duration.ofSeconds(15);

  /** Between two looks whether all have come; of many injectors each looks less often. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private static final Duration SELDOM = Duration.ofMillis(100);

  /** From the last one to come to the start: enough for all others to look. */
  private static final Duration LEAD = Duration.ofMillis(150);

  /** Runs that came to an end are kept, for whoever wants their pages. */
  private static final int KEPT = 10;

  private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtext('pggit_load'))";

  private static final String IS_THERE =
      "SELECT to_regnamespace('pggit_load') IS NOT NULL, to_regclass('pggit_load.layout') IS NOT NULL";

  private static final String VERSION = "SELECT version FROM pggit_load.layout";

  /** Runs that nobody is in any more. */
  private static final String DEAD =
      """
      DELETE FROM pggit_load.run r
      WHERE ended IS NULL
        AND NOT EXISTS (SELECT FROM pggit_load.injector i
                        WHERE i.run = r.id AND state IN ('there', 'done')
                          AND heartbeat > clock_timestamp() - make_interval(secs => ?))
      RETURNING scratch""";

  private static final String OLD =
      """
      DELETE FROM pggit_load.run
      WHERE ended IS NOT NULL
        AND id NOT IN (SELECT id FROM pggit_load.run WHERE ended IS NOT NULL ORDER BY id DESC LIMIT ?)""";

  private static final String OF_NAME =
      "SELECT id, terms, started IS NOT NULL FROM pggit_load.run WHERE name = ? AND ended IS NULL";

  private static final String BEGIN =
      "INSERT INTO pggit_load.run (name, injectors, terms, preparer) VALUES (?, ?, ?, ?) RETURNING id";

  private static final String BEGUN = "SELECT begun FROM pggit_load.run WHERE id = ?";

  private static final String JOIN =
      "INSERT INTO pggit_load.injector (run, index, host) VALUES (?, ?, ?)";

  private static final String HEARTBEAT =
      """
      UPDATE pggit_load.injector i
      SET heartbeat = clock_timestamp(), acknowledged = ?,
          silence = greatest(silence, CASE WHEN ? THEN clock_timestamp() - heartbeat END)
      WHERE run = ? AND index = ?
      RETURNING clock_timestamp(), state, (SELECT coalesce(sum(o.acknowledged), 0) FROM pggit_load.injector o
                                           WHERE o.run = i.run AND o.index <> i.index)""";

  private static final String LOSE =
      """
      UPDATE pggit_load.injector SET state = 'lost'
      WHERE run = ? AND state IN ('there', 'done') AND heartbeat < clock_timestamp() - make_interval(secs => ?)""";

  private static final String SCRATCH = "UPDATE pggit_load.run SET scratch = ? WHERE id = ?";

  private static final String READY =
      "UPDATE pggit_load.run SET prepared = ?, ready = clock_timestamp() WHERE id = ?";

  private static final String PREPARED =
      """
      SELECT prepared, EXISTS (SELECT FROM pggit_load.injector i
                               WHERE i.run = r.id AND i.index = r.preparer AND i.state = 'there')
      FROM pggit_load.run r WHERE id = ?""";

  private static final String START =
      """
      UPDATE pggit_load.run r SET started = clock_timestamp()
      WHERE id = ? AND started IS NULL
        AND (ready < clock_timestamp() - make_interval(secs => ?)
             OR injectors = (SELECT count(*) FROM pggit_load.injector i WHERE i.run = r.id))""";

  private static final String STARTED =
      "SELECT started IS NOT NULL FROM pggit_load.run WHERE id = ?";

  private static final String ARRIVE =
      "INSERT INTO pggit_load.arrival (run, phase, index, figures) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String STARTS =
      "SELECT starts FROM pggit_load.phase WHERE run = ? AND name = ?";

  private static final String MISSING =
      """
      SELECT count(*) FROM pggit_load.injector i
      WHERE run = ? AND index < ? AND state = 'there'
        AND NOT EXISTS (SELECT FROM pggit_load.arrival a
                        WHERE a.run = i.run AND a.phase = ? AND a.index = i.index)""";

  private static final String LET_GO =
      """
      INSERT INTO pggit_load.phase (run, name, starts)
      VALUES (?, ?, clock_timestamp() + make_interval(secs => ?)) ON CONFLICT DO NOTHING""";

  private static final String FIGURES =
      """
      SELECT figures FROM pggit_load.arrival a JOIN pggit_load.phase p ON p.run = a.run AND p.name = a.phase
      WHERE a.run = ? AND a.phase = ? AND came < starts ORDER BY index""";

  private static final String STATE =
      "UPDATE pggit_load.injector SET state = ?, heartbeat = clock_timestamp() WHERE run = ? AND index = ?";

  /** Goes to one who is done when nobody is at work any more, unless another one is at it. */
  private static final String MERGE =
      """
      UPDATE pggit_load.run r SET merger = ?
      WHERE id = ? AND ended IS NULL
        AND NOT EXISTS (SELECT FROM pggit_load.injector i
                        WHERE i.run = r.id
                          AND (state = 'there' OR state = 'done' AND index = r.merger AND index <> ?))""";

  private static final String ENDED = "SELECT ended IS NOT NULL FROM pggit_load.run WHERE id = ?";

  private static final String END =
      "UPDATE pggit_load.run SET ended = clock_timestamp() WHERE id = ?";

  private static final String MEMBERS =
      """
      SELECT index, host, state, extract(epoch FROM silence), acknowledged
      FROM pggit_load.injector WHERE run = ? ORDER BY index""";

  private static final String WHO =
      """
      SELECT format('on %s, heard %s s ago', host, round(extract(epoch FROM clock_timestamp() - heartbeat)))
      FROM pggit_load.injector WHERE run = ? AND index = ?""";

  private final MeetingSession session;
  private final Share share;
  private final Duration wait;
  private final ServerClock clock = new ServerClock();
  private final Joined joined;
  private final Instant begun;
  private final Map<String, Integer> met = new ConcurrentHashMap<>();
  private final List<Lane.Start> starts = new ArrayList<>();
  private final Thread atExit = new Thread(this::leave, "pggit-leave-meeting");
  private final Ticker heart;
  private volatile LongSupplier acknowledged = () -> 0;
  private volatile long byOthers;
  private volatile boolean lost;
  private int beatOn;

  /**
   * One who takes part, or did.
   *
   * @param silence the longest time without a heartbeat
   */
  public record Member(int index, String host, String state, Duration silence, long acknowledged) {
    /** Whether its files are there. */
    public boolean isDone() {
      return state.equals("done");
    }
  }

  /**
   * What all brought to a place where they met.
   *
   * @param startNanos when they go on, by {@link System#nanoTime}
   * @param figures of each who came in time
   */
  public record Met(long startNanos, List<Double[]> figures) {
    /** The sums of what each brought. */
    public double[] sums() {
      double[] sums = new double[figures.isEmpty() ? 0 : figures.get(0).length];
      figures.forEach(each -> Arrays.setAll(sums, i -> sums[i] + each[i]));
      return sums;
    }
  }

  /**
   * @param left scratch databases of dead runs
   */
  private record Joined(long run, boolean first, List<String> left) {}

  private Meeting(MeetingSession session, Share share, String name, Terms terms, Duration wait)
      throws SQLException {
    this.session = session;
    this.share = share;
    this.wait = wait;
    joined = session.tried(sql -> sql.together(s -> join(s, name, terms)));
    begun = session.tried(sql -> sql.first(BEGUN, Meeting::instant, joined.run)).orElseThrow();
    session.tried(sql -> clock.set(sql.connection()));
    joined.left.forEach(this::dropScratch);
    Runtime.getRuntime().addShutdownHook(atExit);
    heart = Ticker.start("pggit-heartbeat", BEAT, "heartbeats", this::beat);
  }

  /**
   * Joins the run that the settings name, or begins it.
   *
   * @param place the database of pggit.url
   * @throws SetupException if this injector cannot take part in it; the message says why
   */
  public static Meeting join(Endpoint place, Share share, String simulation, Settings settings) {
    if (settings.database().equals(Optional.of(place.database()))) {
      throw new SetupException(
          "the injectors meet in the database of pggit.url, and %s is the one under test (pggit.database): name another one in pggit.url, as /postgres"
              .formatted(place.database()));
    }
    var session = new MeetingSession(place);
    try {
      var name = settings.injectorsRun().orElse(simulation);
      var terms = Terms.of(simulation, share, settings);
      return new Meeting(session, share, name, terms, settings.injectorsWait());
    } catch (SQLException e) {
      session.close();
      throw refused(place, e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static SetupException refused(Endpoint place, SQLException e) {
    var remedy =
        "42501".equals(e.getSQLState())
            ? ". Who begins needs GRANT CREATE ON DATABASE \"%s\" TO \"%s\", and all have to connect as one and the same role"
                .formatted(place.database(), place.login().user())
            : "";
    return new SetupException(
        "the injectors cannot meet in schema pggit_load at %s. It said %s: %s%s"
            .formatted(place.place(), e.getSQLState(), e.getMessage(), remedy),
        e);
  }

  private Joined join(Statements sql, String name, Terms terms) throws SQLException {
    sql.rows(ALONE, row -> "");
    makeSchema(sql);
    var left = new ArrayList<>(sql.rows(DEAD, row -> text(row.getString(1)), seconds(LOST)));
    left.removeIf(String::isEmpty);
    sql.execute(OLD, KEPT);
    var open = sql.first(OF_NAME, row -> openRun(row, name, terms), name);
    if (open.isPresent()) {
      refuseIfThere(sql, open.get().id, name);
      open.get().refuse();
    }
    long id =
        open.isPresent()
            ? open.get().id
            : sql.first(
                    BEGIN,
                    row -> row.getLong(1),
                    name,
                    share.injectors(),
                    JsonFile.text(terms),
                    share.index())
                .orElseThrow();
    sql.execute(JOIN, id, share.index(), host());
    return new Joined(id, open.isEmpty(), left);
  }

  /**
   * @param problem why this injector cannot take part in it, in words
   */
  private record Open(long id, Optional<String> problem) {
    void refuse() {
      problem.ifPresent(
          words -> {
            throw new SetupException(words);
          });
    }
  }

  private Open openRun(ResultSet row, String name, Terms ours) throws SQLException {
    var run = "run \"%s\" is under way, and ".formatted(name);
    var differ = ours.differFrom(JsonFile.parse(row.getString(2), Terms.class));
    var late =
        row.getBoolean(3)
            ? Optional.of(
                "it has begun without injector %d, which came too late (pggit.injectors.wait)"
                    .formatted(share.index()))
            : Optional.<String>empty();
    return new Open(
        row.getLong(1),
        differ
            .or(() -> late)
            .map(words -> run + words + ". Another run needs another pggit.injectors.run"));
  }

  private void refuseIfThere(Statements sql, long run, String name) throws SQLException {
    sql.first(WHO, row -> row.getString(1), run, share.index())
        .ifPresent(
            who -> {
              throw new SetupException(
                  "injector %d of run \"%s\" is already there (%s): give each one a pggit.injector of its own, or this run another pggit.injectors.run"
                      .formatted(share.index(), name, who));
            });
  }

  private static void makeSchema(Statements sql) throws SQLException {
    var there =
        sql.first(IS_THERE, row -> new boolean[] {row.getBoolean(1), row.getBoolean(2)})
            .orElseThrow();
    if (!there[0]) {
      try (var statement = sql.connection().createStatement()) {
        statement.execute(ClassPath.text("pggit/load/shard/schema.sql"));
      }
      return;
    }
    int version = there[1] ? sql.first(VERSION, row -> row.getInt(1)).orElse(0) : 0;
    if (version != LAYOUT) {
      throw new SetupException(
          "schema pggit_load in database %s was made by another version of pgGit Load (layout %s, this one has %d): when no run is under way, DROP SCHEMA pggit_load CASCADE"
              .formatted(
                  sql.connection().getCatalog(), version == 0 ? "unknown" : version, LAYOUT));
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** A dead run's; it may be gone already, or somebody else's by now. */
  private void dropScratch(String database) {
    if (!database.matches("pggit_load_[a-z0-9]+")) {
      return;
    }
    try {
      session.place().execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
      LOG.info("dropped {}, left behind by a run that is dead", database);
    } catch (SQLException e) {
      LOG.warn("could not drop {}, left behind by a dead run: {}", database, e.getMessage());
    }
  }

  /** Whether this injector came first, and has to prepare what all need. */
  public boolean first() {
    return joined.first;
  }

  public Share share() {
    return share;
  }

  /** When the run was begun, by the server's clock: the same for all. */
  public Instant begun() {
    return begun;
  }

  /** Tells this run from all others; letters, digits and {@code _}. */
  String run() {
    return Long.toString(begun.toEpochMilli(), Character.MAX_RADIX)
        + "_"
        + Long.toString(joined.run, Character.MAX_RADIX);
  }

  /** Tells this injector's commits from all others. */
  public String token() {
    return Contribution.token(run(), share.index());
  }

  /** Has the next run drop this database if this one does not come to its end. */
  public void scratch(String database) {
    session.done(sql -> sql.execute(SCRATCH, database, joined.run));
  }

  /** Tells the others that all is prepared. */
  public void prepared(Prepared what) {
    session.done(sql -> sql.execute(READY, JsonFile.text(what), joined.run));
  }

  /**
   * What the first one has prepared.
   *
   * @throws SetupException if it has gone before it was done
   */
  public Prepared awaitPrepared() {
    while (true) {
      var words =
          session.done(
              sql -> {
                sql.execute(LOSE, joined.run, seconds(LOST));
                return sql.first(
                    PREPARED,
                    row -> row.getBoolean(2) ? text(row.getString(1)) : "gone",
                    joined.run);
              });
      if (words.isEmpty() || words.get().equals("gone")) {
        throw new SetupException(
            "the injector that came first has gone before it had prepared the run; it says why");
      }
      if (!words.get().isEmpty()) {
        return JsonFile.parse(words.get(), Prepared.class);
      }
      sleep(LOOK.multipliedBy(5));
    }
  }

  /**
   * Waits for all to come, but no longer than the settings say.
   *
   * @return how many have
   */
  public int begin() {
    while (true) {
      boolean started =
          session.done(
              sql -> {
                sql.execute(START, joined.run, seconds(wait));
                return sql.first(STARTED, row -> row.getBoolean(1), joined.run).orElse(false);
              });
      if (started) {
        return members().size();
      }
      sleep(LOOK);
    }
  }

  /**
   * Waits until all who take part are here, so that they go on at the same time; who is lost, or
   * has not come within the limit, is not waited for.
   *
   * @param place the same for all; who comes to one of this name again means the next time
   * @param among how many take part: those with the lowest indexes
   * @param figures the same number of each
   * @throws IllegalStateException if this injector was lost meanwhile
   */
  public Met meet(String place, int among, Duration limit, double... figures) {
    int times = met.merge(place, 1, Integer::sum);
    var name = times == 1 ? place : place + " (" + times + ")";
    long end = System.nanoTime() + limit.toNanos();
    session.done(sql -> sql.execute(ARRIVE, joined.run, name, share.index(), figures));
    while (true) {
      if (lost) {
        throw new IllegalStateException(
            "injector %d was silent for more than %d s, and the others go on without it"
                .formatted(share.index(), LOST.toSeconds()));
      }
      boolean late = System.nanoTime() - end > 0;
      var start =
          session.done(
              sql -> {
                sql.execute(LOSE, joined.run, seconds(LOST));
                var missing = sql.first(MISSING, row -> row.getLong(1), joined.run, among, name);
                if (late || missing.orElse(0L) == 0) {
                  sql.execute(LET_GO, joined.run, name, seconds(LEAD));
                }
                return sql.first(STARTS, Meeting::instant, joined.run, name);
              });
      if (start.isPresent()) {
        return met(name, start.get());
      }
      sleep(look());
    }
  }

  private Duration look() {
    var look = LOOK.plusMillis(share.injectors());
    return look.compareTo(SELDOM) < 0 ? look : SELDOM;
  }

  private Met met(String name, Instant planned) {
    var all =
        session.done(
            sql ->
                sql.rows(FIGURES, row -> (Double[]) row.getArray(1).getArray(), joined.run, name));
    long at = clock.nanos(planned);
    sleepUntil(at);
    synchronized (starts) {
      starts.add(new Lane.Start(name, planned, clock.server(System.nanoTime())));
    }
    return new Met(at, all);
  }

  /** How wrong this injector may be about the server's time. */
  Duration clockError() {
    return clock.error();
  }

  private List<Lane.Start> starts() {
    synchronized (starts) {
      return List.copyOf(starts);
    }
  }

  /** Tells how many commits were acknowledged here, for the others. */
  public void counting(LongSupplier commits) {
    acknowledged = commits;
  }

  /** Commits acknowledged to the others, as of their latest heartbeats. */
  public long acknowledgedByOthers() {
    return byOthers;
  }

  /** Tells at once what a heartbeat does, and asks what the others have told. */
  public void beat() {
    var told = session.done(this::beat);
    lost = told.orElse("lost").equals("lost");
  }

  private Optional<String> beat(Statements sql) throws SQLException {
    boolean same = session.connections() == beatOn; // else the server was away, and not we
    beatOn = session.connections();
    long asked = System.nanoTime();
    return sql.first(
        HEARTBEAT,
        row -> {
          clock.saw(instant(row), asked);
          byOthers = row.getLong(3);
          return row.getString(2);
        },
        acknowledged.getAsLong(),
        same,
        joined.run,
        share.index());
  }

  public List<Member> members() {
    return session.done(
        sql ->
            sql.rows(
                MEMBERS,
                row ->
                    new Member(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        Duration.ofMillis(Math.round(1000 * row.getDouble(4))),
                        row.getLong(5)),
                joined.run));
  }

  /**
   * Hands in the files of this injector's directory.
   *
   * @param recorder of its requests
   * @param ledger of its commits
   * @param measured figures that are not of its requests
   */
  public void handIn(
      Path directory,
      Recorder recorder,
      Ledger ledger,
      Prepared prepared,
      List<Estimate> measured) {
    recorder.flush();
    var late = recorder.snapshot(any -> true, Part.LAG);
    var self = members().stream().filter(m -> m.index() == share.index()).findFirst();
    var lane =
        new Lane(
            share.index(),
            host(),
            Lane.DONE,
            clock.offset(),
            clock.error(),
            self.map(Member::silence).orElse(Duration.ZERO),
            late.isEmpty() ? Duration.ZERO : Duration.ofNanos((long) late.quantileNanos(0.99)),
            ledger.attempted(),
            ledger.acknowledged(),
            starts());
    new Contribution(Contribution.SCHEMA, run(), share.injectors(), lane, prepared, measured)
        .write(directory);
    ledger.write(directory.resolve(Contribution.LEDGER));
    parcels().put(share.index(), directory);
  }

  /** The files of this run. */
  public Parcels parcels() {
    return new Parcels(session, joined.run);
  }

  /**
   * Tells that this injector is done and its files are there, and waits until there is a result or
   * it is this one's turn to make it.
   *
   * @return whether this one has to make it
   */
  public boolean doneAndLast() {
    session.done(sql -> sql.execute(STATE, "done", joined.run, share.index()));
    while (true) {
      var mine =
          session.done(
              sql -> {
                sql.execute(LOSE, joined.run, seconds(LOST));
                if (sql.first(ENDED, row -> row.getBoolean(1), joined.run).orElse(true)) {
                  return Optional.of(false);
                }
                int self = share.index();
                return sql.execute(MERGE, self, joined.run, self) == 1
                    ? Optional.of(true)
                    : Optional.<Boolean>empty();
              });
      if (mine.isPresent()) {
        return mine.get();
      }
      sleep(LOOK.multipliedBy(10));
    }
  }

  /** Tells that the result is there. */
  public void end() {
    session.done(sql -> sql.execute(END, joined.run));
  }

  private void leave() {
    try {
      session.tried(sql -> sql.execute(STATE, "gone", joined.run, share.index()));
    } catch (SQLException e) {
      LOG.debug("could not leave the meeting", e);
    }
  }

  /** Leaves the others. May come twice. */
  @Override
  public void close() {
    heart.close();
    try {
      if (Runtime.getRuntime().removeShutdownHook(atExit)) {
        leave();
      }
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending", e);
    }
    session.close();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject(1, OffsetDateTime.class).toInstant();
  }

  private static void sleep(Duration duration) {
    sleepUntil(System.nanoTime() + duration.toNanos());
  }

  private static void sleepUntil(long nanos) {
    try {
      while (nanos - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the other injectors", e);
    }
  }
}
