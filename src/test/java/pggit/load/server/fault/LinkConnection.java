package pggit.load.server.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connection over the link: two threads, one for each direction, that pass message by message.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message
 *     formats</a>
 */
final class LinkConnection {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  /** Of a message this much is looked at: the names and the beginning of the SQL text. */
  private static final int HEAD = 16 * 1024;

  private static final int PORTION = 64 * 1024;

  private final FaultyLink link;
  private final Socket client;
  private final Socket server;
  private final Map<String, String> statements = new HashMap<>(); // of the client's thread

  /** Single bytes that answer the question whether to encrypt. */
  private volatile boolean answerIsOneByte;

  /** The connection is encrypted, or only cancels: bytes are passed as they come. */
  private volatile boolean opaque;

  private int requests; // of the client's thread; the first is the start of the session
  private volatile int requestWithoutReply = Integer.MAX_VALUE;

  LinkConnection(FaultyLink link, Socket client, Socket server) throws IOException {
    this.link = link;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  void start() {
    FaultyLink.start(() -> pump(this::requests), "pggit-link-requests");
    FaultyLink.start(() -> pump(this::replies), "pggit-link-replies");
  }

  /** Drops both sides without a farewell. */
  void close() {
    drop(client);
    drop(server);
    link.forget(this);
  }

  private interface Pump {
    void run() throws IOException, InterruptedException;
  }

  private void pump(Pump direction) {
    try {
      direction.run();
    } catch (IOException e) {
      // One side is gone; so is the other then.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void requests() throws IOException, InterruptedException {
    var in = new DataInputStream(new BufferedInputStream(client.getInputStream(), PORTION));
    var out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream(), PORTION));
    begin(in, out);
    while (!opaque) {
      int type = in.read();
      if (type < 0) {
        return;
      }
      int length = in.readInt() - 4;
      byte[] head = in.readNBytes(Math.min(length, HEAD));
      link.awaitOpen();
      if (isLost(type, head)) {
        return;
      }
      out.writeByte(type);
      out.writeInt(length + 4);
      out.write(head);
      pass(in, out, length - head.length);
      flushIfIdle(in, out);
    }
    passAll(in, out);
  }

  /** Up to the message that starts the session. */
  private void begin(DataInputStream in, DataOutputStream out)
      throws IOException, InterruptedException {
    int code;
    do {
      int length = in.readInt();
      code = in.readInt();
      boolean question = code == SSL_REQUEST || code == GSS_REQUEST;
      answerIsOneByte = question;
      opaque = code == CANCEL_REQUEST;
      link.awaitOpen();
      out.writeInt(length);
      out.writeInt(code);
      pass(in, out, length - 8);
      out.flush();
      if (question) {
        in.mark(1);
        in.read(); // the next message comes when the question was answered
        in.reset();
      }
    } while ((code == SSL_REQUEST || code == GSS_REQUEST) && !opaque);
    requests = 1;
  }

  /** Notes what the client sends, and decides whether it gets through. */
  private boolean isLost(int type, byte[] head) {
    String sql = "";
    if (type == 'P') { // Parse: name, text
      String name = text(head, 0);
      statements.put(name, text(head, length(name) + 1));
    } else if (type == 'B') { // Bind: portal, name
      String name = text(head, length(text(head, 0)) + 1);
      sql = statements.getOrDefault(name, "");
    } else if (type == 'Q') { // Query: text
      sql = text(head, 0);
    }
    FaultyLink.Loss loss = sql.isEmpty() ? null : link.lossOf(sql);
    if (loss != null && loss.request()) {
      return true;
    }
    if (loss != null) {
      requestWithoutReply = requests + 1; // the Sync that follows, or this Query itself
    }
    if (type == 'Q' || type == 'S' || type == 'F') { // each is answered by one ReadyForQuery
      requests++;
    }
    return false;
  }

  private void replies() throws IOException, InterruptedException {
    var in = new DataInputStream(new BufferedInputStream(server.getInputStream(), PORTION));
    var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), PORTION));
    int answered = 0;
    while (!opaque) {
      int type = in.read();
      if (type < 0) {
        return;
      }
      if (answerIsOneByte) {
        answerIsOneByte = false;
        opaque = type != 'N';
        out.writeByte(type);
        out.flush();
        continue;
      }
      int length = in.readInt() - 4;
      boolean dropped = answered + 1 == requestWithoutReply;
      answered += type == 'Z' ? 1 : 0; // ReadyForQuery
      if (dropped) {
        in.skipNBytes(length);
        if (type == 'Z') {
          return; // it is done there, and nobody here will know
        }
        continue;
      }
      if (type == 'Z') {
        TimeUnit.NANOSECONDS.sleep(link.replyDelay().toNanos());
      }
      link.awaitOpen();
      out.writeByte(type);
      out.writeInt(length + 4);
      pass(in, out, length);
      flushIfIdle(in, out);
    }
    passAll(in, out);
  }

  private void pass(DataInputStream in, DataOutputStream out, int length) throws IOException {
    byte[] portion = new byte[Math.min(PORTION, Math.max(0, length))];
    for (int left = length; left > 0; ) {
      int read = in.read(portion, 0, Math.min(portion.length, left));
      if (read < 0) {
        throw new java.io.EOFException();
      }
      out.write(portion, 0, read);
      left -= read;
    }
  }

  private void passAll(DataInputStream in, DataOutputStream out)
      throws IOException, InterruptedException {
    byte[] portion = new byte[PORTION];
    for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
      link.awaitOpen();
      out.write(portion, 0, read);
      out.flush();
    }
  }

  private static void flushIfIdle(DataInputStream in, DataOutputStream out) throws IOException {
    if (in.available() == 0) {
      out.flush();
    }
  }

  /** The zero-terminated text that begins here; what is beyond the head is cut off. */
  private static String text(byte[] head, int from) {
    int end = from;
    while (end < head.length && head[end] != 0) {
      end++;
    }
    return from >= head.length ? "" : new String(head, from, end - from, StandardCharsets.UTF_8);
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void drop(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // a reset instead of a farewell
      socket.close();
    } catch (IOException e) {
      // Gone already.
    }
  }
}
