package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, postgres-linux-x86_64.txz",
    "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz",
    "Linux, aarch64, false, postgres-linux-arm_64.txz",
    "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz",
  })
  void isOnTheClassPathUnderTheNameOfTheMachine(
      String os, String arch, boolean alpine, String name) {
    assertThat(Binaries.archiveFor(os, arch, alpine)).isEqualTo(name);
    assertThat(getClass().getClassLoader().getResource(name)).isNotNull();
  }

  @Test
  void isReadWhole() throws Exception {
    assertThat(Binaries.archive())
        .startsWith(0xFD, '7', 'z', 'X', 'Z', 0)
        .hasSizeGreaterThan(5_000_000);
  }
}
