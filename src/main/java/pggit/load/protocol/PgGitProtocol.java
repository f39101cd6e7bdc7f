package pggit.load.protocol;

import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import pggit.load.measure.Recorder;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.server.Endpoint;

/**
 * What the requests of a simulation work on: data, nothing is opened before Gatling starts.
 *
 * @param endpoint database and login of the virtual users
 * @param contract how the installed pgGit is called
 * @param ledger takes down every commit
 * @param recorder takes the times and the counts
 * @param pool serves users without a direct connection
 * @param workers most platform threads for blocking work, 0 for automatic
 */
public record PgGitProtocol(
    Endpoint endpoint, Contract contract, Ledger ledger, Recorder recorder, Pool pool, int workers)
    implements Protocol, ProtocolBuilder {

  @Override
  public Protocol protocol() {
    return this;
  }
}
