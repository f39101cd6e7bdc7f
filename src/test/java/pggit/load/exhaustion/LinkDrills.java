package pggit.load.exhaustion;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import pggit.load.protocol.SqlErrors;
import pggit.load.server.fault.FaultyLink;

/** Nothing is wrong with the server, but with the network. */
final class LinkDrills {

  private static final int USERS = 5;
  private static final int SMALL = 200;

  private LinkDrills() {}

  /** The answer to a commit is lost: it is in doubt, and stored. So is that to COMMIT. */
  static void replyLost(Site site, DrillLog findings) throws Exception {
    var sql = site.contract().commitSql();
    var call = sql.substring(0, sql.indexOf('('));
    try (var link = FaultyLink.to(site.database())) {
      lose(site, link, () -> link.loseReplyTo(isCall(call)), false);
      lose(site, link, () -> link.loseReplyTo("COMMIT"::equals), true);
      findings.verdict(
          link.lost() == 2 && site.ledger().inDoubt() == 2,
          "a commit whose answer was lost is in doubt",
          "%d answers were lost, %d commits are in doubt"
              .formatted(link.lost(), site.ledger().inDoubt()));
      var report = site.audit();
      findings.verdict(
          report.inDoubtStored() == 2,
          "a commit whose answer was lost is stored",
          "%d of 2 are".formatted(report.inDoubtStored()));

      lose(site, link, () -> link.loseRequest(isCall(call)), false);
      report = site.audit();
      findings.verdict(
          site.ledger().inDoubt() == 3 && report.inDoubtStored() == 2,
          "a commit that never arrived is not stored",
          "%d in doubt, %d of them stored"
              .formatted(site.ledger().inDoubt(), report.inDoubtStored()));
    }
    ServerDrills.balance(site, findings);
  }

  private static Predicate<String> isCall(String call) {
    return text -> text.startsWith(call);
  }

  /** Makes one commit, then one of which something is lost. */
  private static void lose(Site site, FaultyLink link, Runnable arm, boolean inTransaction)
      throws SQLException {
    try (var connection = link.endpoint().connect()) {
      site.commit(connection, "main", site.message(SMALL, 1));
      arm.run();
      if (!inTransaction) {
        site.commit(connection, "main", site.message(SMALL, 2));
        return;
      }
      connection.setAutoCommit(false);
      var message = site.message(SMALL, 3);
      long entry = site.ledger().intend("main", message);
      try {
        var id = site.call(connection, "main", message);
        connection.commit();
        site.ledger().acknowledged(entry, id);
      } catch (SQLException e) {
        site.failed(entry, e);
      }
    } catch (SQLException e) {
      if (!SqlErrors.inDoubt(e)) {
        throw e;
      }
    }
  }

  /** Under load the link is slow, then dead for longer than clients wait, then cut. */
  static void linkFails(Site site, DrillLog findings) throws Exception {
    try (var link = FaultyLink.to(site.database())) {
      var impatient = link.endpoint().with("socketTimeout", "1").with("connectTimeout", "1");
      try (var load = CommitLoad.direct(site, impatient::connect, USERS, SMALL)) {
        load.awaitMore(USERS * 5L);
        link.delayReplies(Duration.ofMillis(50));
        long slow = System.nanoTime();
        ServerDrills.goesOn(load, slow, "the link became slow", findings);
        findings.verdict(
            load.harm().isEmpty(),
            "a slow link only slows commits down",
            "answers held back for 50 ms, failures " + load.failures());
        link.heal();

        link.blackHole();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> load.usersWho(s -> s.startsWith("08")) == USERS);
        link.heal();
        long healed = System.nanoTime();
        ServerDrills.goesOn(load, healed, "a black hole", findings);

        link.cut();
        long cut = System.nanoTime();
        ServerDrills.goesOn(load, cut, "a cut", findings);
        load.end(findings);
      }
    }
    ServerDrills.balance(site, findings);
  }
}
