package pggit.load.server.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pggit.load.server.Command;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.SetupException;

/**
 * A tmpfs of a few megabytes, mounted without privileges in a user namespace of its own. Only
 * programs started {@linkplain #entry behind the entry} see it; this JVM looks in through {@code
 * /proc}. A process holds the namespace and ends with this JVM, however that ends, and the mount
 * with it. {@code /dev/shm} and System V shared memory are the namespace's own too, so whatever a
 * killed server leaves there is gone as well. Linux only.
 */
public final class SmallDisk implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String BALLAST = "pggit-load.ballast";
  private static final int PORTION = 1 << 20;

  private static final String HOLD =
      "mount -t tmpfs -o size=\"$2\",mode=0700 none \"$1\""
          + " && mount -t tmpfs -o mode=1777 none /dev/shm"
          + " && echo ready && exec cat >/dev/null";

  private final Process holder;
  private final Path mountPoint;

  private SmallDisk(Process holder, Path mountPoint) {
    this.holder = holder;
    this.mountPoint = mountPoint;
  }

  /**
   * Mounts one.
   *
   * @param mountPoint an empty directory
   * @throws SetupException if this machine does not let us, with the reason and the remedy
   */
  public static SmallDisk mount(Path mountPoint, long bytes) {
    Process holder;
    try {
      holder =
          new ProcessBuilder(
                  "unshare", "-Urmi", "sh", "-c", HOLD, "sh", mountPoint.toString(), "" + bytes)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new SetupException(
          "A disk of its own for the server takes the programs unshare and nsenter: install"
              + " util-linux ("
              + e.getMessage()
              + ").",
          e);
    }
    String said = firstLines(holder);
    if (!said.equals("ready")) {
      holder.destroyForcibly();
      throw new SetupException(
          "No disk of its own for the server: `unshare -Urmi`, which mounts it, says: "
              + said
              + ". "
              + EmbeddedServer.NAMESPACE_REMEDY);
    }
    return new SmallDisk(holder, mountPoint);
  }

  /** "ready", or what it said instead until it ended. */
  private static String firstLines(Process holder) {
    List<String> lines = new ArrayList<>();
    var limit =
        CompletableFuture.runAsync(
            holder::destroyForcibly,
            CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    try {
      // Not closed: the stream belongs to the process and ends with it.
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals("ready")) {
          return line;
        }
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    } finally {
      limit.cancel(false);
    }
    return lines.isEmpty()
        ? "nothing within " + LIMIT.toSeconds() + " s"
        : String.join("; ", lines);
  }

  /** Before a command: runs it where the disk is mounted, under a user that is not root there. */
  public List<String> entry() {
    return List.of(
        "nsenter",
        "--target=" + holder.pid(),
        "--user",
        "--mount",
        "--ipc",
        "--preserve-credentials",
        "unshare",
        "-U"); // mapped to root so far, which PostgreSQL refuses
  }

  /** Where the root directory of those commands is seen from here. */
  public Path root() {
    return Path.of("/proc", "" + holder.pid(), "root");
  }

  public long holderPid() {
    return holder.pid();
  }

  /** Fills the disk to the last byte. */
  public void fill() {
    fill(0);
  }

  /**
   * Fills the disk until not more than {@code leaveBytes} are free; {@link #free} undoes it. A
   * server beside it gives back space at any time, so that the disk may be full and is not a moment
   * later: then again, for ten seconds at most.
   */
  public void fill(long leaveBytes) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (freeBytes() > leaveBytes) {
      try {
        fillOnce(leaveBytes);
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "cannot fill the disk at " + mountPoint + " within " + LIMIT.toSeconds() + " s", e);
        }
      }
    }
  }

  private void fillOnce(long leaveBytes) throws IOException {
    byte[] portion = new byte[PORTION];
    try (OutputStream out =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (long more = freeBytes() - leaveBytes; more > 0; more = freeBytes() - leaveBytes) {
        out.write(portion, 0, (int) Math.min(PORTION, more));
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  public void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new IllegalStateException("cannot free the disk at " + mountPoint, e);
    }
  }

  /** Makes the disk so large, all in all. */
  public void grow(long bytes) {
    List<String> command = new ArrayList<>(entry());
    command.removeAll(List.of("unshare", "-U")); // mounting takes root of the namespace
    // With the source named, mount does not repeat the old options, of which it refuses the user's
    // own ID: that is none of the namespace's.
    command.addAll(List.of("mount", "-o", "remount,size=" + bytes, "none", mountPoint.toString()));
    Optional<String> failure = Command.failure(command);
    if (failure.isPresent()) {
      throw new IllegalStateException("cannot grow the disk: " + failure.get());
    }
  }

  public long freeBytes() {
    return seen().toFile().getUsableSpace();
  }

  public long totalBytes() {
    return seen().toFile().getTotalSpace();
  }

  /** Unmounts the disk once no program that entered runs any more. May come twice. */
  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
      InputStream rest = holder.getInputStream();
      if (!holder.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        holder.destroyForcibly();
      }
      rest.close();
    } catch (IOException e) {
      holder.destroyForcibly();
    } catch (InterruptedException e) {
      holder.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Path seen() {
    return root().resolve(Path.of("/").relativize(mountPoint));
  }

  private Path ballast() {
    return seen().resolve(BALLAST);
  }
}
