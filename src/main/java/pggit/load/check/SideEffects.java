package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;

/** What commits do to the server and to what is stored already, besides adding to it. */
final class SideEffects {

  /** Heads, counters and the like of a commit may change; this is more. */
  private static final int FEW_ROWS = 20;

  /** Fewer of them say nothing. */
  private static final int HISTORY = 500;

  private static final int OLDEST = 10;

  /** Notifications of this many fill more than a page of the queue, which is what can be seen. */
  private static final int NOTIFYING = 300;

  private static final String CATALOG_ROWS =
      """
      SELECT sum(pg_catalog.pg_stat_get_xact_tuples_inserted(oid))::bigint FROM pg_catalog.pg_class
      WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'""";

  private static final String CHANGED_ROWS =
      """
      SELECT coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint FROM pg_catalog.pg_stat_xact_user_tables
      WHERE schemaname = 'pggit' OR schemaname LIKE 'pggit\\_%'""";

  private static final String NOTIFIES =
      """
      SELECT coalesce(bool_or(p.prosrc ~* '\\m(pg_)?notify\\M'), false) FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%'""";

  private static final String QUEUE = "SELECT pg_catalog.pg_notification_queue_usage() > 0";

  private SideEffects() {}

  static Family family() {
    return Family.of(
        "side effects",
        Property.of("old commits stay, however many follow", SideEffects::kept),
        Property.of("a commit writes nothing to the system catalog", SideEffects::catalog),
        Property.of("a commit changes few rows of earlier ones", SideEffects::changed),
        Property.of("a commit sends no notifications", SideEffects::notifications));
  }

  private static Answer kept(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var old = new ArrayList<Made>();
    for (int i = 0; i < OLDEST; i++) {
      old.add(session.make("kept", "old " + i));
    }
    int more = new Bulk(lab, session).upTo(lab.scale().history(), "kept").done();
    boolean registry = lab.anatomy().registry().isPresent();
    int gone = 0;
    int unregistered = 0;
    for (var commit : old) {
      gone += lab.anatomy().isStored(lab.shared(), commit) ? 0 : 1;
      boolean missing = registry && lab.anatomy().registered(lab.shared(), commit.id()) == 0;
      unregistered += missing ? 1 : 0;
    }
    if (gone == 0 && more < HISTORY) {
      throw new CannotTell("only " + more + " commits could be made in the time given");
    }
    if (gone == 0 && unregistered > 0) {
      return Answer.broken(
          "the IDs of %d of the first %d commits of a branch are gone from pggit.trinity_ids after %,d more. Whoever looks an ID up there does not find it"
              .formatted(unregistered, OLDEST, more));
    }
    return Answer.of(
        gone == 0,
        "the first %d of a branch are there after %,d more".formatted(OLDEST, more),
        "%d of the first %d commits of a branch are gone after %,d more. pgGit deletes history that it acknowledged"
            .formatted(gone, OLDEST, more));
  }

  private static Answer catalog(Lab lab) throws SQLException {
    long rows = perCommit(lab, CATALOG_ROWS);
    return Answer.of(
        rows == 0,
        "not a row",
        "each commit writes %d rows to PostgreSQL's catalog, as for a temporary table or a partition of its own. The catalog swells with them, and all statements of the database pay for it"
            .formatted(rows));
  }

  private static Answer changed(Lab lab) throws SQLException {
    long rows = perCommit(lab, CHANGED_ROWS);
    return Answer.of(
        rows <= FEW_ROWS,
        rows + " rows updated or deleted",
        "each commit updates or deletes %d rows of pgGit's tables. What they were stays behind until a vacuum: tables swell, and commits become slower in between"
            .formatted(rows));
  }

  /** The least that one of several commits adds to a count of its transaction. */
  private static long perCommit(Lab lab, String count) throws SQLException {
    var session = lab.user();
    session.make("effects", "there");
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      session.begin();
      long before = session.number(count);
      session.make("effects", "counted " + i);
      least = Math.min(least, session.number(count) - before);
      session.undo();
    }
    return least;
  }

  /** One who listens, and does not get round to it, keeps notifications in the queue. */
  private static Answer notifications(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    session.make("notified", "there");
    if (!lab.shared().holds(NOTIFIES)) {
      return Answer.holds("no function of pgGit does");
    }
    if (lab.shared().holds(QUEUE)) {
      throw new CannotTell("others send notifications on this server");
    }
    var listener = lab.user();
    listener.run("LISTEN pggit_check");
    listener.begin();
    listener.number("SELECT 1");
    boolean sent = false;
    for (int i = 0; i < NOTIFYING && !sent; i++) {
      session.make("notified", "a message of no less than a hundred characters, " + "x".repeat(60));
      sent = i % 50 == 49 && lab.shared().holds(QUEUE);
    }
    listener.undo();
    return Answer.of(
        !sent,
        "none in " + NOTIFYING + " commits",
        "each commit sends a NOTIFY. PostgreSQL lets only one transaction of the whole server end at a time that does: with many users commits wait in line, whatever branch they are on");
  }
}
