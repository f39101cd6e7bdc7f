package pggit.load.exhaustion;

import java.util.Map;
import pggit.load.server.BaseBackup;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.LimitedSpec;

/** Servers for drills. */
final class Specs {

  static final long MIB = 1 << 20;

  /** Durable, and small, so that what a session takes stands out. */
  static final LimitedSpec SMALL =
      LimitedSpec.of(
          EmbeddedSpec.defaults().withMaxConnections(40).withSetting("shared_buffers", "16MB"));

  /** {@link #SMALL}, with a lock table as small as can be of use. */
  static final LimitedSpec FEW_LOCKS = with(Map.of("max_locks_per_transaction", "16"));

  /** {@link #SMALL}, where transactions can be prepared. */
  static final LimitedSpec PREPARING = with(Map.of("max_prepared_transactions", "5"));

  /** {@link #SMALL}, keeping its log for a restore. */
  static final LimitedSpec ARCHIVING = with(BaseBackup.ARCHIVING);

  /** {@link #SMALL}, where a slot holds two segments of the log. */
  static final LimitedSpec HOLDING =
      with(
          Map.of("max_slot_wal_keep_size", "32MB", "min_wal_size", "32MB", "max_wal_size", "32MB"));

  /** {@link #SMALL}, from which single tables can be replicated. */
  static final LimitedSpec LOGICAL = with(Map.of("wal_level", "logical"));

  private Specs() {}

  /** {@link #SMALL} with more settings. */
  private static LimitedSpec with(Map<String, String> settings) {
    var server = SMALL.server();
    for (var setting : settings.entrySet()) {
      server = server.withSetting(setting.getKey(), setting.getValue());
    }
    return LimitedSpec.of(server);
  }
}
