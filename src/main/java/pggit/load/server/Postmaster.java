package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running postmaster. Started again on the same data, it is another one. */
record Postmaster(Process process, int port) {

  private static final Duration POLL = Duration.ofMillis(10);
  private static final int STATUS_LINE = 7; // of postmaster.pid, counted from 0

  /** Starts the server and waits until it says that it is ready. */
  static Postmaster start(Running running, int port, Duration limit) throws IOException {
    ServerDirectory directory = running.directory();
    List<String> command = new ArrayList<>(running.enclosure().postmaster());
    command.add(directory.installation().program("postgres").toString());
    command.addAll(List.of("-D", directory.data().toString(), "-p", "" + port));
    Process process = running.start(directory.log(), command);
    Postmaster postmaster = new Postmaster(process, port);
    try {
      postmaster.awaitReady(directory, limit);
      SharedMemory memory = new SharedMemory();
      new ServerProcesses(directory).alive().forEach(memory::noteMapped);
      memory.save(directory.sharedMemory());
    } catch (SetupException e) {
      new ServerProcesses(directory).stop();
      throw e;
    }
    return postmaster;
  }

  private void awaitReady(ServerDirectory directory, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!isReady(directory.seen(directory.data()))) {
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw ended(directory);
        }
        if (System.nanoTime() - deadline > 0) {
          throw StartFailure.of(
              "The embedded PostgreSQL was not ready within " + limit.toMillis() / 1000.0 + " s",
              StartFailure.read(directory.log()),
              directory.root());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("interrupted while the embedded PostgreSQL started", e);
    }
  }

  private SetupException ended(ServerDirectory directory) {
    String log = StartFailure.read(directory.log());
    return StartFailure.isPortInUse(log)
        ? StartFailure.portInUse(port)
        : StartFailure.of(
            "The embedded PostgreSQL ended with code " + process.exitValue() + " while starting",
            log,
            directory.root());
  }

  /** The postmaster keeps its state in its PID file. */
  private boolean isReady(Path data) throws IOException {
    try {
      List<String> lines =
          Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
      return lines.size() > STATUS_LINE
          && lines.get(0).trim().equals("" + process.pid())
          && lines.get(STATUS_LINE).trim().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
