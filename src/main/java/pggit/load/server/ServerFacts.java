package pggit.load.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says about itself.
 *
 * @param version such as {@code 17.11}
 * @param versionNumber PostgreSQL's {@code server_version_num}, such as 170011
 * @param settings what it said to {@code SHOW}, by name; {@code data_directory} only where the role
 *     may see it
 */
public record ServerFacts(String version, int versionNumber, Map<String, String> settings) {

  /** Everything that changes what a run measures. */
  private static final String[] NAMES = {
    "server_version",
    "server_version_num",
    "server_encoding",
    "data_directory",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_sync_method",
    "wal_level",
    "max_connections",
    "superuser_reserved_connections",
    "reserved_connections",
    "shared_buffers",
    "work_mem",
    "max_wal_size",
    "checkpoint_timeout",
    "autovacuum",
    "shared_preload_libraries"
  };

  /**
   * Without these a killed server forgets commits that it acknowledged: with fsync and
   * synchronous_commit off, 0 of 500 survived; with them on, all.
   */
  static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

  public ServerFacts {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * Asks the server. {@code current_setting} answers like {@code SHOW}; {@code pg_settings} leaves
   * out what this version does not have or this role may not see.
   */
  static ServerFacts read(Connection connection) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("text", NAMES));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          settings.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    String version = settings.getOrDefault("server_version", "unknown");
    return new ServerFacts(
        version.split(" ", 2)[0], // Debian adds its package version in brackets
        Integer.parseInt(settings.getOrDefault("server_version_num", "0")),
        settings);
  }

  /**
   * @throws SetupException if acknowledged commits would not survive a crash
   */
  void requireDurability() {
    for (String name : DURABILITY) {
      String value = settings.getOrDefault(name, "unknown");
      if (!value.equals("on")) {
        throw new SetupException(
            ("The embedded PostgreSQL says %1$s = %2$s, but acknowledged commits are to survive a"
                    + " crash: it must be on. Take %1$s out of the server's settings.")
                .formatted(name, value));
      }
    }
  }
}
