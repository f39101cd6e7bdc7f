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
    var steps = comment().split("(?m)^    steps:$")[1].split("(?m)^      - ");

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
    assertThat(comment())
        .contains("if: ${{ !cancelled() && github.event_name == 'pull_request' }}");
  }

  /** Runs the step that comments with a gh that knows comments of these IDs; what it then did. */
  private List<String> call(String ids) throws Exception {
    var gh =
        write(
            "bin/gh",
            "#!/bin/sh\ncase \"$*\" in *--jq*) printf '%s' \"$IDS\";; *) shift; echo \"$*\";; esac\n");
    assertThat(gh.toFile().setExecutable(true)).isTrue();
    var script = comment().split("(?m)^        run: \\|$")[1].stripIndent();
    var bash =
        new ProcessBuilder("bash", "-e", write("script", script).toString())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    bash.environment()
        .putAll(
            Map.of(
                "PATH", gh.getParent() + ":" + System.getenv("PATH"),
                "IDS", ids,
                "COMMENTS", "repos/o/r/issues/7/comments",
                "GITHUB_SERVER_URL", "https://github.com",
                "GITHUB_REPOSITORY", "o/r",
                "GITHUB_RUN_ID", "11"));
    var process = bash.start();
    try (var said = process.inputReader()) {
      var lines = said.lines().toList();
      assertThat(process.waitFor()).as(lines.toString()).isZero();
      return lines.stream()
          .map(line -> line.replaceFirst(" --field body=@comment.md --silent$", ""))
          .toList();
    }
  }

  private Path write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String comment() throws IOException {
    return jobs(Path.of(".github", "workflows", "verify.yml")).stream()
        .filter(job -> job.startsWith("comment:"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> jobs(Path workflow) throws IOException {
    String[] jobs = Files.readString(workflow).split("(?m)^jobs:$")[1].split("(?m)^  (?=\\w)");
    return Stream.of(jobs).filter(job -> !job.isBlank()).toList();
  }
}
