package pggit.load.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import pggit.load.measure.HostFacts;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.SetupException;
import pggit.load.server.fault.Machine;
import picocli.CommandLine.Command;

/** Tells what this machine can do, line by line, by doing it in small. */
@Command(
    name = "doctor",
    description = "Tell what this machine can do, and what to mend where it cannot.")
final class DoctorCommand extends PrintingCommand implements Callable<Integer> {

  private static final int OLDEST_JAVA = 17;
  private static final long LEAST_DISK_BYTES = 500_000_000L;

  /** 0 if the load can be made here; faults that cannot be are no reason for another code. */
  @Override
  public Integer call() {
    var needed = List.of(java(), tempDirectory(), embeddedServer());
    var wanted = Machine.abilities();
    needed.forEach(this::tell);
    wanted.forEach(this::tell);
    var host = HostFacts.read();
    say(
        "      %-16s %s, %s cores, %s"
            .formatted("machine", host.get("cpu"), host.get("cores"), host.get("memory")));
    boolean loadable = needed.stream().allMatch(Machine.Ability::available);
    long missing = wanted.stream().filter(ability -> !ability.available()).count();
    say("");
    say(
        !loadable
            ? "Load cannot be made here before that is mended."
            : missing == 0
                ? "Everything can be run here: mvn gatling:test, mvn verify."
                : "Load can be made here: mvn gatling:test. Tests and faults that take what is missing are left out.");
    return loadable ? 0 : 1;
  }

  private void tell(Machine.Ability ability) {
    say(
        "%-5s %-16s %s"
            .formatted(
                ability.available() ? "ok" : "NO",
                ability.name(),
                String.join(" | ", ability.finding().lines().toList())));
    if (!ability.available()) {
      say("      %-16s without it no %s".formatted("", ability.purpose()));
      say("      %-16s %s".formatted("", ability.remedy()));
    }
  }

  private void say(String line) {
    out().println(line.stripTrailing());
  }

  private static Machine.Ability java() {
    int version = Runtime.version().feature();
    return new Machine.Ability(
        "Java",
        version >= OLDEST_JAVA,
        "%s, %s, heap up to %d MB"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                Runtime.getRuntime().maxMemory() >> 20),
        "run at all",
        "Install a JDK %d or newer".formatted(OLDEST_JAVA));
  }

  private static Machine.Ability tempDirectory() {
    var directory = EmbeddedServer.place();
    var remedy = "Free some space, or choose another place with -Dpggit.server.directory=DIR";
    try {
      long free = Files.getFileStore(Files.createDirectories(directory)).getUsableSpace();
      return new Machine.Ability(
          "temp directory",
          free >= LEAST_DISK_BYTES,
          String.format(
              Locale.ROOT,
              "%s has %.1f GB free, %.1f GB are needed",
              directory,
              free / 1e9,
              LEAST_DISK_BYTES / 1e9),
          "embedded server",
          remedy);
    } catch (IOException e) {
      return new Machine.Ability(
          "temp directory", false, directory + ": " + e, "embedded server", remedy);
    }
  }

  private static Machine.Ability embeddedServer() {
    long begun = System.nanoTime();
    try (var server = EmbeddedServer.start(EmbeddedSpec.defaults())) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Machine.Ability(
          "embedded server",
          true,
          String.format(
              Locale.ROOT,
              "PostgreSQL %s answered after %.1f s, fsync=%s, as %s",
              server.facts().version(),
              seconds,
              server.facts().settings().get("fsync"),
              System.getProperty("user.name")),
          "",
          "");
    } catch (SetupException e) {
      return new Machine.Ability(
          "embedded server",
          false,
          String.valueOf(e.getMessage()),
          "load without a server of one's own",
          "Mend that, or use a running server: -Dpggit.url=jdbc:postgresql://HOST:PORT/DATABASE");
    }
  }
}
