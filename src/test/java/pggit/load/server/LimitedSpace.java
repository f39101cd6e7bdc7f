package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pggit.load.server.fault.AddressSpace;
import pggit.load.server.fault.SmallDisk;

/** The limits around one server. */
final class LimitedSpace implements Enclosure.Builder {

  private final LimitedSpec limits;
  private Optional<SmallDisk> disk = Optional.empty();
  private Path space = Path.of("/");

  LimitedSpace(LimitedSpec limits) {
    this.limits = limits;
  }

  @Override
  public Enclosure around(Path root, Path data) throws IOException {
    List<String> prefix =
        limits.addressSpaceBytes().isPresent()
            ? AddressSpace.limited(limits.addressSpaceBytes().getAsLong())
            : List.of();
    if (limits.disk().isEmpty()) {
      var none = Enclosure.NONE;
      return new Enclosure(none.entry(), none.view(), none.initdb(), prefix, none.resource());
    }
    DiskLimit limit = limits.disk().get();
    boolean everything = limit.part() == DiskLimit.Part.EVERYTHING;
    Path mountPoint = Files.createDirectory(everything ? data : root.resolve("small"));
    SmallDisk mounted = SmallDisk.mount(mountPoint, limit.bytes());
    disk = Optional.of(mounted);
    space = mountPoint.resolve("space");
    if (!everything) {
      Files.createDirectory(mounted.root().resolve(Path.of("/").relativize(space)));
    }
    List<String> initdb = new ArrayList<>();
    if (limit.part().holdsWal()) {
      initdb.add("--wal-segsize=1");
    }
    if (has(DiskLimit.Part.WAL)) {
      initdb.add("--waldir=" + space);
    }
    return new Enclosure(mounted.entry(), mounted.root(), initdb, prefix, mounted);
  }

  /** What the limits want of a server whose spec does not say otherwise. */
  Map<String, String> settings() {
    if (limits.disk().isEmpty()) {
      // A killed server leaves its shared memory in /dev/shm. As files of its data directory it
      // goes with that; on a disk of its own, /dev/shm is its own too.
      return Map.of("dynamic_shared_memory_type", "mmap");
    }
    return limits.disk().get().part().holdsWal()
        ? Map.of("min_wal_size", "2MB", "max_wal_size", "4MB")
        : Map.of();
  }

  Optional<SmallDisk> disk() {
    return disk;
  }

  /** Directory of the tablespace, or of the write-ahead log, on the small disk. */
  Path space() {
    return space;
  }

  boolean has(DiskLimit.Part part) {
    return limits.disk().map(DiskLimit::part).filter(part::equals).isPresent();
  }
}
