package pggit.load.exhaustion;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server dies or stops answering under load: what it acknowledged, it still has. */
@Tag("chaos")
@Tag("load")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  @Tag("destructive")
  void losesNothingWhenThePostmasterIsKilled() throws Exception {
    exhaustion.run("server killed", Specs.SMALL, ServerDrills::postmasterKilled);
  }

  @Test
  @Tag("destructive")
  void losesNothingWhenTheServerIsFrozen() throws Exception {
    exhaustion.run("server frozen", Specs.SMALL, ServerDrills::frozen);
  }

  @Test
  void findsACommitWhoseAnswerWasLost() throws Exception {
    exhaustion.runOnSharedServer("answer lost", Specs.SMALL, LinkDrills::replyLost);
  }

  @Test
  void losesNothingWhenTheLinkFails() throws Exception {
    exhaustion.runOnSharedServer("link", Specs.SMALL, LinkDrills::linkFails);
  }

  @Test
  void sparesOthersWhenASessionIsTerminated() throws Exception {
    exhaustion.runOnSharedServer(
        "session terminated", Specs.SMALL, ServerDrills::backendTerminated);
  }
}
