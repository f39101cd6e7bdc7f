package pggit.load.run;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.verdict.Admission;

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

  private final Admission admission;
  private final Consumer<String> notes;

  /**
   * @param notes gets what the load does otherwise than the settings say
   */
  Room(Admission admission, Consumer<String> notes) {
    this.admission = admission;
    this.notes = notes;
  }

  /**
   * What there is: on somebody else's server, without their confirmation, no more than leaves
   * others their connections and a tenth of the rest.
   *
   * @param confirmed database whose server may be used up
   * @param harness connections of our own beside the load's
   */
  static Admission of(Target target, Optional<String> confirmed, int harness) {
    int admitted = number(target.load(), ADMITTED) - harness;
    if (target.server().embedded() || confirmed.equals(Optional.of(target.confirmationName()))) {
      return new Admission(admitted, admitted, Optional.empty());
    }
    int most = Math.max(1, (admitted - number(target.database(), TAKEN)) * 9 / 10);
    return new Admission(
        admitted,
        most,
        Optional.of(
            "left out, since it would use up the connections of a server that others may use; -Dpggit.confirm=%s allows it"
                .formatted(target.confirmationName())));
  }

  Admission admission() {
    return admission;
  }

  /**
   * How many connections the server admits to the virtual users, those of others not counted. The
   * sampler, which stays during the whole run, has its own.
   */
  public int admitted() {
    return admission.admitted();
  }

  /** Numbers of users at once as they can be had. */
  public List<Integer> levels(List<Integer> wanted) {
    var possible = admission.levels(wanted);
    if (!possible.equals(wanted)) {
      notes.accept(
          "users at once %s instead of %s: the server has room for %d"
              .formatted(possible, wanted, admission.most()));
    }
    return possible;
  }

  /** The same for one number. */
  public int level(int wanted) {
    return levels(List.of(wanted)).get(0);
  }

  /** Whether the simulation may use up all connections of the server. */
  public boolean mayBeUsedUp() {
    return admission.confirmation().isEmpty();
  }

  private static int number(Endpoint login, String sql) {
    try {
      return login.ask(sql, row -> row.getInt(1));
    } catch (SQLException e) {
      throw new SetupException("cannot count the server's connections: " + e.getMessage(), e);
    }
  }
}
