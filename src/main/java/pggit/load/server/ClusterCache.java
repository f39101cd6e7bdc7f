package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory as initdb leaves it, kept for the servers that follow: to copy it takes a sixth
 * of initdb's time. PostgreSQL's own tests do the same. The superuser's password is one and the
 * same in all copies and lies beside them, where the user alone may look.
 */
final class ClusterCache {

  private static final Logger log = LoggerFactory.getLogger(ClusterCache.class);
  private static final String LOCK = "clusters";

  private final TempArea area;
  private final Path home;

  ClusterCache(TempArea area, Binaries binaries) {
    this.area = area;
    String told = Integer.toHexString(Cluster.INITDB.hashCode());
    this.home = area.clusters().resolve(binaries.home().getFileName() + "-" + told);
  }

  /**
   * Copies it to a place where nothing is yet.
   *
   * @return the password of its superuser; empty if it is not there whole
   */
  Optional<Secret> copyTo(Path target) throws IOException {
    return area.locked(
        LOCK,
        () -> {
          if (!Manifest.isWhole(home)) {
            return Optional.empty();
          }
          Tree.copy(data(home), target);
          return Optional.of(Secret.of(Files.readString(password(home))));
        });
  }

  /** Takes a copy of what initdb has just made. Without one everything works too, but slower. */
  void keep(Path cluster, Secret password) {
    try {
      area.locked(
          LOCK,
          () -> {
            if (!Manifest.isWhole(home)) {
              Manifest.make(
                  home,
                  directory -> {
                    Tree.copy(cluster, data(directory));
                    Files.writeString(password(directory), password.reveal());
                  });
            }
            return home;
          });
    } catch (IOException e) {
      log.debug("the cluster is not kept for others", e);
    }
  }

  private static Path data(Path home) {
    return home.resolve("data");
  }

  private static Path password(Path home) {
    return home.resolve("password");
  }
}
