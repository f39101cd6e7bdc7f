package pggit.load;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands that the documents tell to type, and those that CI types. */
final class Commands {

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
              "gate (ab|bisect|check|history)", // arguments; the whole command stands elsewhere
              "cd <their directory> && psql -f <script>")); // what is done in its place

  /** The beginning of a block that shows what a command said. */
  private static final Pattern SAID = Pattern.compile("\\d+ simulations run, ");

  /** What a document writes for something that is the reader's own. */
  private static final Pattern STANDS_FOR =
      Pattern.compile("path/to/extension|\\bDIR\\b|\\bNAME\\b");

  private static final Pattern RUN = Pattern.compile("( *(?:- )?)run: *(.*)");

  private Commands() {}

  /** Commands of README and docs, in spans or blocks of code. */
  static Set<String> documented() throws IOException {
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

  static List<String> documented(String markdown) {
    return CODE.matcher(markdown)
        .results()
        .map(code -> code.group(1) == null ? code.group(2) : code.group(1))
        .filter(code -> !SAID.matcher(code).lookingAt())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(Commands::isCommand)
        .toList();
  }

  private static boolean isCommand(String code) {
    var file = Path.of(code);
    return code.contains(" ")
        ? !NO_COMMAND.matcher(code).matches()
        : Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Each command of CI, as words. */
  static List<List<String>> ci() throws IOException {
    var commands = new ArrayList<>(commands(Files.readString(Path.of(".ci", "run"))));
    try (var workflows = Files.list(Path.of(".github", "workflows"))) {
      for (var file : workflows.toList()) {
        commands.addAll(commands(runLines(Files.readString(file))));
      }
    }
    return commands;
  }

  /** What the steps of a workflow run. */
  static String runLines(String workflow) {
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
  static List<List<String>> commands(String script) {
    return script
        .replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
        .flatMap(line -> Stream.of(line.split("&&|[|;]+")))
        .map(command -> command.strip().replaceFirst("^(sudo |\\w+=\\S* )*", ""))
        .filter(command -> !command.isBlank())
        .map(Commands::words)
        .toList();
  }

  static List<String> words(String line) {
    return List.of(line.strip().replaceAll("[\"']", "").split("\\s+"));
  }

  /** Whether a line begins as a command does and has all its words in their order. */
  static boolean covers(List<String> line, List<String> command) {
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
}
