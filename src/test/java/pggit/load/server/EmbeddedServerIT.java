package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedServerIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void saysThatItIsDurable() {
    assertThat(postgres.server().facts().settings())
        .containsEntry("fsync", "on")
        .containsEntry("synchronous_commit", "on")
        .containsEntry("full_page_writes", "on");
  }

  @Test
  void isRefusedWhenASettingTakesDurabilityAway() {
    EmbeddedSpec spec = EmbeddedSpec.defaults().withSetting("synchronous_commit", "off");

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> EmbeddedServer.start(spec))
        .withMessageContaining("synchronous_commit = off")
        .withMessageContaining("must be on");
  }

  @Test
  void isNotDurableWhenTheSpecSaysSo() {
    try (EmbeddedServer server =
        EmbeddedServer.start(EmbeddedSpec.defaults().withoutDurability())) {
      assertThat(server.facts().settings())
          .containsEntry("fsync", "off")
          .containsEntry("synchronous_commit", "off")
          .containsEntry("full_page_writes", "off");
    }
  }

  @Test
  void tellsItsVersionBothWays() {
    EmbeddedServer server = postgres.server();

    assertThat(server.embedded()).isTrue();
    assertThat(server.facts().versionNumber()).isBetween(150_000, 189_999);
    assertThat(server.facts().version())
        .isEqualTo(
            server.facts().versionNumber() / 10_000
                + "."
                + server.facts().versionNumber() % 10_000);
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws Exception {
    assertThat(Sql.text(postgres.database(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(Sql.text(postgres.database(), "SHOW unix_socket_directories")).isEmpty();
  }

  @Test
  void asksForThePassword() {
    Endpoint withoutPassword =
        postgres.database().withLogin(new Login("postgres", Secret.of("guessed")));

    assertThatThrownBy(withoutPassword::connect).hasMessageContaining("password authentication");
  }

  @Test
  void admitsExactlyAHundredOrdinarySessionsAndThenThreeOfTheHarness() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(EmbeddedSpec.defaults())) {
      Sql.run(server.admin(), "CREATE ROLE ordinary LOGIN PASSWORD 'x'");
      Endpoint ordinary = server.admin().withLogin(new Login("ordinary", Secret.of("x")));
      List<Connection> open = new ArrayList<>();
      try {
        for (int i = 0; i < 100; i++) {
          open.add(ordinary.connect());
        }

        assertThatThrownBy(ordinary::connect)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"));
        for (int i = 0; i < 3; i++) {
          open.add(server.admin().connect());
        }
      } finally {
        for (Connection connection : open) {
          connection.close();
        }
      }
    }
  }

  @Test
  void takesFurtherSettingsWhateverCharactersTheyHold() throws Exception {
    EmbeddedSpec spec =
        EmbeddedSpec.defaults()
            .withMaxConnections(20)
            .withSetting("cluster_name", "it's a \\ name")
            .withSetting("work_mem", "5MB");

    try (EmbeddedServer server = EmbeddedServer.start(spec)) {
      assertThat(Sql.text(server.admin(), "SHOW cluster_name")).isEqualTo("it's a \\ name");
      assertThat(server.facts().settings())
          .containsEntry("work_mem", "5MB")
          .containsEntry("max_connections", "20");
    }
  }

  @Test
  void hasContribAndStatementStatistics() throws Exception {
    Sql.run(postgres.database(), "CREATE EXTENSION pgcrypto; CREATE EXTENSION pg_stat_statements");

    assertThat(Sql.text(postgres.database(), "SELECT count(*) > 0 FROM pg_stat_statements"))
        .isEqualTo("t");
  }

  @Test
  void keepsExtensionFilesOfOneServerFromAnother() throws Exception {
    Path extensions = postgres.server().shareDirectory().resolve("extension");
    Files.writeString(extensions.resolve("own.control"), "default_version = '1'\n");
    Files.writeString(extensions.resolve("own--1.sql"), "CREATE TABLE own (id int);\n");
    try (EmbeddedServer other = EmbeddedServer.start(EmbeddedSpec.defaults())) {

      Sql.run(postgres.database(), "CREATE EXTENSION own");

      assertThatThrownBy(() -> Sql.run(other.admin(), "CREATE EXTENSION own"))
          .hasMessageContaining("own");
      assertThat(other.shareDirectory().resolve("extension/own.control")).doesNotExist();
      assertThat(Sql.text(other.admin(), "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"))
          .isEqualTo(other.shareDirectory().toString());
    }
  }

  @Test
  void leavesNothingWhenClosedEvenTwiceAndWithOpenConnections() throws Exception {
    EmbeddedServer server = EmbeddedServer.start(EmbeddedSpec.defaults());
    Connection open = server.admin().connect();
    Path directory = server.running().directory().root();
    assertThat(directory).isDirectory();

    server.close();
    server.close();

    assertThat(directory).doesNotExist();
    assertThat(ProcessHandle.of(server.postmasterPid()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThatThrownBy(() -> new Socket(server.admin().host(), server.admin().port()).close())
        .isInstanceOf(IOException.class);
    open.close();
  }

  @Test
  void namesThePortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      EmbeddedSpec spec = EmbeddedSpec.defaults().withPort(taken.getLocalPort());

      assertThatExceptionOfType(SetupException.class)
          .isThrownBy(() -> EmbeddedServer.start(spec))
          .withMessageContaining("Port " + taken.getLocalPort())
          .withMessageContaining("in use");
    }
  }

  @Test
  void listensOnTheChosenPort() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }

    try (EmbeddedServer server = EmbeddedServer.start(EmbeddedSpec.defaults().withPort(port))) {
      assertThat(server.admin().port()).isEqualTo(port);
      assertThat(server.admin().jdbcUrl()).contains("127.0.0.1:" + port + "/postgres");
    }
  }

  @Test
  void tellsTheEndOfTheLogWhenItDoesNotStart() {
    EmbeddedSpec spec = EmbeddedSpec.defaults().withSetting("work_mem", "a lot");

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> EmbeddedServer.start(spec))
        .withMessageContaining("ended with code 1 while starting")
        .withMessageContaining("invalid value for parameter \"work_mem\": \"a lot\"");
  }

  @Test
  @Tag("slow")
  void tellsTheEndOfTheLogWhenItTakesTooLong() {
    EmbeddedSpec spec = new EmbeddedSpec(0, 103, 3, Map.of(), Duration.ofNanos(1), true);

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> EmbeddedServer.start(spec))
        .withMessageContaining("was not ready within 0.0 s")
        .withMessageContaining("It said last:");
  }

  @Test
  void keepsThePasswordInAFileThatOnlyItsUserReads() throws Exception {
    Path file = postgres.server().passwordFile();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .isEqualTo(
            "127.0.0.1:"
                + postgres.server().admin().port()
                + ":*:postgres:"
                + postgres.server().admin().login().password().reveal()
                + "\n");
  }
}
