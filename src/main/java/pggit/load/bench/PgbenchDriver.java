package pggit.load.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.server.Endpoint;

/** {@link Driver#PGBENCH}, where the machine has it. */
final class PgbenchDriver implements StintDriver {

  private static final Pattern DONE = Pattern.compile("transactions actually processed: (\\d+)");
  private static final Pattern RATE =
      Pattern.compile("tps = ([\\d.]+) \\(without initial connection time\\)");
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** Its time runs while it still connects; on a busy machine that takes a second for so many. */
  private static final int CONNECTIONS_A_SECOND = 50;

  private final Path program;
  private final Endpoint endpoint;

  PgbenchDriver(Path program, Endpoint endpoint) {
    this.program = program;
    this.endpoint = endpoint;
  }

  /** The first pgbench on the PATH, else that of the newest PostgreSQL of a Debian. */
  static Optional<Path> find() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var onPath = Stream.of(path.split(":", -1)).map(directory -> Path.of(directory, "pgbench"));
    return Stream.concat(onPath, ofDebian().stream()).filter(Files::isExecutable).findFirst();
  }

  private static List<Path> ofDebian() {
    if (!Files.isDirectory(DEBIAN)) {
      return List.of();
    }
    try (var versions = Files.list(DEBIAN)) {
      return versions
          .sorted((a, b) -> b.compareTo(a))
          .map(version -> version.resolve("bin/pgbench"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What it says it is: {@code pgbench (PostgreSQL) 15.14}. */
  static String version(Path program) {
    try {
      var process = new ProcessBuilder(program.toString(), "--version").start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a warm-up, of which a program in C has no need; the others' stints warm the server. */
  @Override
  public Sample run(Stint stint) throws IOException, InterruptedException {
    var script = Files.createTempFile("pggit-bench", ".sql");
    try {
      Files.writeString(
          script,
          stint.load() == Load.COMMIT
              ? "SELECT pggit.commit_changes(:name, :branch, :message);\n"
              : "SELECT 1;\n");
      long cpuBefore = childrenCpuNanos();
      var process = new ProcessBuilder(command(stint, script));
      process.environment().put("PGPASSWORD", endpoint.login().password().reveal());
      var running = process.redirectErrorStream(true).start();
      var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (running.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed: " + output);
      }
      double cpuSeconds = (childrenCpuNanos() - cpuBefore) / 1e9;
      long requests = (long) number(DONE, output);
      return new Sample(requests, requests / number(RATE, output), cpuSeconds);
    } finally {
      Files.delete(script);
    }
  }

  private List<String> command(Stint stint, Path script) {
    var cores = Runtime.getRuntime().availableProcessors();
    var command = new ArrayList<String>();
    command.addAll(List.of(program.toString(), "-n", "-M", "prepared", "-f", script.toString()));
    command.addAll(List.of("-c", "" + stint.connections()));
    command.addAll(List.of("-j", "" + Math.min(cores, stint.connections())));
    int connecting = 1 + stint.connections() / CONNECTIONS_A_SECOND;
    command.addAll(List.of("-T", "" + (stint.measured().toSeconds() + connecting)));
    command.addAll(List.of("-D", "name=" + Load.NAME, "-D", "branch=" + Load.BRANCH));
    command.addAll(List.of("-D", "message=" + Load.MESSAGE));
    command.addAll(List.of("-h", endpoint.host(), "-p", "" + endpoint.port()));
    command.addAll(List.of("-U", endpoint.login().user(), endpoint.database()));
    return command;
  }

  private static double number(Pattern pattern, String output) {
    var found = pattern.matcher(output);
    if (!found.find()) {
      throw new IllegalStateException("no \"" + pattern + "\" in what pgbench said: " + output);
    }
    return Double.parseDouble(found.group(1));
  }

  /** Processor time of all children of this process that have ended, in steps of 10 ms. */
  private static long childrenCpuNanos() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10_000_000; // cutime, cstime
  }
}
