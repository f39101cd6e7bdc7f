package pggit.load.exhaustion;

import pggit.load.server.EmbeddedSpec;
import pggit.load.server.LimitedSpec;

/** Servers for drills. */
final class Specs {

  static final long MIB = 1 << 20;

  /** Durable, and small, so that what a session takes stands out. */
  static final LimitedSpec SMALL =
      LimitedSpec.of(
          EmbeddedSpec.defaults().withMaxConnections(40).withSetting("shared_buffers", "16MB"));

  private Specs() {}
}
