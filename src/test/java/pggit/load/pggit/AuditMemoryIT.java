package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;

/** The audit in a JVM that has room for the ledger and little else. */
@Tag("slow")
class AuditMemoryIT {

  private static final int COMMITS = 1_000_000; // 26 MB of ledger, some 200 MB of rows
  private static final String MAX_HEAP = "-Xmx80m";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void readsAMillionCommitsWithoutKeepingThem() throws Exception {
    PgGitSource.of(List.of(ContractIT.SCHEMAS.resolve("branch-first.sql")))
        .install(postgres.server(), postgres.database(), OnError.STOP);
    Endpoint database = postgres.database();
    try (Connection connection = database.connect()) {
      Commits.run(
          connection,
          "INSERT INTO pggit.commits (hash, branch_id, message) SELECT 'T-' || i, 1,"
              + " '[memory-' || i || '] message' FROM generate_series(0, "
              + (COMMITS - 1)
              + ") i");
    }

    ProcessBuilder audit =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            MAX_HEAP,
            "-cp",
            System.getProperty("java.class.path"),
            Forked.class.getName(),
            database.jdbcUrl(),
            database.login().user());
    audit.environment().put("PGPASSWORD", database.login().password().reveal());
    Process process = audit.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("nothing lost: all of 1,000,000 acknowledged commits are stored");
  }

  static final class Forked {

    private Forked() {}

    public static void main(String[] args) throws Exception {
      Ledger ledger = new Ledger("memory");
      for (int i = 0; i < COMMITS; i++) {
        ledger.acknowledged(ledger.intend("main", ledger.stamp("message", i)), "T-" + i);
      }
      try (Connection connection =
          DriverManager.getConnection(args[0], args[1], System.getenv("PGPASSWORD"))) {
        Contract contract = Contract.detect(connection);
        AuditReport report = Audit.of(connection, contract, ledger, AuditFixture.NOTHING);
        report.verdicts().forEach(v -> System.out.println(v.name() + ": " + v.evidence()));
        System.exit(AuditFixture.failed(report).isEmpty() ? 0 : 1);
      }
    }
  }
}
