package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;
import pggit.load.server.BaseBackup;

/**
 * Logical replication brings pgGit's rows from one database to another, in both of which is
 * committed. It brings no sequences, and PostgreSQL promises nothing to who writes on both sides:
 * so nothing here fails, but what collides is named. Takes a server with wal_level = logical.
 */
final class BothSidesDrill {

  private static final int SOME = 20;

  /** pgGit's tables, and whether all their changes can be replicated: it takes a primary key. */
  private static final String TABLES =
      """
      SELECT format('pggit.%I', c.relname), EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
        FROM pg_class c
       WHERE c.relnamespace = 'pggit'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
       ORDER BY 1
      """;

  private final Set<String> ids = new HashSet<>();
  private final List<String> same = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  static void committed(Site site, DrillLog findings) throws Exception {
    new BothSidesDrill().run(site, findings);
  }

  private void run(Site site, DrillLog findings) throws Exception {
    var subscriber = site.beside();
    for (var side : List.of(site, subscriber)) { // what it refuses at first is not replication's
      try (var connection = side.database().connect()) {
        ReplicationDrills.commits(side, connection, "drill-before", 1);
      }
    }
    replicate(site, subscriber, findings);
    var last = commits(site, "drill-publisher");
    arrived(site, subscriber, last, "a subscriber takes the publisher's commits", findings);
    commits(subscriber, "drill-subscriber");
    commits(subscriber, "drill-both");
    last = commits(site, "drill-both");
    arrived(
        site,
        subscriber,
        last,
        "a subscriber takes the publisher's commits on a branch that it commits on",
        findings);
    findings.verdict(
        unlessNamed(
            "commits succeed on both sides of a logical replication",
            "%d of %d commits were refused",
            refused));
    findings.verdict(
        unlessNamed(
            "IDs given on both sides of a logical replication differ",
            "%d of %d IDs had been given before",
            same));
    findings.verdicts(site.audit().verdicts());
  }

  private static Verdict unlessNamed(String claim, String evidence, List<String> cases) {
    var said = evidence.formatted(cases.size(), 4 * SOME);
    return cases.isEmpty()
        ? Verdict.pass(claim, said)
        : Verdict.undecided(
            claim,
            said
                + ", where PostgreSQL replicates rows and not the sequences that numbers are drawn"
                + " from. The first: "
                + cases.get(0));
  }

  private static void replicate(Site site, Site subscriber, DrillLog findings) throws SQLException {
    List<String> published = new ArrayList<>();
    List<String> left = new ArrayList<>();
    try (var connection = site.database().connect();
        var statement = connection.createStatement()) {
      try (var table = statement.executeQuery(TABLES)) {
        while (table.next()) {
          (table.getBoolean(2) ? published : left).add(table.getString(1));
        }
      }
      if (!left.isEmpty()) {
        findings.note("not replicated, having no primary key: " + left);
      }
      statement.execute("CREATE PUBLICATION drill FOR TABLE " + String.join(", ", published));
      // Within one server CREATE SUBSCRIPTION would wait for itself if it had to make the slot.
      statement.execute("SELECT pg_create_logical_replication_slot('drill', 'pgoutput')");
    }
    subscriber
        .database()
        .execute(
            "CREATE SUBSCRIPTION drill CONNECTION '%s dbname=%s' PUBLICATION drill WITH (slot_name = drill, create_slot = false, copy_data = false)"
                .formatted(
                    BaseBackup.connectionInfo(site.server()).replace("'", "''"),
                    site.database().database()));
  }

  private record Last(@Nullable String id, String message) {}

  /** Commits on one side; takes down what is refused, and which IDs were given before. */
  private Last commits(Site side, String branch) throws SQLException {
    var last = new Last(null, "");
    try (var connection = side.database().connect()) {
      for (int i = 0; i < SOME; i++) {
        try {
          var message = side.message("commit " + i);
          var id = side.commit(connection, branch, message);
          last = new Last(id, message);
          if (!ids.add(Objects.toString(id))) {
            same.add("'" + id + "'");
          }
        } catch (SQLException e) {
          refused.add(
              String.valueOf(e.getMessage())
                  .lines()
                  .limit(2)
                  .map(String::strip)
                  .collect(Collectors.joining("; ", SqlErrors.sqlState(e) + " ", "")));
        }
      }
    }
    return last;
  }

  /** Whether the subscriber has taken what was committed on the other side. */
  private static void arrived(
      Site site, Site subscriber, Last last, String claim, DrillLog findings) throws Exception {
    var written = site.database().ask("SELECT pg_current_wal_flush_lsn()", row -> row.getString(1));
    String refused = "sum(apply_error_count) > 0 FROM pg_stat_subscription_stats";
    String confirmed =
        "confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE slot_name = 'drill'"
            .formatted(written);
    try (var connection = subscriber.database().connect()) {
      Callable<Boolean> there =
          () -> last.message.equals(DiskDrills.read(subscriber, connection, last.id, last.message));
      ReplicationDrills.await(
          "the subscriber has taken or refused what was committed",
          () ->
              there.call()
                  || ReplicationDrills.yes(subscriber, refused)
                  || ReplicationDrills.yes(site, confirmed)); // without pgGit's commits
      findings.verdict(
          there.call()
              ? Verdict.pass(claim, "the last one was read there")
              : Verdict.undecided(
                  claim,
                  ReplicationDrills.yes(subscriber, refused)
                      ? "it stopped: " + complaint(site.server().log())
                      : "the last one is not there"));
    }
  }

  /** Why rows cannot be applied: the constraint, and the row of PostgreSQL's own DETAIL. */
  private static String complaint(String log) {
    var lines = log.lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).contains("ERROR:") && log.contains("logical replication")) {
        return lines.get(i).replaceFirst(".*ERROR: +", "")
            + (i + 1 < lines.size() ? "; " + lines.get(i + 1).replaceFirst(".*DETAIL: +", "") : "");
      }
    }
    return "the server does not say why";
  }
}
