package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.app.Gatling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.cli.Main;

/**
 * Every command that the documents tell to type is run: by this class, which types it with a
 * directory for each that stands for one, or by CI, where more settings may stand behind it.
 */
class CommandsIT {

  private static final Pattern CODE = Pattern.compile("(?s)```\\w*\\n(.*?)```|`([^`\\n]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(mvn|\\./mvnw|psql|pgbench|bash|apt-get)\\b.*");

  /** What a document writes for something that is the reader's own; up to there a word is told. */
  private static final Pattern STANDS_FOR =
      Pattern.compile("path/to/extension|DIR|NAME|127\\.0\\.0\\.1:.*");

  /** Those that this class runs. */
  private final Map<String, Run> here = new LinkedHashMap<>();

  private interface Run {
    void run() throws Exception;
  }

  @TempDir Path directory;

  private Path results;

  @BeforeEach
  void namesWhatItRuns() {
    results = directory.resolve("results");
    here.put(
        "mvn gatling:test -Dpggit.url=jdbc:postgresql://host:5432/postgres -Dpggit.user=me",
        () -> withServer(this::simulationOnAServer));
    here.put(
        exec("server --port 5433"),
        () -> withServer((url, login) -> assertThat(url).startsWith("jdbc:postgresql://")));
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
        exec("gate accept"),
        () -> assertThat(main("gate", "accept")).contains("RapidCommitSimulation"));
    here.put(
        exec("gate check"),
        () -> assertThat(main("gate", "check", "--undecided=pass")).contains("UNDECIDED"));
    here.put(
        "mvn -q compile exec:java -Dexec.args=doctor",
        () -> assertThat(main("doctor")).contains("embedded server"));
  }

  @Test
  void thisClassOrCiRunsEachCommandOfTheDocuments() throws IOException {
    var documented = documented();
    var ci = ci();

    assertThat(documented).hasSizeGreaterThan(20).containsAll(here.keySet());
    assertThat(documented)
        .filteredOn(command -> !here.containsKey(command))
        .filteredOn(command -> ci.stream().noneMatch(line -> covers(line, words(command))))
        .as("neither in the table of this class nor in .github/workflows or .ci")
        .isEmpty();
  }

  @Test
  void ciBuildsByNoCommandThatTheDocumentsDoNotName() throws IOException {
    var documented = documented();

    assertThat(ci())
        .filteredOn(line -> line.contains("mvn") || line.contains("./mvnw"))
        .hasSizeGreaterThan(5)
        .allMatch(
            line -> documented.stream().anyMatch(c -> c.contains(" ") && covers(line, words(c))));
  }

  @Test
  void whatThisClassRunsDoesWhatItSays() throws Exception {
    for (var command : here.values()) {
      command.run();
    }
  }

  @Test
  void aCommandIsNotRunByOneThatLacksAWordOfIt() {
    var line = words("mvn -B verify -Dtest=A -Dpggit.source=a/b || code=$?");

    assertThat(covers(line, words("mvn verify -Dpggit.source=path/to/extension"))).isTrue();
    assertThat(covers(line, words("mvn verify -Dtest=B"))).isFalse();
    assertThat(covers(line, words("mvn verify -Dpggit.user=me"))).isFalse();
  }

  private static String exec(String arguments) {
    return "mvn -q compile exec:java -Dexec.args=\"%s\"".formatted(arguments);
  }

  /** Commands of README and docs, in spans or blocks of code. */
  private static Set<String> documented() throws IOException {
    var commands = new LinkedHashSet<String>();
    try (var docs = Files.list(Path.of("docs"))) {
      for (var file : Stream.concat(Stream.of(Path.of("README.md")), docs.sorted()).toList()) {
        if (file.toString().endsWith(".md")) {
          CODE.matcher(Files.readString(file))
              .results()
              .map(code -> code.group(1) == null ? code.group(2) : code.group(1))
              .flatMap(String::lines)
              .map(String::strip)
              .filter(line -> COMMAND.matcher(line).matches())
              .forEach(commands::add);
        }
      }
    }
    return commands;
  }

  /** Each line of CI that calls something, as words. */
  private static List<List<String>> ci() throws IOException {
    var lines = new ArrayList<List<String>>();
    try (var workflows = Files.list(Path.of(".github", "workflows"))) {
      for (var file : Stream.concat(Stream.of(Path.of(".ci", "run")), workflows).toList()) {
        Files.readString(file).lines().map(CommandsIT::words).forEach(lines::add);
      }
    }
    return lines;
  }

  private static List<String> words(String line) {
    return List.of(line.strip().replaceAll("[\"']", "").split("\\s+"));
  }

  private static boolean covers(List<String> line, List<String> command) {
    return command.stream().allMatch(word -> line.stream().anyMatch(w -> covers(w, word)));
  }

  private static boolean covers(String typed, String told) {
    var standsFor = STANDS_FOR.matcher(told);
    return standsFor.find()
        ? typed.startsWith(told.substring(0, standsFor.start()))
        : typed.equals(told) || (typed.equals("./mvnw") && told.equals("mvn"));
  }

  /** The simulation of one user, on a server that is there, in few commits. */
  private void simulationOnAServer(String url, String login) throws Exception {
    var command =
        java(
            "-Dpggit.url=" + url,
            "-Dpggit.user=" + login.split(":")[3],
            "-Dpggit.rapid.first=10",
            "-Dpggit.rapid.second=30",
            Gatling.class.getName(),
            "-nr",
            "-s",
            "pggit.load.simulations.RapidCommitSimulation",
            "-rf",
            directory.resolve("gatling").toString());
    command.environment().put("PGPASSWORD", login.split(":")[4]);
    assertThat(output(command, 0)).contains(" pass\n").contains("  page ");
  }

  private interface Client {
    void use(String url, String login) throws Exception;
  }

  /** Starts the server as the command does, and ends it as Ctrl-C does. */
  private void withServer(Client client) throws Exception {
    var process = java(Main.class.getName(), "server", "--port", "0").start();
    try (var lines = process.inputReader()) {
      String url = "";
      String passwords = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("  JDBC")) {
          url = line.strip().split("\\s+")[1];
        } else if (line.startsWith("  psql")) {
          passwords = line.replaceFirst(".*PGPASSFILE=(\\S+) .*", "$1");
        } else if (line.startsWith("Ctrl-C")) {
          break;
        }
      }
      client.use(url, Files.readString(Path.of(passwords)).lines().findFirst().orElseThrow());
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
    }
  }

  private String main(String... arguments) throws Exception {
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
  private ProcessBuilder java(String... arguments) {
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
