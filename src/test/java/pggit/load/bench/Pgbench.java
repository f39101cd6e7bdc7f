package pggit.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import pggit.load.server.Endpoint;

/** {@link Driver#PGBENCH}: the one on the PATH. */
final class Pgbench {

  private static final Pattern RESULT =
      Pattern.compile("(?s)processed: (\\d+).*tps = ([\\d.]+) \\(without initial connection");

  private Pgbench() {}

  /** What it says it is; empty where there is none. */
  static Optional<String> version() {
    try {
      return new ProcessBuilder("pgbench", "--version").start().inputReader().lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Without a warm-up, of which a program in C has no need; the others' stints warm the server. */
  static Served run(Endpoint endpoint, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), connections);
    // Its time runs while it still connects; on a busy machine that takes a second for fifty.
    int whole = seconds + 1 + connections / 50;
    var command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared", "-f", "-"));
    command.addAll(List.of("-c", "" + connections, "-j", "" + threads, "-T", "" + whole));
    command.addAll(List.of("-h", endpoint.host(), "-p", "" + endpoint.port()));
    command.addAll(List.of("-U", endpoint.login().user(), endpoint.database()));
    var sql = load.sql + ";";
    for (var argument : load.arguments) {
      var name = "a" + command.size();
      command.addAll(List.of("-D", name + "=" + argument));
      sql = sql.replaceFirst("\\?", ":" + name);
    }
    double cpuBefore = childrenCpuSeconds();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var script = process.outputWriter()) {
      script.write(sql);
    }
    var output = new String(process.getInputStream().readAllBytes());
    var result = RESULT.matcher(output);
    if (process.waitFor() != 0 || !result.find()) { // it has ended, so its processor time counts
      throw new IllegalStateException("pgbench failed: " + output);
    }
    double cpuMicros = (childrenCpuSeconds() - cpuBefore) * 1e6;
    double requests = Double.parseDouble(result.group(1));
    return new Served(Double.parseDouble(result.group(2)), cpuMicros / requests);
  }

  /** Processor time of all children of this process that have ended, in steps of 10 ms. */
  private static double childrenCpuSeconds() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0; // cutime, cstime
  }
}
