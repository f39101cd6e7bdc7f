package pggit.load.gate;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.cli.Main;

/** A history of thirty versions of pgGit in git, which looks for the one that made it worse. */
@Tag("slow")
@Tag("alone")
@Tag("nightly")
class BisectIT {
  private static final int VERSIONS = 30;
  private static final int WORSE = 19;

  /** Git asks for the middle first, and has to take another one. */
  private static final List<Integer> NOT_INSTALLED = List.of(13, 14, 15, 23);

  private static final Variant INDEX = Variant.named("one more index");

  @TempDir Path directory;

  private final List<String> versions = new ArrayList<>();
  private Path history;

  @BeforeEach
  void makesAHistory() throws IOException {
    assumeTrue(gitIsThere(), "there is no git here");
    history = Files.createDirectory(directory.resolve("history"));
    git("init", "-q");
    for (int number = 0; number < VERSIONS; number++) {
      write(history, number);
      git("add", ".");
      git("commit", "-q", "-m", "version " + number);
      versions.add(git("rev-parse", "HEAD").strip());
    }
    git("bisect", "start", versions.get(VERSIONS - 1), versions.get(0));
  }

  @Test
  void namesTheVersionThatIsWorseAndSkipsThoseThatDoNotInstall() throws IOException {
    Path good = Files.createDirectory(directory.resolve("good"));
    write(good, 0);

    String said = git(run(good));

    assertThat(said).contains(versions.get(WORSE) + " is the first bad commit");
    assertThat(git("rev-parse", "refs/bisect/bad").strip()).isEqualTo(versions.get(WORSE));
    assertThat(git("bisect", "log"))
        .contains("git bisect skip")
        .doesNotContain("git bisect bad " + versions.get(14));
  }

  @Test
  void stopsWithoutAVerdictWhereTheBaselineIsNotThere() throws IOException {
    String said = git(run(directory.resolve("nowhere")));

    assertThat(said).contains("the baseline (").contains("exit code 128");
    assertThat(git("rev-parse", "refs/bisect/bad").strip()).isEqualTo(versions.get(VERSIONS - 1));
    assertThat(git("bisect", "log")).doesNotContain("git bisect skip");
  }

  private static void write(Path into, int number) throws IOException {
    String name = number < WORSE ? "unchanged (A/A)" : INDEX.name();
    Variant.named(name).write(into, 0);
    Files.writeString(
        into.resolve("pggit--1.0.sql"),
        "-- version %d\n%s".formatted(number, NOT_INSTALLED.contains(number) ? "SELECT;;)\n" : ""),
        StandardOpenOption.APPEND);
  }

  /** What Maven starts; times are let be, as in {@link DuelIT}. */
  private String[] run(Path baseline) {
    return new String[] {
      "bisect",
      "run",
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "-Dpggit.gate.limit.time=900",
      Main.class.getName(),
      "gate",
      "bisect",
      "--baseline=" + baseline,
      "--candidate=.",
      "--output=" + directory.resolve("gate")
    };
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(place -> Path.of(place).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  private static boolean gitIsThere() {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What it said, whatever its exit code. */
  private String git(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@localhost"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder git = new ProcessBuilder(command).directory(history.toFile());
      git.environment().put("CLASSPATH", classPath());
      try (var said = git.redirectErrorStream(true).start().inputReader()) {
        return said.lines().map(line -> line + "\n").reduce("", String::concat);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
