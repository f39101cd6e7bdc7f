package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;

class BackendsIT {

  private static final String NAME = "a pool";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void leavesOutTheSessionsOfAnotherRunOnTheSameServer() throws SQLException {
    try (var other = ScratchDatabase.create(postgres.server());
        var theirs = other.endpoint().with("ApplicationName", NAME).connect();
        var ours = postgres.database().with("ApplicationName", NAME).connect();
        var harness = postgres.database().connect()) {
      assertThat(theirs.isValid(1) && ours.isValid(1)).isTrue();

      assertThat(Backends.of(harness, NAME).total()).isOne();
    }
  }
}
