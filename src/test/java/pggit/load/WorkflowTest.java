package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows for GitHub; {@code CommandsIT} has what they build by. */
class WorkflowTest {
  private static final Path VERIFY = Path.of(".github", "workflows", "verify.yml");

  @TempDir Path directory;

  static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(".github", "workflows"))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void keepsWhatItFindsAndEndsInTime(Path workflow) throws IOException {
    assertThat(jobs(workflow))
        .isNotEmpty()
        .allSatisfy(job -> assertThat(job).contains("timeout-minutes:"))
        .filteredOn(job -> job.contains("mvn "))
        .isNotEmpty()
        .allSatisfy(
            job -> assertThat(job).contains("actions/upload-artifact").contains("if: always()"));
  }

  /** Who opens a pull request may change all that its jobs run, but not what may write. */
  @ParameterizedTest
  @MethodSource("workflows")
  void whereSomethingMayBeWrittenNothingOfThePullRequestRuns(Path workflow) throws IOException {
    assertThat(workflow).content().doesNotContain("pull_request_target", "secrets.");
    assertThat(Files.readString(workflow).split("(?m)^jobs:$")[0])
        .contains("permissions:\n  contents: read\n")
        .doesNotContain("write");
    assertThat(jobs(workflow))
        .filteredOn(job -> job.contains(": write"))
        .allSatisfy(
            job ->
                assertThat(job)
                    .contains("permissions:\n      pull-requests: write\n    env:")
                    .doesNotContain("checkout", "mvn ", "./"));
  }

  @Test
  void aForkIsToldWhyThereIsNoComment() throws IOException {
    var steps = job("comment").split("(?m)^    steps:$")[1].split("(?m)^      - ");

    assertThat(steps).filteredOn(step -> step.contains("if: env.OURS == 'true'")).hasSize(2);
    assertThat(steps)
        .filteredOn(step -> step.contains("if: env.OURS != 'true'"))
        .singleElement()
        .asString()
        .contains("No comment is written where the pull request comes from a fork")
        .contains("$GITHUB_STEP_SUMMARY");
  }

  @Test
  void theFirstCommentIsWrittenAndLaterOnesTakeItsPlace() throws Exception {
    write("artifacts/simulations/pggit/findings.md", "## pgGit: 2 findings\n");
    write("artifacts/gate/gate.md", "## pgGit gate: pass\n");

    assertThat(call("")).containsExactly("--method POST repos/o/r/issues/7/comments");
    assertThat(directory.resolve("comment.md"))
        .content()
        .isEqualTo(
            """
            <!-- pgGit Load -->
            ## pgGit: 2 findings

            ## pgGit gate: pass

            [All of it](https://github.com/o/r/actions/runs/11)
            """);
    assertThat(call("123\n456")).containsExactly("--method PATCH repos/o/r/issues/comments/123");
  }

  @Test
  void whatDidNotComeToAnEndIsSaid() throws Exception {
    write("artifacts/simulations/pggit/findings.md", "");

    call("");

    assertThat(directory.resolve("comment.md"))
        .content()
        .contains("the simulations came to no end", "pgGit gate: no verdict");
  }

  @Test
  void whatDoesNotFitIntoACommentIsCutAndThatIsSaid() throws Exception {
    write(
        "artifacts/simulations/pggit/findings.md",
        ("- ünd `" + "x".repeat(90) + "`\n").repeat(700));

    call("");

    assertThat(Files.readString(directory.resolve("comment.md")))
        .hasSizeBetween(50_000, 60_200)
        .endsWith(
            "x`\n\nThe rest does not fit into a comment: [all of it](https://github.com/o/r/actions/runs/11)\n");
  }

  /** In groups by what is pushed to; without a pull request each run is alone in its own. */
  @ParameterizedTest
  @MethodSource("workflows")
  void aNewerPushToAPullRequestCallsOffTheRunOfAnOlderOne(Path workflow) throws IOException {
    assertThat(Files.readString(workflow).split("(?m)^jobs:$")[0])
        .contains(
            "\nconcurrency:\n  group: verify-${{ github.event.pull_request.number || github.run_id }}\n"
                + "  cancel-in-progress: true\n");
  }

  @Test
  void aRunThatIsCalledOffLeavesTheCommentAlone() throws IOException {
    assertThat(job("comment"))
        .contains("if: ${{ !cancelled() && github.event_name == 'pull_request' }}");
  }

  @Test
  void eachJobThatBuildsKeepsWhatItDownloads() throws IOException {
    assertThat(jobs(VERIFY))
        .filteredOn(job -> job.contains("mvn "))
        .hasSizeGreaterThan(3)
        .allSatisfy(job -> assertThat(job).contains("cache: maven"));
  }

  @Test
  void theGateSaysHowLongItTookWhateverItFinds() throws Exception {
    program("mvn", "echo '## pgGit gate: regression' >> \"$GITHUB_STEP_SUMMARY\"; exit 1");
    var summary = directory.resolve("summary");

    run(script("gate", "Gate"), 1, Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

    assertThat(Files.readAllLines(summary))
        .hasSize(2)
        .last()
        .asString()
        .matches("The gate took \\d+ s with .* PostgreSQL binaries from the cache: false\\.");
  }

  /** The run before kept two; the one before it was an older version's and kept none. */
  @Test
  void onMainEachGateIsKeptWithTheOnesBeforeIt() throws Exception {
    write("kept/history/8.json", "eighth");
    write("kept/history/9.json", "ninth");
    program(
        "gh",
        "case \"$*\" in *list*) echo 10; echo 7;; *download\\ 10*) mkdir -p earlier; cp -r kept earlier/10;; *) exit 1;; esac");
    program("mvn", "echo \"$*\"");
    var environment =
        Map.of("GITHUB_REPOSITORY", "o/r", "GITHUB_REF_NAME", "main", "GITHUB_RUN_ID", "11");

    run(script("gate", "Earlier gates of main"), 0, environment);
    write("target/gate/gate.json", "eleventh");
    var said = run(script("gate", "History"), 0, environment);

    assertThat(said)
        .containsExactly("-q compile exec:java -Dexec.args=gate history target/gate/history");
    try (var kept = Files.list(directory.resolve("target/gate/history"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("8.json", "9.json", "11.json");
    }
    assertThat(directory.resolve("target/gate/history/11.json")).hasContent("eleventh");
  }

  @Test
  void theFirstGateOfMainHasNoneBeforeItAndTheOldestOfManyGo() throws Exception {
    program("gh", "exit 1");
    var earlier = script("gate", "Earlier gates of main");
    var environment = Map.of("GITHUB_REPOSITORY", "o/r", "GITHUB_REF_NAME", "main");

    run(earlier, 0, environment);
    assertThat(directory.resolve("target/gate/history")).isEmptyDirectory();
    for (int i = 0; i < 202; i++) {
      write("target/gate/history/%d.json".formatted(i + 98), "");
    }
    run(earlier, 0, environment);

    assertThat(directory.resolve("target/gate/history"))
        .isDirectoryNotContaining("glob:**/{98,99,100}.json")
        .isDirectoryContaining("glob:**/101.json");
  }

  /** Runs the step that comments with a gh that knows comments of these IDs; what it then did. */
  private List<String> call(String ids) throws Exception {
    program("gh", "case \"$*\" in *--jq*) printf '%s' \"$IDS\";; *) shift; echo \"$*\";; esac");
    return run(
            script("comment", "Comment"),
            0,
            Map.of(
                "IDS", ids,
                "COMMENTS", "repos/o/r/issues/7/comments",
                "GITHUB_SERVER_URL", "https://github.com",
                "GITHUB_REPOSITORY", "o/r",
                "GITHUB_RUN_ID", "11"))
        .stream()
        .map(line -> line.replaceFirst(" --field body=@comment.md --silent$", ""))
        .toList();
  }

  /** Stands before the machine's own of that name. */
  private void program(String name, String script) throws IOException {
    var file = write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String script(String job, String step) throws IOException {
    var name = "name: " + step + "\n";
    return Stream.of(job(job).split("(?m)^      - "))
        .filter(text -> text.startsWith(name))
        .map(text -> text.split("(?m)^        run: \\|$")[1].stripIndent())
        .findFirst()
        .orElseThrow();
  }

  /** As a runner does; what it said. */
  private List<String> run(String script, int exitCode, Map<String, String> environment)
      throws Exception {
    var bash =
        new ProcessBuilder("bash", "-e", write("script", script).toString())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    bash.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
    bash.environment().putAll(environment);
    var process = bash.start();
    try (var said = process.inputReader()) {
      var lines = said.lines().toList();
      assertThat(process.waitFor()).as(lines.toString()).isEqualTo(exitCode);
      return lines;
    }
  }

  private Path write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String job(String name) throws IOException {
    return jobs(VERIFY).stream()
        .filter(job -> job.startsWith(name + ":"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> jobs(Path workflow) throws IOException {
    String[] jobs = Files.readString(workflow).split("(?m)^jobs:$")[1].split("(?m)^  (?=\\w)");
    return Stream.of(jobs).filter(job -> !job.isBlank()).toList();
  }
}
