package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What initdb made for one server is what the next ones begin with. */
@Tag("slow")
class ClusterCacheIT {

  @TempDir static Path temp;

  @AfterEach
  void forget() throws Exception {
    Tree.delete(clusters());
  }

  @Test
  void theNextServerBeginsWithACopyOfItsOwn() throws Exception {
    try (EmbeddedServer first = start()) {
      assertThat(calledInitdb(first)).isTrue();
      Sql.run(first.admin(), "CREATE TABLE only_here ()");

      try (EmbeddedServer second = start()) {
        assertThat(calledInitdb(second)).isFalse();
        assertThat(Sql.text(second.admin(), "SELECT to_regclass('only_here') IS NULL"))
            .isEqualTo("t");
        assertThat(second.facts().settings()).containsEntry("fsync", "on");
        assertThat(permissions(data(second))).isEqualTo("rwx------");
        assertThat(permissions(data(second).resolve("pg_hba.conf"))).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void isMadeAnewWhenACleanerOfTheTempDirectoryTookAnEmptyDirectory() throws Exception {
    start().close();
    Path taken = kept().resolve("data/pg_tblspc");
    Files.delete(taken);

    try (EmbeddedServer next = start()) {
      assertThat(calledInitdb(next)).isTrue();
      assertThat(taken).isDirectory();
    }
  }

  @Test
  void aServerStartsWhereNothingCanBeKept() throws Exception {
    Files.createFile(clusters()); // where a directory would have to be

    try (EmbeddedServer server = start()) {
      assertThat(Sql.text(server.admin(), "SELECT 1")).isEqualTo("1");
    }
  }

  private static EmbeddedServer start() {
    return EmbeddedServer.start(
        EmbeddedSpec.defaults(), TempArea.at(temp.resolve("area")), (root, data) -> Enclosure.NONE);
  }

  private static boolean calledInitdb(EmbeddedServer server) {
    return Files.exists(data(server).resolveSibling("initdb.log"));
  }

  private static Path data(EmbeddedServer server) {
    return server.running().directory().data();
  }

  private static Path clusters() {
    return TempArea.at(temp.resolve("area")).clusters();
  }

  private static Path kept() throws Exception {
    try (var kept = Files.list(clusters())) {
      return kept.findFirst().orElseThrow();
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
