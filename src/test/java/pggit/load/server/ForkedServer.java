package pggit.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A JVM of its own that starts a server and then ends in the way it is told. */
final class ForkedServer implements AutoCloseable {

  /** How the JVM ends by itself, or that it waits for a signal. */
  enum End {
    RETURN,
    THROW,
    EXIT,
    WAIT
  }

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private ForkedServer(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ForkedServer fork(Path area, End end) throws IOException {
    return fork(List.of(), area, end);
  }

  /** Behind a prefix, such as {@code unshare …}, that replaces itself by the JVM. */
  static ForkedServer fork(List<String> prefix, Path area, End end) throws IOException {
    Path output = Files.createTempFile(area.toAbsolutePath().getParent(), "forked", ".log");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ForkedServer.class.getName(),
            area.toString(),
            end.name()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ForkedServer(process, output);
  }

  public static void main(String[] arguments) throws Exception {
    EmbeddedServer server =
        EmbeddedServer.start(
            EmbeddedSpec.defaults(),
            TempArea.at(Path.of(arguments[0])),
            (root, data) -> Enclosure.NONE);
    System.out.println("postmaster " + server.postmasterPid());
    System.out.println("data " + server.running().directory().data());
    System.out.println("url " + server.admin().jdbcUrl());
    System.out.println("password " + server.admin().login().password().reveal());
    System.out.println("started");
    switch (End.valueOf(arguments[1])) {
      case RETURN -> {}
      case THROW -> throw new IllegalStateException("thrown on purpose");
      case EXIT -> System.exit(3);
      case WAIT -> new CountDownLatch(1).await();
    }
  }

  ForkedServer awaitStarted() {
    Awaitility.await().atMost(LIMIT).until(() -> said("started").isPresent() || !process.isAlive());
    if (said("started").isEmpty()) {
      throw new AssertionError("the forked JVM started no server:\n" + output());
    }
    return this;
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the forked JVM did not end:\n" + output());
    }
    return process.exitValue();
  }

  void signal(String name) {
    ServerProcesses.signal(name, List.of(process.toHandle()));
  }

  ProcessHandle jvm() {
    return process.toHandle();
  }

  ProcessHandle postmaster() {
    return ProcessHandle.of(Long.parseLong(said("postmaster ").orElseThrow())).orElseThrow();
  }

  Path directory() {
    return Path.of(said("data ").orElseThrow()).resolve("..").normalize();
  }

  Endpoint admin() {
    return new Endpoint(
        "127.0.0.1",
        Integer.parseInt(said("url ").orElseThrow().replaceAll(".*:(\\d+)/.*", "$1")),
        "postgres",
        new Login("postgres", Secret.of(said("password ").orElseThrow())),
        Map.of());
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> said(String beginning) {
    return output()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst();
  }

  /** Ends the JVM if it still runs, in a way that leaves nothing behind if there is one. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
