package pggit.load.server;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a limited server is to be started.
 *
 * @param server the server itself
 * @param disk empty: it lies in the temp directory, like any embedded server
 * @param addressSpaceBytes what the postmaster and each backend may map, each for itself, shared
 *     buffers included; empty: no limit. 160 MB do with {@code shared_buffers=16MB}
 */
public record LimitedSpec(
    EmbeddedSpec server, Optional<DiskLimit> disk, OptionalLong addressSpaceBytes) {

  private static final long LEAST_ADDRESS_SPACE = 64L << 20;

  public LimitedSpec {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(disk, "disk");
    if (addressSpaceBytes.isPresent() && addressSpaceBytes.getAsLong() < LEAST_ADDRESS_SPACE) {
      throw new IllegalArgumentException(
          "addressSpaceBytes must be >= %d, or PostgreSQL does not start; was %d"
              .formatted(LEAST_ADDRESS_SPACE, addressSpaceBytes.getAsLong()));
    }
  }

  /** A server without limits, which can be killed and started again all the same. */
  public static LimitedSpec of(EmbeddedSpec server) {
    return new LimitedSpec(server, Optional.empty(), OptionalLong.empty());
  }

  public LimitedSpec withDisk(DiskLimit.Part part, long bytes) {
    return new LimitedSpec(server, Optional.of(new DiskLimit(part, bytes)), addressSpaceBytes);
  }

  public LimitedSpec withAddressSpace(long bytes) {
    return new LimitedSpec(server, disk, OptionalLong.of(bytes));
  }
}
