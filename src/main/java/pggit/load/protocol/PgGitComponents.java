package pggit.load.protocol;

import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.netty.channel.EventLoop;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Ticker;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** The live resources of one run: threads and the pool. Closed when Gatling's actors end. */
final class PgGitComponents implements ProtocolComponents {

  private static final Logger LOG = LoggerFactory.getLogger(PgGitComponents.class);

  /** Often enough for whoever watches Gatling's console. */
  private static final long FLUSH_MILLIS = 100;

  private static final ProtocolKey<PgGitProtocol, PgGitComponents> KEY =
      new ProtocolKey<>() {
        @Override
        @SuppressWarnings("unchecked")
        public Class<Protocol> protocolClass() {
          return (Class<Protocol>) (Class<?>) PgGitProtocol.class;
        }

        @Override
        public PgGitProtocol defaultProtocolValue(GatlingConfiguration configuration) {
          throw new IllegalStateException(
              "no pgGit protocol: add .protocols(run.protocol()) to the simulation's setUp");
        }

        @Override
        public Function1<PgGitProtocol, PgGitComponents> newComponents(CoreComponents core) {
          // Gatling asks once for each population; worker threads and numbers of commits are those
          // of the whole run.
          var made = new IdentityHashMap<PgGitProtocol, PgGitComponents>();
          return protocol -> {
            synchronized (made) {
              return made.computeIfAbsent(protocol, unseen -> start(unseen, core));
            }
          };
        }

        private PgGitComponents start(PgGitProtocol protocol, CoreComponents core) {
          var log = new GatlingLog(core.statsEngine(), core.clock());
          var components = new PgGitComponents(protocol, log);
          core.actorSystem()
              .registerOnTermination(
                  () -> {
                    components.close();
                    return BoxedUnit.UNIT;
                  });
          return components;
        }
      };

  final PgGitProtocol protocol;
  final GatlingLog log;
  final Workers workers;

  /** One thread for what is due, which must be brief, and one for the log. */
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(2, Ticker.daemons("pggit-timer"));

  private final AtomicLong commits = new AtomicLong();
  private final Map<EventLoop, CarriedLoop> loops = new ConcurrentHashMap<>();

  PgGitComponents(PgGitProtocol protocol, GatlingLog log) {
    this.protocol = protocol;
    this.log = log;
    this.workers = new Workers(protocol.workers());
    var unused =
        timer.scheduleWithFixedDelay(
            () -> Worker.attempt(log::flush), 0, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  static PgGitComponents of(ScenarioContext context) {
    return context.protocolComponentsRegistry().components(KEY);
  }

  /**
   * Does something brief at an instant of {@link System#nanoTime}, to some tens of microseconds:
   * Gatling's and Netty's timers count milliseconds.
   *
   * @throws RejectedExecutionException if the run is over
   */
  void at(long nanos, Runnable what) {
    var unused =
        timer.schedule(() -> Worker.attempt(what), nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** The session with an event loop that a worker can stand in for. */
  Session carried(Session session) {
    if (session.eventLoop() instanceof CarriedLoop) {
      return session;
    }
    return session.copy(
        session.scenario(),
        session.userId(),
        session.attributes(),
        session.baseStatus(),
        session.blockStack(),
        session.onExit(),
        loops.computeIfAbsent(session.eventLoop(), CarriedLoop::of));
  }

  /** A number no other commit of this run has, for the stamp in its message. */
  long nextCommit() {
    return commits.incrementAndGet();
  }

  @Override
  public Function1<Session, Session> onStart() {
    return session -> session;
  }

  @Override
  public Function1<Session, BoxedUnit> onExit() {
    return session -> {
      log.flush(); // Gatling's log ends with its last user
      var left = UserConnection.of(session);
      if (left != null) {
        workers.execute(() -> closeLeft(left));
      }
      return BoxedUnit.UNIT;
    };
  }

  private static void closeLeft(UserConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a user's connection did not close", e);
    }
  }

  void close() {
    workers.shutdownNow();
    timer.shutdownNow();
    log.flush();
    protocol.pool().close();
  }
}
