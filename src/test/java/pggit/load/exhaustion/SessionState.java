package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session keeps until it ends, each in words: a pooler in transaction mode hands it to
 * whoever comes next, and comes back with another.
 */
record SessionState(Set<String> kept) {

  /**
   * Settings of one's own stand in no view. Their names are looked for in the text of functions;
   * one that is put together when it is needed goes unseen.
   */
  private static final String KEPT =
      """
      SELECT 'advisory lock ' || classid || '/' || objid, 0 FROM pg_locks
       WHERE pid = pg_backend_pid() AND locktype = 'advisory'
      UNION ALL
      SELECT 'temporary ' || CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'table' END || ' ' || relname, 0
        FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S')
      UNION ALL
      SELECT 'setting ' || name || ' = ' || setting, 0 FROM pg_settings WHERE source = 'session'
      UNION ALL
      SELECT 'setting ' || name || ' = ' || current_setting(name, true), 0
        FROM (SELECT DISTINCT lower(word[1]) AS name
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
                     regexp_matches(p.prosrc, '[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*', 'gi') AS word
               WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')) AS named
       WHERE NULLIF(current_setting(name, true), '') IS NOT NULL
         AND name NOT IN (SELECT pg_settings.name FROM pg_settings)
      UNION ALL
      SELECT 'prepared statement ' || name, 0 FROM pg_prepared_statements WHERE from_sql
      UNION ALL
      SELECT 'cursor ' || name, 0 FROM pg_cursors WHERE is_holdable
      UNION ALL
      SELECT 'channel ' || channel, 0 FROM pg_listening_channels() AS channel
      UNION ALL
      SELECT 'role ' || current_user, 0
      """;

  static SessionState of(DrillSession session) throws SQLException {
    return new SessionState(new TreeSet<>(session.numbers(KEPT).keySet()));
  }

  /** What has come since an earlier moment of the session. */
  List<String> since(SessionState earlier) {
    return kept.stream().filter(each -> !earlier.kept.contains(each)).toList();
  }
}
