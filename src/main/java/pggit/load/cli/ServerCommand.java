package pggit.load.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import pggit.load.run.Target;
import pggit.load.server.EmbeddedServer;
import pggit.load.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps an embedded server with pgGit in it until Ctrl-C, for looking in with psql. */
@Command(
    name = "server",
    description = "Start the embedded server with pgGit installed and keep it until Ctrl-C.")
final class ServerCommand extends PrintingCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port on 127.0.0.1; 0 for any free one (default: pggit.server.port)")
  private int port = -1;

  @Override
  public Integer call() throws InterruptedException {
    var settings = Settings.load();
    var spec = Target.specOf(settings);
    var target = Target.open(settings, port < 0 ? spec : spec.withPort(port));
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  target.close();
                  stopped.countDown();
                },
                "pggit-close-target"));
    var out = out();
    out.printf(
        "PostgreSQL %s with pgGit (%s)%n", target.server().facts().version(), target.source());
    out.printf(
        "  JDBC   %s  (user %s)%n", target.database().jdbcUrl(), target.database().login().user());
    out.printf("  libpq  %s%n", target.database().libpqUrl());
    if (target.server() instanceof EmbeddedServer embedded) {
      out.printf(
          "  psql   PGPASSFILE=%s psql %s%n",
          embedded.passwordFile(), target.database().libpqUrl());
    }
    out.println("Ctrl-C stops and deletes it.");
    stopped.await();
    return 0;
  }
}
