package pggit.load.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PsqlScript;
import pggit.load.server.Endpoint;

/**
 * The sessions of one run of a script, each with variables of its own: what one sets is told to the
 * others when its part has ended, so that it does not matter which of two that are at work at the
 * same time is the first to get its answer.
 */
final class ScriptSessions implements AutoCloseable {

  /** Ends an examination that is about something this pgGit does not have. */
  static final class Inapplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A commit and nothing else. */
  private static final Pattern COMMIT =
      Pattern.compile("SELECT lab\\.commit\\((?!.*\\bFROM\\b).*", Pattern.DOTALL);

  static final String WRONG = "a statement of the check does not fit here: ";

  /**
   * A lock held for longer than this is not one that is passed on at once. It is looked for, and
   * not left to lock_timeout, since a pgGit may take its error for something else.
   */
  private static final Duration LONG = Duration.ofMillis(200);

  private static final int START_SECONDS = 30;

  private static final Set<String> KINDS = Set.of("finding", "failed", "unknown", "inapplicable");

  private final Lab lab;
  private final Macros macros;
  private final Function<String, Endpoint> ways;
  private final Script script;
  private final List<Told> told;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, One> open = new LinkedHashMap<>();

  /** By what they are about. */
  private final Map<String, Crowds> crowds = new LinkedHashMap<>();

  /**
   * @param ways what a role is reached by
   * @param told takes what is found; any threads may add to it
   */
  ScriptSessions(
      Lab lab,
      Macros macros,
      Function<String, Endpoint> ways,
      Script script,
      String number,
      List<Told> told) {
    this.lab = lab;
    this.macros = macros;
    this.ways = ways;
    this.script = script;
    this.told = told;
    variables.putAll(given(lab, number));
  }

  /** The variables that sessions have from the start. */
  static Map<String, String> given(Lab lab, String number) {
    Map<String, String> given = new HashMap<>();
    given.put("n", number);
    given.put("settings_before", lab.settingsBefore());
    given.put("series", Integer.toString(lab.scale().commits()));
    given.put("history", Integer.toString(lab.scale().history()));
    given.put("tables", Integer.toString(lab.scale().tables()));
    given.put("largest", Integer.toString(lab.scale().message()));
    given.put("seconds", Long.toString(lab.scale().limit().toSeconds() / 2));
    lab.branching().ifPresent(b -> given.put("branches_made", b.how()));
    lab.stranger().ifPresent(login -> given.put("stranger", login.user()));
    return given;
  }

  void run() throws SQLException {
    try {
      turns();
    } finally {
      crowds.forEach((about, all) -> told.addAll(0, all.told(about)));
    }
  }

  private void turns() throws SQLException {
    for (var turn : script.turns(macros.tables())) {
      var part = turn.part();
      variables.putAll(turn.variable());
      if (part.sessions() > 0) {
        crowd(part);
        continue;
      }
      end(part.session());
      if (part.onlyWaits()) {
        continue;
      }
      var session = session(part.session(), part.as());
      session.prepare(part);
      if (part.beside()) {
        session.beside(part);
      } else {
        session.run(part);
        told(part, session);
      }
    }
    for (var name : List.copyOf(open.keySet())) {
      end(name);
    }
  }

  /** What a session does beside others comes to its end. */
  private void end(String name) throws SQLException {
    var session = open.get(name);
    if (session != null && session.task != null) {
      session.end();
    }
  }

  /** A part has ended: the others know what it has set. */
  private void told(Script.Part part, One session) {
    variables.putAll(session.psql.lately());
    if (part.quits()) {
      session.psql.close();
      open.remove(part.session());
    }
  }

  /** So many sessions do the same at the same instant. What fails in some is a finding. */
  private void crowd(Script.Part part) throws SQLException {
    int count = lab.sessions(part.sessions());
    var start = new CyclicBarrier(count);
    var crowd = new ArrayList<One>();
    for (int i = 1; i <= count; i++) {
      variables.put("i", Integer.toString(i));
      var session = session(part.session() + i, part.as());
      session.prepare(part);
      crowd.add(session);
    }
    var failures = new ConcurrentLinkedQueue<SQLException>();
    for (var session : crowd) {
      session.begin(
          () -> {
            start.await(START_SECONDS, TimeUnit.SECONDS);
            try {
              session.run(part);
            } catch (SQLException e) {
              failures.add(e);
            }
            return null;
          });
    }
    for (var session : crowd) {
      session.join(lab.scale().limit());
    }
    variables.put("sessions", Integer.toString(count));
    variables.put("failed", Integer.toString(failures.size()));
    crowds.computeIfAbsent(part.about(), about -> new Crowds()).add(count, failures);
  }

  private One session(String name, String role) throws SQLException {
    var known = open.get(name);
    if (known != null) {
      return known;
    }
    var session = new One(ways.apply(role));
    open.put(name, session);
    return session;
  }

  @Override
  public void close() {
    open.values().forEach(session -> session.psql.close());
  }

  /** One session, and what it is at. */
  private final class One {
    private final PsqlScript psql;
    private String about = "";
    private int pid;
    private boolean waits;
    private long sentNanos;
    private Script.@Nullable Part atWork;
    private @Nullable FutureTask<Void> task;

    One(Endpoint endpoint) {
      psql = PsqlScript.in(endpoint, Session::connect, OnError.STOP, this::take);
      psql.in(
          sql -> {
            lab.refuseIfItStays(sql);
            timed();
            sentNanos = atWork == null && COMMIT.matcher(sql).matches() ? System.nanoTime() : 0;
            return macros.expand(sql);
          });
      if (script.errorsCount()) {
        psql.watched(
            (sql, e) ->
                told.add(Told.failed(about, '"' + Failure.shown(sql, 60) + '"', Failure.of(e))));
      }
    }

    /** It knows what the others have set. */
    void prepare(Script.Part part) {
      about = part.about();
      psql.take(variables);
    }

    void run(Script.Part part) throws SQLException {
      try {
        psql.part(script.path(), "\n".repeat(part.line()) + part.text());
      } finally {
        timed();
      }
    }

    /** What was sent last has been answered: so it is known how long a commit by itself took. */
    private void timed() {
      if (sentNanos != 0) {
        lab.pace().took(System.nanoTime() - sentNanos);
        sentNanos = 0;
      }
    }

    void begin(Callable<Void> work) {
      var begun = new FutureTask<>(work);
      task = begun;
      var thread = new Thread(begun, "pggit-check-script");
      thread.setDaemon(true);
      thread.start();
    }

    /** Comes back when the part is done or has waited for a lock for long. */
    void beside(Script.Part part) throws SQLException {
      lab.refuseIfItStays("SELECT pg_backend_pid()");
      pid = psql.pid();
      atWork = part;
      begin(
          () -> {
            run(part);
            return null;
          });
      waits = blocked();
      if (!waits) {
        end();
      }
      variables.put("waits", Boolean.toString(waits));
      variables.put("waiter", Integer.toString(pid));
    }

    private boolean blocked() throws SQLException {
      var work = Objects.requireNonNull(task);
      long deadline = System.nanoTime() + lab.scale().patience().toNanos();
      long since = 0;
      while (!work.isDone() && System.nanoTime() < deadline && !Thread.interrupted()) {
        LockSupport.parkNanos(3_000_000);
        boolean now = lab.shared().holds("SELECT cardinality(pg_blocking_pids(?)) > 0", pid);
        since = now ? (since == 0 ? System.nanoTime() : since) : 0;
        if (now && System.nanoTime() - since > LONG.toNanos()) {
          return true;
        }
      }
      return false;
    }

    /** An error of a statement that waited is none. */
    void end() throws SQLException {
      try {
        join(lab.scale().patience());
      } catch (SQLException e) {
        waits |= Failure.of(e).isWait();
        if (!waits || e.getCause() instanceof TimeoutException) {
          throw e;
        }
      }
      told(Objects.requireNonNull(atWork), this);
    }

    void join(Duration limit) throws SQLException {
      var work = Objects.requireNonNull(task);
      task = null;
      try {
        work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SQLException failure) {
          throw failure;
        }
        throw e.getCause() instanceof RuntimeException reason ? reason : new CannotTell("" + e);
      } catch (TimeoutException e) {
        throw new SQLException("no end within " + limit, "57014", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted", "57014", e);
      }
    }

    /** What the first column of a query is called says what its rows mean. */
    private void take(ResultSet rows) throws SQLException {
      var kind = rows.getMetaData().getColumnLabel(1);
      boolean meant = KINDS.contains(kind);
      while (meant && rows.next()) {
        var text = rows.getString(1);
        if (text == null) {
          continue;
        }
        switch (kind) {
          case "finding" -> told.add(Told.found(about, text, Signs.of(rows)));
          case "failed" -> told.add(failed(text));
          case "unknown" -> throw new CannotTell.OfScript(text);
          default -> throw new Inapplicable();
        }
      }
    }

    private Told failed(String text) {
      var last = psql.lastError();
      if (last.filter(Failure::isOfTheStatement).isPresent()) {
        throw new CannotTell.OfScript(WRONG + Failure.of(last.get()));
      }
      return new Told(about, text, Optional.empty(), last.map(Failure::of), Signs.NONE);
    }
  }
}
