package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatling.app.Gatling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.cli.Main;
import pggit.load.pggit.Psql;

/**
 * Every command that the documents tell to type is run: by this class, which types it with a
 * directory for each that stands for one, or by CI, where more settings may stand behind it.
 */
class CommandsIT {

  /** Those that this class runs. */
  private final Map<String, Run> here = new LinkedHashMap<>();

  /** Those of them that are clients of the machine's own. */
  private final Map<String, Run> byPsql = new LinkedHashMap<>();

  private interface Run {
    void run() throws Exception;
  }

  /** As the command for it tells where to find it; {@code login} as in a file of passwords. */
  private record Server(Process process, String url, List<String> login) {}

  @TempDir static Path directory;

  private static Path results;
  private static Server server;

  @BeforeAll
  static void serve() throws Exception {
    results = directory.resolve("results");
    server = server();
  }

  /** As Ctrl-C does. */
  @AfterAll
  static void end() throws Exception {
    server.process().destroy();
    assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
  }

  @BeforeEach
  void namesWhatItRuns() {
    here.put(
        exec("server --port 5433"),
        () -> assertThat(server.url()).startsWith("jdbc:postgresql://"));
    here.put(
        "mvn gatling:test -Dpggit.url=jdbc:postgresql://host:5432/postgres -Dpggit.user=me",
        this::simulationOnAServer);
    here.put(
        "mvn gatling:test -Dgatling.simulationClass=pggit.load.simulations.SoakSimulation -Dpggit.url=jdbc:postgresql://host:5432/postgres -Dpggit.user=me -Dpggit.injectors=3 -Dpggit.injector=0",
        this::injectorOnAServer);
    here.put(
        exec("merge DIR"),
        () ->
            assertThat(main("merge", run("SoakSimulation").toString()))
                .contains("all injectors took part")
                .contains("  page "));
    here.put(
        exec("report target/pggit"),
        () -> assertThat(main("report", results.toString())).endsWith("index.html\n"));
    here.put(
        exec("findings target/pggit --before DIR"),
        () ->
            assertThat(main("findings", results.toString(), "--before", results.toString()))
                .startsWith("## pgGit: no finding")
                .contains("Compared with the findings of an earlier run."));
    here.put(
        "mvn -q -f POM compile exec:java -Dexec.args=--version && git bisect run mvn -q -f POM exec:java -Dexec.args=\"gate bisect --baseline DIR --candidate .\"",
        () -> {
          assertThat(main("--version")).startsWith("pggit-load ");
          output(java(Main.class.getName(), "gate", "bisect", "--candidate", "nowhere"), 125);
        });
    here.put(
        exec("gate accept"),
        () -> assertThat(main("gate", "accept")).contains("RapidCommitSimulation"));
    here.put(
        exec("gate check"),
        () -> assertThat(main("gate", "check", "--undecided=pass")).contains("UNDECIDED"));
    here.put(
        "mvn -q compile exec:java -Dexec.args=doctor",
        () -> assertThat(main("doctor")).contains("embedded server"));
    byPsql.put("createdb mine", () -> assertThat(typed("createdb mine")).isEmpty());
    byPsql.put(
        "psql -X -f NAME.sql mine",
        () -> assertThat(typed("psql -X -f NAME.sql mine")).contains("seen in mine"));
    byPsql.put(
        "PGDATABASE=mine sh NAME.sh",
        () -> assertThat(typed("PGDATABASE=mine sh NAME.sh")).contains("seen in mine"));
  }

  @Test
  void thisClassOrCiRunsEachCommandOfTheDocuments() throws IOException {
    var documented = Commands.documented();
    var ci = Commands.ci();

    assertThat(documented)
        .hasSizeGreaterThan(20)
        .containsAll(here.keySet())
        .containsAll(byPsql.keySet());
    assertThat(documented)
        .filteredOn(command -> !here.containsKey(command) && !byPsql.containsKey(command))
        .filteredOn(
            command ->
                ci.stream().noneMatch(line -> Commands.covers(line, Commands.words(command))))
        .as("neither in a table of this class nor in .github/workflows or .ci")
        .isEmpty();
  }

  @Test
  void whatThisClassRunsDoesWhatItSays() throws Exception {
    for (var command : here.values()) {
      command.run();
    }
  }

  @Test
  void whatIsTypedForPsqlDoesWhatItSays() throws Exception {
    assumeTrue(Psql.find().isPresent(), Psql.NONE);
    Files.writeString(
        directory.resolve("NAME.sql"), "SELECT 'seen in ' || current_database() AS finding;");
    Files.writeString(directory.resolve("NAME.sh"), "psql -X -f NAME.sql\n");
    for (var command : byPsql.values()) {
      command.run();
    }
  }

  private static String exec(String arguments) {
    return "mvn -q compile exec:java -Dexec.args=\"%s\"".formatted(arguments);
  }

  /** The simulation of one user, on a server that is there, in few commits. */
  private void simulationOnAServer() throws Exception {
    var command =
        java(
            "-Dpggit.url=" + server.url(),
            "-Dpggit.user=" + server.login().get(3),
            "-Dpggit.rapid.first=10",
            "-Dpggit.rapid.second=30",
            Gatling.class.getName(),
            "-nr",
            "-s",
            "pggit.load.simulations.RapidCommitSimulation",
            "-rf",
            directory.resolve("gatling").toString());
    command.environment().put("PGPASSWORD", server.login().get(4));
    assertThat(output(command, 0)).contains(" pass\n").contains("  page ");
  }

  /** One of three, whom the others leave alone: it goes on, and says so. */
  private void injectorOnAServer() throws Exception {
    var command =
        java(
            "-Dpggit.url=" + server.url(),
            "-Dpggit.user=" + server.login().get(3),
            "-Dpggit.injectors=3",
            "-Dpggit.injector=0",
            "-Dpggit.injectors.wait=1s",
            "-Dpggit.soak.duration=2s",
            Gatling.class.getName(),
            "-nr",
            "-s",
            "pggit.load.simulations.SoakSimulation",
            "-rf",
            directory.resolve("gatling").toString());
    command.environment().put("PGPASSWORD", server.login().get(4));
    assertThat(output(command, 0))
        .contains("injector 1 did not come, injector 2 did not come")
        .contains("  fetch it  psql");
  }

  /** Directory of a simulation's latest run. */
  private static Path run(String simulation) throws IOException {
    try (var runs = Files.list(results)) {
      return runs.filter(run -> run.getFileName().toString().startsWith(simulation))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static Server server() throws IOException {
    var process = java(Main.class.getName(), "server", "--port", "0").start();
    String url = "";
    String passwords = "";
    var lines = process.inputReader(); // stays open: it ends with the server
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("  JDBC")) {
        url = line.strip().split("\\s+")[1];
      } else if (line.startsWith("  psql")) {
        passwords = line.replaceFirst(".*PGPASSFILE=(\\S+) .*", "$1");
      } else if (line.startsWith("Ctrl-C")) {
        break;
      }
    }
    var login = Files.readString(Path.of(passwords)).lines().findFirst().orElseThrow();
    return new Server(process, url, List.of(login.split(":")));
  }

  /** What a shell says to it, where the environment tells of the server. */
  private static String typed(String command) throws Exception {
    var shell = new ProcessBuilder("sh", "-c", command).directory(directory.toFile());
    shell
        .environment()
        .putAll(
            Map.of(
                "PGHOST", server.login().get(0),
                "PGPORT", server.login().get(1),
                "PGUSER", server.login().get(3),
                "PGPASSWORD", server.login().get(4)));
    return output(shell, 0);
  }

  private static String main(String... arguments) throws Exception {
    return output(
        java(
            Stream.concat(Stream.of(Main.class.getName()), Stream.of(arguments))
                .toArray(String[]::new)),
        0);
  }

  private static String output(ProcessBuilder command, int exitCode) throws Exception {
    var process = command.redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      var said = output.lines().map(line -> line + "\n").reduce("", String::concat);
      assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
      return said;
    }
  }

  /** As Maven starts it. */
  private static ProcessBuilder java(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dpggit.results=" + results);
    command.add("-Dpggit.gate.baselines=" + directory.resolve("baselines"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
