package pggit.load.protocol;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import java.time.Duration;
import java.util.function.Supplier;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.server.Endpoint;
import pggit.load.target.Contract;
import pggit.load.target.Ledger;

/**
 * What the requests of a simulation work on: data, nothing is opened before Gatling starts.
 *
 * @param endpoint database and login of the virtual users
 * @param contract how the installed pgGit is called
 * @param ledger takes down every commit
 * @param recorder takes the times
 * @param tallies takes the counts
 * @param pool makes the configuration of the pool that serves users without a direct connection;
 *     asked once, when the first such user comes
 * @param timeout longest time of one statement; the server cancels it with 57014
 * @param workers most platform threads for blocking work, 0 for automatic
 */
public record PgGitProtocol(
    Endpoint endpoint,
    Contract contract,
    Ledger ledger,
    Recorder recorder,
    Tally.Book tallies,
    Supplier<HikariConfig> pool,
    Duration timeout,
    int workers)
    implements Protocol, ProtocolBuilder {

  @Override
  public Protocol protocol() {
    return this;
  }
}
