package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits around one server, put up before its first program runs. */
final class Enclosure {

  private static final String SPACE = "space";

  private final LimitedSpec limits;
  private final Optional<SmallDisk> disk;
  private final Path mountPoint;

  private Enclosure(LimitedSpec limits, Optional<SmallDisk> disk, Path mountPoint) {
    this.limits = limits;
    this.disk = disk;
    this.mountPoint = mountPoint;
  }

  static Enclosure around(Running running, LimitedSpec limits) throws IOException {
    ServerDirectory directory = running.directory();
    if (limits.disk().isEmpty()) {
      return new Enclosure(limits, Optional.empty(), directory.root());
    }
    DiskLimit limit = limits.disk().get();
    Path mountPoint =
        limit.part() == DiskLimit.Part.EVERYTHING
            ? directory.data()
            : directory.root().resolve("small");
    Files.createDirectory(mountPoint);
    SmallDisk disk = SmallDisk.mount(mountPoint, limit.bytes());
    running.onStop(disk);
    running.launcher().behind(disk.entry());
    directory.seeThrough(disk.root());
    Enclosure enclosure = new Enclosure(limits, Optional.of(disk), mountPoint);
    if (limit.part() != DiskLimit.Part.EVERYTHING) {
      Files.createDirectory(directory.seen(enclosure.space()));
    }
    return enclosure;
  }

  Optional<SmallDisk> disk() {
    return disk;
  }

  /** Directory of the tablespace, or of the write-ahead log, on the small disk. */
  Path space() {
    return mountPoint.resolve(SPACE);
  }

  List<String> initdbArguments() {
    List<String> arguments = new ArrayList<>();
    if (holdsWal()) {
      arguments.add("--wal-segsize=1");
    }
    if (has(DiskLimit.Part.WAL)) {
      arguments.add("--waldir=" + space());
    }
    return arguments;
  }

  /** What the server's own settings give way to. */
  Map<String, String> settings() {
    return holdsWal() ? Map.of("min_wal_size", "2MB", "max_wal_size", "4MB") : Map.of();
  }

  /** Before the command that starts the server, but not before initdb. */
  List<String> serverPrefix() {
    return limits.addressSpaceBytes().isPresent()
        ? AddressSpace.limited(limits.addressSpaceBytes().getAsLong())
        : List.of();
  }

  boolean has(DiskLimit.Part part) {
    return limits.disk().map(DiskLimit::part).filter(part::equals).isPresent();
  }

  private boolean holdsWal() {
    return limits.disk().map(DiskLimit::part).filter(DiskLimit.Part::holdsWal).isPresent();
  }
}
