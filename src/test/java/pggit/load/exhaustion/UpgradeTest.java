package pggit.load.exhaustion;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pgGit is installed again, or updated, while twenty users commit. */
@Tag("chaos")
@Tag("load")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpgradeTest {

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  void losesNothingWhenItIsInstalledAgain() throws Exception {
    exhaustion.runOnSharedServer("installed again", Specs.SMALL, UpgradeDrills::installedAgain);
  }

  @Test
  void losesNothingWhenItIsUpdated() throws Exception {
    exhaustion.runOnSharedServer("updated", Specs.SMALL, UpgradeDrills::updated);
  }
}
