package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static org.galaxio.gatling.javaapi.JdbcDsl.DB;
import static org.galaxio.gatling.javaapi.JdbcDsl.allResults;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.galaxio.gatling.javaapi.actions.QueryActionBuilder;
import pggit.load.measure.Recorder;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.server.Endpoint;

/**
 * Users in Gatling, in this JVM, over our protocol or over gatling-jdbc, with all that a run does
 * for each request: ledger, recorder, Gatling's console and log.
 */
final class GatlingLoad implements AutoCloseable {

  /** Gatling makes it by its name, so what the next one is to do lies in a field. */
  public static final class Users extends Simulation {
    {
      next.accept(this);
    }
  }

  private static volatile Consumer<Users> next;

  final Recorder recorder = new Recorder();
  private final LongAdder done = new LongAdder();
  private final CompletableFuture<Void> gatling;
  private volatile boolean stopped;

  /**
   * @param pool connections for users who have none of their own; they wait 10 s for one
   * @param users made by Gatling's thread, since the DSL works only there
   */
  GatlingLoad(Endpoint endpoint, int pool, Function<GatlingLoad, PopulationBuilder> users)
      throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(endpoint.jdbcUrl());
    config.setDataSourceProperties(endpoint.properties());
    config.setMaximumPoolSize(pool);
    config.setConnectionTimeout(10_000);
    var protocol = protocol(endpoint, new Pool(config));
    next = made -> made.setUp(users.apply(this)).protocols(protocol, DB().hikariConfig(config));
    gatling = CompletableFuture.runAsync(GatlingLoad::run);
  }

  private PgGitProtocol protocol(Endpoint endpoint, Pool pool) throws SQLException {
    try (var connection = endpoint.connect()) {
      var contract = Contract.detect(connection);
      return new PgGitProtocol(endpoint, contract, new Ledger("bench"), recorder, pool, 0);
    }
  }

  /** Of gatling-jdbc, which does not mark the session if a request fails. */
  static ChainBuilder marked(QueryActionBuilder request) {
    return exec(request.check(allResults().saveAs("rows")))
        .exec(
            session -> session.contains("rows") ? session.remove("rows") : session.markAsFailed());
  }

  /** A request again and again until closed; counts those that were answered without an error. */
  ChainBuilder repeated(ChainBuilder request) {
    return asLongAs(session -> !stopped).on(request.exec(this::count));
  }

  private Session count(Session session) {
    done.add(session.isFailed() ? 0 : 1);
    return session.markAsSucceeded();
  }

  Served measure(int warmup, int seconds) throws InterruptedException {
    return Served.measure(warmup, seconds, done::sum, gatling::isDone);
  }

  private static void run() {
    try {
      var log = Files.createTempDirectory("pggit-bench");
      Gatling$.MODULE$.fromArgs(
          new String[] {"-s", Users.class.getName(), "-rf", log.toString(), "-nr"});
      try (var files = Files.walk(log)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the last user has gone. */
  @Override
  public void close() {
    stopped = true;
    gatling.join();
  }
}
