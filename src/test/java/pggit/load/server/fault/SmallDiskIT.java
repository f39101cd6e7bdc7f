package pggit.load.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskIT {

  private static final int MIB = 1 << 20;

  @TempDir Path mountPoint;

  @Test
  @Timeout(60)
  void isFilledAlthoughSomebodyElseTakesSpaceAndGivesItBack() {
    assumeThat(Machine.smallDisks().whyNot()).isEmpty();
    var over = new AtomicBoolean();
    try (var disk = SmallDisk.mount(mountPoint, 16 * MIB)) {
      var other = CompletableFuture.runAsync(() -> takeAndGiveBack(disk, over));

      assertThatCode(
              () -> {
                for (int i = 0; i < 300; i++) {
                  disk.fill();
                  disk.free();
                }
              })
          .doesNotThrowAnyException();

      over.set(true);
      other.join();
      disk.fill(MIB);
      assertThat(disk.freeBytes()).isEqualTo(MIB);
    }
  }

  private void takeAndGiveBack(SmallDisk disk, AtomicBoolean over) {
    var file = disk.root().resolve(Path.of("/").relativize(mountPoint)).resolve("other");
    while (!over.get()) {
      try {
        Files.write(file, new byte[2 * MIB]);
      } catch (IOException e) {
        // full, as is to be expected now and then
      }
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
