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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** The live resources of one run: worker threads and the pool. Closed when Gatling's actors end. */
final class PgGitComponents implements ProtocolComponents {

  private static final Logger LOG = LoggerFactory.getLogger(PgGitComponents.class);

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
          var components = new PgGitComponents(protocol);
          core.actorSystem()
              .registerOnTermination(
                  () -> {
                    components.close();
                    return BoxedUnit.UNIT;
                  });
          return components;
        }
      };

  private final PgGitProtocol protocol;
  private final Workers workers;
  private final Pacer pacer = new Pacer();
  private final LogBatch log = new LogBatch();
  private final AtomicLong commits = new AtomicLong();
  private final Map<EventLoop, CarriedLoop> loops = new ConcurrentHashMap<>();

  PgGitComponents(PgGitProtocol protocol) {
    this.protocol = protocol;
    this.workers = new Workers(protocol.workers());
  }

  static PgGitComponents of(ScenarioContext context) {
    return context.protocolComponentsRegistry().components(KEY);
  }

  PgGitProtocol protocol() {
    return protocol;
  }

  ExecutorService workers() {
    return workers;
  }

  Pacer pacer() {
    return pacer;
  }

  /** Where the requests' answers are taken down for Gatling. */
  LogBatch log() {
    return log;
  }

  /**
   * Has a turn performed: by the worker that carries the user, if one does; else by another, at
   * once or when the pool has a connection for it.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the run is over
   */
  void dispatch(Turn turn) {
    Worker here = Worker.carrying();
    if (here != null && here.keeps(turn)) {
      return;
    }
    if (mayGo(turn)) {
      handOver(turn);
    }
  }

  void handOver(Turn turn) {
    turn.handOver();
    workers.execute(turn);
  }

  /**
   * What a worker is to do after a turn.
   *
   * @param own the same user's next turn, if he has one already
   */
  @Nullable Turn successor(Turn done, @Nullable Turn own) {
    if (!done.hasPlace()) {
      return own != null && mayGo(own) ? sharing(own) : null;
    }
    done.hasPlace(false);
    var line = line();
    if (own != null && own.needsPlace()) {
      Turn heir = line.leaveAndEnter(own);
      if (heir != null) {
        heir.hasPlace(true);
      }
      return heir == own ? sharing(own) : heir;
    }
    Turn heir = line.leave();
    if (heir == null) {
      return own == null ? null : sharing(own);
    }
    heir.hasPlace(true);
    if (own != null) {
      handOver(own);
    }
    return heir;
  }

  /** The turn, unless others wait for a worker: then it goes behind them. */
  private @Nullable Turn sharing(Turn own) {
    if (workers.isShort()) {
      handOver(own);
      return null;
    }
    return own;
  }

  private boolean mayGo(Turn turn) {
    if (!turn.needsPlace()) {
      return true;
    }
    turn.hasPlace(line().enter(turn));
    return turn.hasPlace();
  }

  private WaitingLine line() {
    return protocol.pool().line(pacer);
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
        loops.computeIfAbsent(session.eventLoop(), CarriedLoop::new));
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
      var left = DirectConnection.of(session);
      if (left != null) {
        workers.execute(() -> closeLeft(left));
      }
      return BoxedUnit.UNIT;
    };
  }

  private static void closeLeft(DirectConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a user's connection did not close", e);
    }
  }

  void close() {
    workers.shutdownNow();
    pacer.close();
    log.close();
    protocol.pool().close();
  }
}
