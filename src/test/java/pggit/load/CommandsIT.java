package pggit.load;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  private static final Pattern CODE = Pattern.compile("(?s)```\\w*\\n(.*?)```|`([^`\\n]+)`");

  /**
   * What stands in code and is nothing to type into a shell; all else is taken for a command, but
   * for single words, which are names unless there is a file of that name that can be run.
   */
  private static final Pattern NO_COMMAND =
      Pattern.compile(
          String.join(
              "|",
              "[-\\\\*].*", // options, commands of psql, patterns
              "[A-Z]+ .*", // SQL
              "\\S+\\(.*", // signatures
              "IO:WALSync=1 LWLock:WALWrite=12", // a field of server.csv
              "limit of the role|server limit|refusals fail fast|slots free again", // verdicts
              "gate (ab|check)", // arguments; the whole command stands elsewhere
              "cd <their directory> && psql -f <script>")); // what is done in its place

  /** The beginning of a block that shows what a command said. */
  private static final Pattern SAID = Pattern.compile("\\d+ simulations run, ");

  /** What a document writes for something that is the reader's own. */
  private static final Pattern STANDS_FOR =
      Pattern.compile("path/to/extension|\\bDIR\\b|\\bNAME\\b");

  private static final Pattern RUN = Pattern.compile("( *(?:- )?)run: *(.*)");

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
    var documented = documented();
    var ci = ci();

    assertThat(documented)
        .hasSizeGreaterThan(20)
        .containsAll(here.keySet())
        .containsAll(byPsql.keySet());
    assertThat(documented)
        .filteredOn(command -> !here.containsKey(command) && !byPsql.containsKey(command))
        .filteredOn(command -> ci.stream().noneMatch(line -> covers(line, words(command))))
        .as("neither in a table of this class nor in .github/workflows or .ci")
        .isEmpty();
  }

  @Test
  void ciBuildsByNoCommandThatTheDocumentsDoNotName() throws IOException {
    var documented = documented();

    assertThat(ci())
        .filteredOn(line -> line.contains("mvn") || line.contains("./mvnw"))
        .hasSizeGreaterThan(5)
        .allMatch(line -> documented.stream().anyMatch(c -> covers(line, words(c))));
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

  @Test
  void aCommandIsNotRunByOneThatLacksAWordOfItOrHasThemInAnotherOrder() {
    var line = words("mvn -B verify -Dtest=A -Dpggit.source=a/b");

    assertThat(covers(line, words("mvn verify -Dpggit.source=path/to/extension"))).isTrue();
    assertThat(covers(line, words("mvn verify -Dtest=B"))).isFalse();
    assertThat(covers(line, words("mvn verify -Dpggit.user=me"))).isFalse();
    assertThat(covers(line, words("verify mvn"))).isFalse();
    assertThat(covers(words("echo mvn verify"), words("mvn verify"))).isFalse();
    assertThat(covers(words("mvn -D=http://127.0.0.1:1/a"), words("mvn -D=http://127.0.0.1:1/b")))
        .isFalse();
  }

  @Test
  void whatCiRunsIsNeitherACommentNorANameNorTheCommandBeside() {
    var steps =
        """
        - name: mvn one
          # mvn two
          run: mvn three # mvn four
        - run: |
            sudo A=b mvn five \\
              six || mvn seven
          env: mvn eight
        """;

    assertThat(commands(runLines(steps)))
        .containsExactly(words("mvn three"), words("mvn five six"), words("mvn seven"));
  }

  @Test
  void whatHasAProgramNobodyHeardOfIsACommandToo() {
    var text = "`curl -O x`, `A=1 make all`, `./mvnw`, `pool.size`, `SELECT 1`, `-M prepared`\n";

    assertThat(documented(text + "```sh\ngit clone x\n```\n```\n2 simulations run, a\nb c\n```\n"))
        .containsExactly("curl -O x", "A=1 make all", "./mvnw", "git clone x");
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
          commands.addAll(documented(Files.readString(file)));
        }
      }
    }
    return commands;
  }

  private static List<String> documented(String markdown) {
    return CODE.matcher(markdown)
        .results()
        .map(code -> code.group(1) == null ? code.group(2) : code.group(1))
        .filter(code -> !SAID.matcher(code).lookingAt())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(CommandsIT::isCommand)
        .toList();
  }

  private static boolean isCommand(String code) {
    var file = Path.of(code);
    return code.contains(" ")
        ? !NO_COMMAND.matcher(code).matches()
        : Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Each command of CI, as words. */
  private static List<List<String>> ci() throws IOException {
    var commands = new ArrayList<>(commands(Files.readString(Path.of(".ci", "run"))));
    try (var workflows = Files.list(Path.of(".github", "workflows"))) {
      for (var file : workflows.toList()) {
        commands.addAll(commands(runLines(Files.readString(file))));
      }
    }
    return commands;
  }

  /** What the steps of a workflow run. */
  private static String runLines(String workflow) {
    var script = new StringBuilder();
    int step = -1; // how far the key in whose block we are is indented
    for (var line : workflow.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      var run = RUN.matcher(line);
      if (run.matches()) {
        step = run.group(2).startsWith("|") ? run.group(1).length() : -1;
        script.append(step < 0 ? run.group(2) + "\n" : "");
      } else if (step >= 0 && (indent > step || line.isBlank())) {
        script.append(line).append('\n');
      } else {
        step = -1;
      }
    }
    return script.toString();
  }

  /** Of a script for a shell, each without what is set for it. */
  private static List<List<String>> commands(String script) {
    return script
        .replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
        .flatMap(line -> Stream.of(line.split("&&|[|;]+")))
        .map(command -> command.strip().replaceFirst("^(sudo |\\w+=\\S* )*", ""))
        .filter(command -> !command.isBlank())
        .map(CommandsIT::words)
        .toList();
  }

  private static List<String> words(String line) {
    return List.of(line.strip().replaceAll("[\"']", "").split("\\s+"));
  }

  /** Whether a line begins as a command does and has all its words in their order. */
  private static boolean covers(List<String> line, List<String> command) {
    int next = 0;
    for (var word : line) {
      if (next < command.size() && covers(word, command.get(next))) {
        next++;
      } else if (next == 0) {
        return false;
      }
    }
    return next == command.size();
  }

  private static boolean covers(String typed, String told) {
    var shape = Stream.of(STANDS_FOR.split(told, -1)).map(Pattern::quote).collect(joining("\\S+"));
    return typed.matches(shape) || (typed.equals("./mvnw") && told.equals("mvn"));
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
