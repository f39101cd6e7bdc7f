package pggit.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a limited server could leave on the machine when it is closed: processes, its mount, shared
 * memory, its directory. It knows where to look because it was there while the server ran.
 */
public final class Leftovers {

  private final ServerDirectory directory;
  private final SharedMemory memory = new SharedMemory();
  private final List<ProcessHandle> holders = new ArrayList<>();
  private final List<Leftovers> ofCopies = new CopyOnWriteArrayList<>();

  Leftovers(EmbeddedServer server, LimitedSpace space) {
    directory = server.running().directory();
    space.disk().flatMap(disk -> ProcessHandle.of(disk.holderPid())).ifPresent(holders::add);
    note();
  }

  /** Notes the shared memory that the server has now. */
  synchronized void note() {
    if (holders.isEmpty()) { // else it is that of a namespace, and goes with it
      memory.noteLeftIn(directory.data());
      new ServerProcesses(directory).alive().forEach(memory::noteMapped);
    }
  }

  /** Whatever a server leaves that was started on a copy of this one's data is of this one, too. */
  void include(Leftovers ofCopy) {
    ofCopies.add(ofCopy);
  }

  /** One line for each thing that is still there; empty when the server has gone without trace. */
  public synchronized List<String> found() {
    List<String> found = new ArrayList<>();
    for (ProcessHandle process : new ServerProcesses(directory).alive()) {
      found.add("process " + process.pid() + " " + process.info().command().orElse(""));
    }
    holders.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(holder -> found.add("process " + holder.pid() + " that holds the small disk"));
    found.addAll(mounts());
    memory.present().forEach(what -> found.add("shared memory " + what));
    if (Files.exists(directory.root(), LinkOption.NOFOLLOW_LINKS)) {
      found.add("directory " + directory.root());
    }
    ofCopies.forEach(copy -> found.addAll(copy.found()));
    return found;
  }

  /** In whatever mount namespace of this user: each process is asked what it has mounted. */
  private List<String> mounts() {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              Path mounts = Path.of("/proc", "" + process.pid(), "mounts");
              try {
                Files.readAllLines(mounts, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.contains(directory.root() + "/"))
                    .forEach(line -> found.add("mount of process " + process.pid() + ": " + line));
              } catch (IOException e) {
                // Ended meanwhile, or another user's.
              }
            });
    return found;
  }
}
