package pggit.load.measure;

import java.util.Set;

/** Whom a {@link Verdict} is about: where a defect would have to be mended. */
public enum Whose {
  /** pgGit, which the simulations are made to judge. */
  PGGIT("pgGit"),
  /** The connection pool on the client's side. */
  POOL("the pool"),
  /** PostgreSQL and its set-up: limits, settings, roles, encoding. */
  SERVER("the server's set-up"),
  /** What lies between client and server: pooler, network, TLS. */
  WAY_IN("the way in"),
  /** The load generator and its machine. */
  INJECTOR("the load generator");

  /** Errors with which a server refuses or ends anybody's session, whatever it does. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("53100", "53300", "57P01", "57P02", "57P03", "57P04", "57P05");

  private final String words;

  Whose(String words) {
    this.words = words;
  }

  /**
   * Whose an error of a commit is that came with this SQLSTATE. A connection that is lost, a login
   * that is refused, a server that is full or shut down would have met any other statement as well.
   */
  public static Whose of(String sqlState) {
    if (sqlState.startsWith("POOL")) {
      return POOL;
    }
    if (sqlState.startsWith("08")) {
      return WAY_IN;
    }
    return sqlState.startsWith("28") || OF_THE_SERVER.contains(sqlState) ? SERVER : PGGIT;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
