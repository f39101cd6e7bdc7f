package pggit.load.pggit;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pggit.load.server.Endpoint;

/**
 * Which version pgGit gives to each table.
 *
 * @param byTable version as pgGit words it, empty if it knows none
 * @param problem why they could not be read; empty if they could
 */
public record TableVersions(Map<String, Optional<String>> byTable, Optional<String> problem) {

  /** Altered tables, as PostgreSQL itself knows them: they have a second column. */
  private static final String ALTERED =
      """
      SELECT c.relname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'more'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
         AND NOT a.attisdropped AND starts_with(c.relname, ?)
       ORDER BY 1
      """;

  public TableVersions {
    byTable = Map.copyOf(byTable);
  }

  /** Asks for all tables in schema public that begin so and have a column {@code more}. */
  public static TableVersions read(Endpoint database, Contract contract, String prefix) {
    if (contract.versionSql().isEmpty()) {
      return new TableVersions(Map.of(), Optional.of("this pgGit has no get_version"));
    }
    var versions = new TreeMap<String, Optional<String>>();
    try (var connection = database.connect();
        var altered = connection.prepareStatement(ALTERED)) {
      altered.setString(1, prefix);
      try (var table = altered.executeQuery()) {
        while (table.next()) {
          versions.put(table.getString(1), contract.version(connection, table.getString(1)));
        }
      }
      return new TableVersions(versions, Optional.empty());
    } catch (SQLException e) {
      return new TableVersions(versions, Optional.of("versions cannot be read: " + e.getMessage()));
    }
  }
}
