package pggit.load.exhaustion;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users come through PgBouncer, which lends them a session for one transaction. */
@Tag("chaos")
@Tag("load")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolerTest {

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @Test
  void commitsThroughAPoolerAsDirectly() throws Exception {
    exhaustion.run("pooler in transaction mode", Specs.SMALL, PoolerDrills::transactionMode);
  }
}
