package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.JvmUse;
import pggit.load.measure.ProcessTree;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;
import pggit.load.server.Endpoint;

/**
 * A source of {@link ServerSample}s for a sampler. Keeps a connection of its own, opened before the
 * load comes; if it breaks, the next sample tries again, and until then the server's columns are
 * empty. What the role may not see, or this server does not have, is asked once and noted.
 */
public final class ServerWatch implements Supplier<Optional<ServerSample>>, AutoCloseable {

  /** A server that does not answer holds up the sampler no longer than this. */
  private static final String SOCKET_SECONDS = "8";

  /** Lock and statement time-out: another time it may work. */
  private static final Set<String> PASSING = Set.of("55P03", "57014");

  /** What takes longer than this is given 1/200 of the time at most, if it may take long. */
  private static final long DEAR_NANOS = 5_000_000;

  private static final long DEAR_PAUSE = 200;

  private final Endpoint harness;
  private final OptionalLong postmaster;
  private final LongSupplier acknowledged;
  private final Map<ServerQuestion, String> refused = new LinkedHashMap<>();
  private final Map<ServerQuestion, Long> notBeforeNanos = new HashMap<>();
  private @Nullable Connection connection;
  private boolean closed;

  /**
   * @param harness a login that sees the sessions of the load and gets in when the load has used up
   *     the connections, into the load's database
   * @param postmaster process ID of a server on this machine
   * @param acknowledged commits acknowledged so far
   */
  public ServerWatch(Endpoint harness, OptionalLong postmaster, LongSupplier acknowledged) {
    this.harness =
        harness
            .with("ApplicationName", "pggit-load sampler")
            .with("options", "-c lock_timeout=100ms -c statement_timeout=5s")
            .with("connectTimeout", SOCKET_SECONDS)
            .with("socketTimeout", SOCKET_SECONDS);
    this.postmaster = postmaster;
    this.acknowledged = acknowledged;
  }

  /** Opens the connection, if that is possible. */
  public ServerWatch open() {
    get();
    return this;
  }

  @Override
  public synchronized Optional<ServerSample> get() {
    if (closed) {
      return Optional.empty();
    }
    Map<ServerColumn, Long> numbers = new EnumMap<>(ServerColumn.class);
    Map<String, Long> waits = new HashMap<>();
    numbers.put(ServerColumn.ACKNOWLEDGED, acknowledged.getAsLong());
    askServer(numbers, waits);
    postmaster.stream()
        .mapToObj(ProcessTree::look)
        .flatMap(Optional::stream)
        .forEach(
            use -> {
              numbers.put(ServerColumn.SERVER_CPU_MICROS, use.cpuMicros());
              numbers.put(ServerColumn.SERVER_RSS_BYTES, use.rssBytes());
            });
    JvmUse jvm = JvmUse.now();
    numbers.put(ServerColumn.JVM_CPU_MICROS, jvm.cpuMicros());
    numbers.put(ServerColumn.JVM_HEAP_BYTES, jvm.heapBytes());
    numbers.put(ServerColumn.JVM_GC_COUNT, jvm.gcCount());
    numbers.put(ServerColumn.JVM_GC_MILLIS, jvm.gcMillis());
    ProcessTree.machine()
        .ifPresent(
            machine -> {
              numbers.put(ServerColumn.MACHINE_CPU_MICROS, machine.busyMicros());
              numbers.put(ServerColumn.MACHINE_IDLE_MICROS, machine.idleMicros());
            });
    return Optional.of(new ServerSample(numbers, waits));
  }

  /** What is missing in the samples and why, for whoever reads the result. */
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>();
    refused.forEach(
        (question, why) -> {
          if (!question.extra()) {
            notes.add(ServerSample.FILE + " lacks " + question.what() + ": " + why);
          }
        });
    return notes;
  }

  private void askServer(Map<ServerColumn, Long> numbers, Map<String, Long> waits) {
    try {
      if (connection == null) {
        connection = harness.connect();
      }
      for (ServerQuestion question : ServerQuestion.ALL) {
        if (!refused.containsKey(question) && isTime(question)) {
          ask(connection, question, numbers, waits);
        }
      }
    } catch (SQLException e) { // the server is down or full: that is what the empty cells say
      disconnect();
    }
  }

  private void ask(
      Connection server,
      ServerQuestion question,
      Map<ServerColumn, Long> numbers,
      Map<String, Long> waits)
      throws SQLException {
    long began = System.nanoTime();
    try {
      read(server, question.sql(), numbers, waits);
    } catch (SQLException e) {
      if (isLost(e) || server.isClosed()) {
        throw e;
      }
      if (!PASSING.contains(String.valueOf(e.getSQLState()))) {
        refused.put(question, e.getSQLState() + " " + firstLine(e));
      }
      return;
    }
    long took = System.nanoTime() - began;
    if (question.dear() && took > DEAR_NANOS) {
      notBeforeNanos.put(question, System.nanoTime() + took * DEAR_PAUSE);
    }
  }

  private boolean isTime(ServerQuestion question) {
    Long notBefore = notBeforeNanos.get(question);
    return notBefore == null || System.nanoTime() - notBefore >= 0;
  }

  /** Takes an answer in if all of it can be read. */
  private static void read(
      Connection server, String sql, Map<ServerColumn, Long> numbers, Map<String, Long> waits)
      throws SQLException {
    try (var statement = server.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      var columns = rows.getMetaData();
      Map<ServerColumn, Long> answer = new HashMap<>();
      while (rows.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String column = columns.getColumnLabel(i);
          if (column.equals("wait_event")) {
            waits.put(rows.getString(i), rows.getLong("sessions"));
            break;
          }
          long number = rows.getLong(i);
          if (column.equals("hidden") && number > 0) {
            throw new SQLException(
                "the sampler's role may not see other roles' sessions; GRANT pg_monitor lets it",
                "42501");
          } else if (!column.equals("hidden") && !rows.wasNull()) {
            answer.put(ServerColumn.valueOf(column.toUpperCase(Locale.ROOT)), number);
          }
        }
      }
      numbers.putAll(answer);
    }
  }

  private static boolean isLost(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // broken already
      }
      connection = null;
    }
  }

  /** May come twice. */
  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
