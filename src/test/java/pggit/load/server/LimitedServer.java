package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pggit.load.server.fault.AddressSpace;
import pggit.load.server.fault.Machine;
import pggit.load.server.fault.SmallDisk;

/**
 * An embedded server to be harmed: its disk can be full, its memory short, its processes killed or
 * frozen, and it can be started again on its data. It harms nothing else on the machine: only its
 * own processes are ever signalled, and its disk is its own. Like any embedded server it is stopped
 * and deleted on close and at the end of the JVM.
 *
 * <p>Needs no root and no container, but Linux: {@link Machine} tells what this one can do. Faults
 * are for one thread; the endpoints for any.
 */
public final class LimitedServer implements AutoCloseable {

  private static final String TABLESPACE = "small_disk";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedSpec spec;
  private final EmbeddedServer server;
  private final LimitedSpace space;
  private final Leftovers leftovers;
  private final List<LimitedServer> copies = new ArrayList<>();
  private boolean closed;
  private volatile Postmaster postmaster;

  private LimitedServer(EmbeddedSpec spec, EmbeddedServer server, LimitedSpace space) {
    this.spec = spec;
    this.server = server;
    this.space = space;
    this.leftovers = new Leftovers(server, space);
    postmaster = server.postmaster();
  }

  /**
   * Starts a server within its limits and returns once it has answered a query.
   *
   * @throws SetupException if it does not start, or this machine has no user namespaces or no
   *     {@code prlimit}
   */
  public static LimitedServer start(LimitedSpec spec) {
    LimitedSpace space = new LimitedSpace(spec);
    EmbeddedSpec wanted = within(space, spec.server());
    LimitedServer limited =
        new LimitedServer(
            wanted, EmbeddedServer.start(wanted, TempArea.ofThisUser(), space), space);
    try {
      limited.createTablespace();
      return limited;
    } catch (RuntimeException | Error e) {
      limited.close();
      throw e;
    }
  }

  private static EmbeddedSpec within(LimitedSpace space, EmbeddedSpec wanted) {
    EmbeddedSpec within = wanted;
    for (var setting : space.settings().entrySet()) {
      if (!wanted.settings().containsKey(setting.getKey())) {
        within = within.withSetting(setting.getKey(), setting.getValue());
      }
    }
    return within;
  }

  /** Copies the data while the server runs, to start another one on it. */
  public BaseBackup backup() throws IOException, SQLException {
    return BaseBackup.of(this);
  }

  /**
   * Starts another server on a copy of this one's data, set up in the same way. It is closed with
   * this one, and what it leaves is left by this one.
   */
  LimitedServer startCopy(Map<String, String> settings, EmbeddedServer.DataMaker data) {
    LimitedSpace none = new LimitedSpace(LimitedSpec.of(spec));
    EmbeddedSpec wanted = within(none, spec).withPort(0);
    for (var setting : settings.entrySet()) {
      wanted = wanted.withSetting(setting.getKey(), setting.getValue());
    }
    synchronized (copies) { // whoever closes this one meanwhile waits, and closes the copy too
      if (closed) {
        throw new IllegalStateException("the server was closed before its copy was started");
      }
      var started = EmbeddedServer.start(wanted, TempArea.ofThisUser(), none, data);
      LimitedServer copy = new LimitedServer(wanted, started, none);
      copies.add(copy);
      leftovers.include(copy.leftovers);
      return copy;
    }
  }

  /** The server as others use it. Closing it is closing this. */
  public EmbeddedServer server() {
    return server;
  }

  /** The small disk. */
  public SmallDisk disk() {
    return space
        .disk()
        .orElseThrow(() -> new IllegalStateException("this server has no disk of its own"));
  }

  /** Creates a database, on the small disk if that is for data. */
  public Endpoint createDatabase(String name) {
    run(
        "CREATE DATABASE "
            + name
            + (space.has(DiskLimit.Part.DATA) ? " TABLESPACE " + TABLESPACE : ""));
    return server.admin().withDatabase(name);
  }

  /**
   * Lets a backend map not more than {@code roomBytes} on top of what it has mapped now.
   *
   * @param pid of a live backend of this server
   */
  public void limitBackend(long pid, long roomBytes) {
    own(pid);
    AddressSpace.limit(pid, ProcessMemory.of(pid).mappedBytes() + roomBytes);
  }

  /** Takes the limit away again. */
  public void liftLimit(long pid) {
    own(pid);
    AddressSpace.lift(pid);
  }

  /**
   * Kills one process of the server as the kernel's OOM killer does. The server restarts itself.
   */
  public void killBackend(long pid) {
    own(pid).destroyForcibly();
  }

  /** Kills the postmaster alone; the backends notice and end by themselves, each in its time. */
  public void killPostmaster() {
    leftovers.note();
    own(postmaster.process().pid()).destroyForcibly();
  }

  /** Kills all processes at once, the postmaster first, so that it restarts nobody. */
  public void killAll() {
    leftovers.note();
    signal("KILL");
  }

  /** Stops the clock for all processes of the server; connections stay open and get no answer. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    signal("CONT");
  }

  /** Whether the postmaster runs; it goes down by itself when its log cannot be written. */
  public boolean isUp() {
    return postmaster.process().isAlive();
  }

  /** What the server has said since it was started. */
  public String log() {
    return StartFailure.read(server.running().directory().log());
  }

  /** Waits until the postmaster has ended by itself. False if it still runs after the limit. */
  public boolean awaitDown(Duration limit) {
    try {
      return postmaster.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Starts the server again on its data and its port, after it was killed or went down by itself;
   * returns once it has said that it is ready. What is left of the old one is killed; its shared
   * memory stays, so that the new one can give back what only it can find.
   */
  public void restart() {
    leftovers.note();
    Running running = server.running();
    if (!new ServerProcesses(running.directory()).kill()) {
      throw new SetupException("The server cannot be started again: the old one does not end.");
    }
    try {
      // What the old one said of a full disk is no reason why the new one does not start.
      Files.deleteIfExists(running.directory().log());
      postmaster = Postmaster.start(running, server.admin().port(), START_LIMIT);
    } catch (IOException e) {
      throw StartFailure.of(e, running.directory().root());
    }
    leftovers.note();
  }

  /** Process ID of the backend that serves a connection. */
  public static long backendOf(Connection connection) {
    try {
      return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    } catch (SQLException e) {
      throw new IllegalArgumentException("not a connection to PostgreSQL: " + connection, e);
    }
  }

  /** Whether such a server would leave nothing: see {@link Leftovers#found}. */
  public Leftovers leftovers() {
    return leftovers;
  }

  /**
   * Stops the server and its copies at once, unmounts its disk and deletes their directories. May
   * come twice.
   */
  @Override
  public void close() {
    synchronized (copies) {
      closed = true;
      copies.forEach(LimitedServer::close);
    }
    leftovers.note();
    server.close();
  }

  private void createTablespace() {
    if (space.has(DiskLimit.Part.DATA)) {
      run("CREATE TABLESPACE " + TABLESPACE + " LOCATION '" + space.space() + "'");
    }
  }

  private void run(String sql) {
    try (Connection connection = server.admin().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SetupException(
          "The limited server refused \"" + sql + "\": " + e.getSQLState() + " " + e.getMessage(),
          e);
    }
  }

  private void signal(String name) {
    if (!ServerProcesses.signal(name, postmasterFirst())) {
      throw new IllegalStateException("cannot send SIG" + name);
    }
  }

  private List<ProcessHandle> postmasterFirst() {
    List<ProcessHandle> all =
        new ArrayList<>(new ServerProcesses(server.running().directory()).alive());
    ProcessHandle first = postmaster.process().toHandle();
    if (all.remove(first)) {
      all.add(0, first);
    }
    return all;
  }

  /** A process ID may be anybody's by now: only a process of this server is ever touched. */
  private ProcessHandle own(long pid) {
    return ProcessHandle.of(pid)
        .filter(new ServerProcesses(server.running().directory())::contain)
        .orElseThrow(
            () ->
                new IllegalArgumentException(pid + " is no process of this server, or has ended"));
  }
}
