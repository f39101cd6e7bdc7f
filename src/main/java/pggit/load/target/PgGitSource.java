package pggit.load.target;

import java.nio.file.Path;
import java.util.List;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;

/** Where pgGit comes from. */
public final class PgGitSource {

  private final List<Path> paths;

  private PgGitSource(List<Path> paths) {
    this.paths = List.copyOf(paths);
  }

  public static PgGitSource of(List<Path> paths) {
    return new PgGitSource(paths);
  }

  public static PgGitSource reference() {
    return new PgGitSource(List.of());
  }

  public InstallReport install(PostgresServer server, Endpoint database, OnError onError) {
    throw new UnsupportedOperationException("not written yet");
  }

  public String describe() {
    return paths.toString();
  }
}
