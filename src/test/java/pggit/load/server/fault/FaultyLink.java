package pggit.load.server.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/**
 * A network between client and server that fails when told to: a TCP proxy in this JVM on
 * 127.0.0.1. It reads along just enough of PostgreSQL's protocol to lose exactly the answer to a
 * commit, which no other means does for certain. Faults may come from any thread, while others talk
 * through the link. Encrypted connections pass, but nothing can be picked out of them; {@link
 * #endpoint} therefore asks for plain ones.
 */
public final class FaultyLink implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Endpoint server;
  private final ServerSocket listener;
  private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong lost = new AtomicLong();
  private final Object gate = new Object();
  private @Nullable Loss armed;
  private boolean open = true;
  private volatile Duration replyDelay = Duration.ZERO;
  private volatile boolean closed;

  /** What is to be lost: the request itself, or only its reply. */
  record Loss(boolean request, Predicate<String> statement) {}

  private FaultyLink(Endpoint server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /**
   * Opens a link to where the endpoint points.
   *
   * @throws SetupException if no port can be had
   */
  public static FaultyLink to(Endpoint server) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(HOST));
      FaultyLink link = new FaultyLink(server, listener);
      start(link::accept, "pggit-link-accept");
      return link;
    } catch (IOException e) {
      throw new SetupException("No free port for a link to the server: " + e.getMessage(), e);
    }
  }

  /** The server, through this link. */
  public Endpoint endpoint() {
    return new Endpoint(
            HOST, listener.getLocalPort(), server.database(), server.login(), server.parameters())
        .with("sslmode", "disable")
        .with("gssEncMode", "disable");
  }

  /** Drops all connections at once, as when a cable is pulled; new ones may be made. */
  public void cut() {
    connections.forEach(LinkConnection::close);
  }

  /** Holds everything back, both ways and new connections too, without a word to either side. */
  public void blackHole() {
    synchronized (gate) {
      open = false;
    }
  }

  /** Ends {@link #blackHole} and {@link #delayReplies}: what was held back arrives now. */
  public void heal() {
    replyDelay = Duration.ZERO;
    synchronized (gate) {
      open = true;
      gate.notifyAll();
    }
  }

  /** Holds back each answer of the server for so long. */
  public void delayReplies(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must be >= 0, was " + delay);
    }
    replyDelay = delay;
  }

  /**
   * Lets the next such statement reach the server and be done there, then drops its connection
   * instead of passing the answer on. So the client cannot know, and the server has.
   *
   * @param statement given the SQL text, {@code COMMIT} for the end of a transaction
   */
  public void loseReplyTo(Predicate<String> statement) {
    arm(new Loss(false, statement));
  }

  /** Drops the connection of the next such statement before the server has got it. */
  public void loseRequest(Predicate<String> statement) {
    arm(new Loss(true, statement));
  }

  /** How many requests and replies were lost so far. */
  public long lost() {
    return lost.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      // It listens no longer, which is all we want.
    }
    cut();
    heal();
  }

  private void arm(Loss loss) {
    synchronized (gate) {
      armed = loss;
    }
  }

  /** What is to become of this statement; a loss is given to one statement only. */
  @Nullable Loss lossOf(String sql) {
    synchronized (gate) {
      Loss loss = armed;
      if (loss == null || !loss.statement().test(sql)) {
        return null;
      }
      armed = null;
      lost.incrementAndGet();
      return loss;
    }
  }

  /** Returns when the link lets something through. */
  void awaitOpen() throws InterruptedException {
    synchronized (gate) {
      while (!open && !closed) {
        gate.wait();
      }
    }
  }

  Duration replyDelay() {
    return replyDelay;
  }

  void forget(LinkConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        awaitOpen();
        LinkConnection connection = connect(client);
        connections.add(connection);
        if (closed) {
          connection.close();
        }
        connection.start();
      } catch (IOException e) {
        // Closed, or the server takes no connections now: the client saw its own dropped.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private LinkConnection connect(Socket client) throws IOException {
    try {
      return new LinkConnection(this, client, new Socket(server.host(), server.port()));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
