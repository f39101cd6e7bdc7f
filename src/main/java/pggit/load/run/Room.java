package pggit.load.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/** How many connections of the server the load may have. */
public final class Room {

  /** The sampler's session: PostgreSQL counts a superuser's among those that ordinary roles get. */
  static final int SAMPLER = 1;

  /** Connections that whoever asks may have; the last setting came with PostgreSQL 16. */
  private static final String ADMITTED =
      """
      SELECT current_setting('max_connections')::int
             - CASE WHEN current_setting('is_superuser')::bool THEN 0
               ELSE current_setting('superuser_reserved_connections')::int
                    + coalesce(current_setting('reserved_connections', true)::int, 0) END""";

  /** Connections of clients there are now, ours included. */
  private static final String TAKEN =
      "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";

  private final Target target;
  private final Optional<String> confirmed;
  private final Consumer<String> notes;
  private final int admitted;

  /**
   * @param confirmed database whose server may be used up
   * @param notes gets what the load does otherwise than the settings say
   */
  Room(Target target, Optional<String> confirmed, Consumer<String> notes) {
    this.target = target;
    this.confirmed = confirmed;
    this.notes = notes;
    admitted = number(target.load(), ADMITTED) - SAMPLER;
  }

  /**
   * How many connections the server admits to the virtual users, those of others not counted. The
   * sampler, which stays during the whole run, has its own.
   */
  public int admitted() {
    return admitted;
  }

  /**
   * Numbers of users at once as they can be had: on somebody else's server, without their
   * confirmation, no more than leave others their connections and a tenth of the rest.
   */
  public List<Integer> levels(List<Integer> wanted) {
    int most =
        mayBeUsedUp()
            ? admitted
            : Math.max(1, (admitted - number(target.database(), TAKEN)) * 9 / 10);
    var possible = wanted.stream().map(level -> Math.min(level, most)).distinct().toList();
    if (!possible.equals(wanted)) {
      notes.accept(
          "users at once %s instead of %s: the server has room for %d"
              .formatted(possible, wanted, most));
    }
    return possible;
  }

  /** The same for one number. */
  public int level(int wanted) {
    return levels(List.of(wanted)).get(0);
  }

  /** Whether the simulation may use up all connections of the server. */
  public boolean mayBeUsedUp() {
    return target.server().embedded() || confirmed.equals(Optional.of(target.confirmationName()));
  }

  /** What to say to allow it. */
  public String confirmation() {
    return "left out, since it would use up the connections of a server that others may use;"
        + " -Dpggit.confirm=%s allows it".formatted(target.confirmationName());
  }

  private static int number(Endpoint login, String sql) {
    try {
      return login.ask(sql, row -> row.getInt(1));
    } catch (SQLException e) {
      throw new SetupException("cannot count the server's connections: " + e.getMessage(), e);
    }
  }
}
