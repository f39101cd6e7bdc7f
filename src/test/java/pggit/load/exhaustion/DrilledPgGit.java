package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.settings.Settings;

/**
 * The pgGit that is drilled.
 *
 * @param spoilt SQL that makes it wrong after it was installed; empty for an honest one
 */
record DrilledPgGit(PgGitSource source, OnError onError, String spoilt) {

  /** The one that {@code pggit.source} names, the reference extension by default. */
  static DrilledPgGit ofSettings(Settings settings) {
    return new DrilledPgGit(PgGitSource.of(settings.source()), OnError.of(settings.onError()), "");
  }

  /**
   * The reference extension whose commits go through something else first.
   *
   * @param body of the function {@code pggit.commit_changes(commit_name, branch_name, message)} in
   *     PL/pgSQL; {@code genuine.commit_changes} is the one it replaces
   */
  static DrilledPgGit spoilt(String body) {
    return new DrilledPgGit(
        PgGitSource.reference(),
        OnError.STOP,
        """
        CREATE SCHEMA genuine;
        ALTER FUNCTION pggit.commit_changes(text, text, text) SET SCHEMA genuine;
        CREATE SEQUENCE pggit.spoilt;
        CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
        RETURNS text LANGUAGE plpgsql AS $$
        %s
        $$;
        """
            .formatted(body));
  }

  /** Installs it; what failed and was passed over is told. */
  List<String> install(PostgresServer server, Endpoint database) throws SQLException {
    var report = source.install(server, database, onError);
    if (!spoilt.isEmpty()) {
      try (var connection = database.connect();
          var statement = connection.createStatement()) {
        statement.execute(spoilt);
      }
    }
    var notes = new ArrayList<String>();
    if (report.failed() > 0) {
      notes.add(
          "%d of %d statements of pggit.source failed, e.g. %s"
              .formatted(report.failed(), report.statements(), report.failures().get(0)));
    }
    return notes;
  }

  String describe() {
    return source.describe() + (spoilt.isEmpty() ? "" : ", spoilt on purpose");
  }
}
