package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StartFailureTest {

  private static final Path PLACE = Path.of("/tmp");

  @Test
  void tellsMissingUserNamespacesFromAFullDisk() {
    var failure =
        StartFailure.of("initdb failed", "unshare: unshare failed: No space left on device", PLACE);

    assertThat(failure)
        .hasMessageContaining("unshare -U")
        .hasMessageContaining("user.max_user_namespaces")
        .hasMessageNotContaining("No disk space");
  }

  @Test
  void tellsAFullDisk() {
    var failure = StartFailure.of("initdb failed", "write: No space left on device", PLACE);

    assertThat(failure).hasMessageContaining("No disk space").hasMessageContaining("MB free");
  }
}
