package pggit.load.server;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an embedded server is to be started.
 *
 * @param port TCP port on 127.0.0.1, 0 for any free one
 * @param maxConnections all connections, the reserved ones included; at least 2
 * @param reservedConnections kept free for superusers, so that the harness gets in when the load
 *     has used up the others; 0 to {@code maxConnections - 1}
 * @param settings further PostgreSQL settings by name, as they stand in postgresql.conf; what the
 *     other components say cannot be said here
 * @param startTimeout how long the server may take until it answers a query
 * @param durable whether fsync, synchronous_commit and full_page_writes must be on, which the
 *     server is asked for once it runs. Only a test that shows what is lost without them says no
 */
public record EmbeddedSpec(
    int port,
    int maxConnections,
    int reservedConnections,
    Map<String, String> settings,
    Duration startTimeout,
    boolean durable) {

  /** Settings that follow from the other components, or on which stopping and deleting rest. */
  private static final Set<String> OURS =
      Set.of(
          "port",
          "listen_addresses",
          "unix_socket_directories",
          "max_connections",
          "superuser_reserved_connections",
          "data_directory",
          "config_file",
          "hba_file",
          "ident_file",
          "external_pid_file");

  public EmbeddedSpec {
    require(port >= 0 && port <= 65535, "port must be 0 (any free one) to 65535, was " + port);
    require(maxConnections >= 2, "maxConnections must be >= 2, was " + maxConnections);
    require(
        reservedConnections >= 0 && reservedConnections < maxConnections,
        "reservedConnections must be 0 to maxConnections - 1, was " + reservedConnections);
    require(
        !startTimeout.isNegative() && !startTimeout.isZero(),
        "startTimeout must be positive, was " + startTimeout);
    for (String name : settings.keySet()) {
      require(
          name.matches("[A-Za-z_][A-Za-z0-9_.]*"), "no name of a server setting: \"" + name + "\"");
      require(
          !OURS.contains(name.toLowerCase(Locale.ROOT)),
          name + " of the embedded server cannot be set among the other settings");
    }
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** Any free port, 100 connections for ordinary roles and 3 more for the harness, durable. */
  public static EmbeddedSpec defaults() {
    return new EmbeddedSpec(0, 103, 3, Map.of(), Duration.ofSeconds(60), true);
  }

  public EmbeddedSpec withPort(int newPort) {
    return new EmbeddedSpec(
        newPort, maxConnections, reservedConnections, settings, startTimeout, durable);
  }

  public EmbeddedSpec withMaxConnections(int all) {
    return new EmbeddedSpec(port, all, reservedConnections, settings, startTimeout, durable);
  }

  public EmbeddedSpec withReservedConnections(int reserved) {
    return new EmbeddedSpec(port, maxConnections, reserved, settings, startTimeout, durable);
  }

  /** This spec with one more setting, or another value for it. */
  public EmbeddedSpec withSetting(String name, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(name, value);
    return new EmbeddedSpec(port, maxConnections, reservedConnections, more, startTimeout, durable);
  }

  /** With fsync, synchronous_commit and full_page_writes off: acknowledged commits may be lost. */
  public EmbeddedSpec withoutDurability() {
    return new EmbeddedSpec(
        port, maxConnections, reservedConnections, settings, startTimeout, false);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
