package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pggit.load.run.WatchedPool;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/** A pool whose server goes away and comes back at the same address. */
@Tag("chaos")
@Tag("resource")
@Tag("slow")
@Tag("alone")
class PoolRestartIT {

  private static final Login USER = new Login("pool_user", Secret.of("pool_user"));

  @Test
  void poolServesValidConnectionsAgainAfterTheServerWasRestarted() throws Exception {
    EmbeddedServer first = EmbeddedServer.start(EmbeddedSpec.defaults());
    Endpoint address = prepared(first);
    var watched = new WatchedPool("restarted", address, 3, Duration.ofMillis(500));
    try (var pool = new HikariDataSource(watched.config())) {
      assertThat(answers(pool)).isTrue();
      first.close();
      assertThatThrownBy(() -> answers(pool)).isInstanceOf(SQLException.class);

      try (EmbeddedServer second =
          EmbeddedServer.start(EmbeddedSpec.defaults().withPort(address.port()))) {
        prepared(second);

        await()
            .atMost(Duration.ofSeconds(10))
            .ignoreExceptionsMatching(SQLException.class::isInstance)
            .until(() -> answers(pool));
        for (int i = 0; i < 10; i++) {
          assertThat(answers(pool)).isTrue();
        }
      }
    } finally {
      first.close();
    }
  }

  /**
   * The server's address for a role that every such server has; each has a superuser of its own.
   */
  private static Endpoint prepared(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.admin().connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE pool_user LOGIN PASSWORD 'pool_user'");
    }
    return server.admin().withLogin(USER);
  }

  private static boolean answers(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    }
  }
}
