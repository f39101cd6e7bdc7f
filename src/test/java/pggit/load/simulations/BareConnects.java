package pggit.load.simulations;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.measure.Ticker;
import pggit.load.server.Endpoint;
import pggit.load.verdict.ClockControl;

/**
 * The least that a server does for whoever connects, again and again: it forks and tells whether it
 * speaks TLS. That takes none of the connections it admits, since it is asked before a user is
 * known.
 */
final class BareConnects implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(50);

  /**
   * A tenth of what users are let off with. The slowest of 320 took 26 ms on two cores at a load
   * average of 6, the median 2.6 ms.
   */
  private static final Duration SLOW = FullServer.SOON.dividedBy(10);

  /** An {@code SSLRequest}: its length and its code. */
  private static final byte[] ASK = {0, 0, 0, 8, 4, (byte) 0xd2, 22, 47};

  private final Endpoint server;
  private final AtomicLong slowestNanos = new AtomicLong();
  private AutoCloseable ticker = () -> {};

  BareConnects(Endpoint server) {
    this.server = server;
  }

  void start() {
    ticker = Ticker.start("pggit-bare-connects", EVERY, "bare connects", this::connect);
  }

  private void connect() {
    long begun = System.nanoTime();
    try (var socket = new Socket(server.host(), server.port())) {
      socket.setSoTimeout((int) FullServer.SOON.toMillis());
      socket.getOutputStream().write(ASK);
      int unused = socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      // as slow as that
    } catch (IOException e) {
      return; // for the verdicts on the users
    }
    long took = System.nanoTime() - begun;
    slowestNanos.accumulateAndGet(took, Math::max);
  }

  ClockControl soFar() {
    return new ClockControl("a bare connect", Duration.ofNanos(slowestNanos.get()), SLOW);
  }

  @Override
  public void close() throws Exception {
    ticker.close();
  }
}
