package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

  private static final Login LOGIN = new Login("bob", Secret.of(""));

  @Test
  void takesAUrlApart() {
    Endpoint url =
        JdbcUrl.parse(
            "jdbc:postgresql://db.example.org:5433/my%20shop?user=alice&password=hun%26ter2&ssl=true",
            LOGIN);

    assertThat(url.host()).isEqualTo("db.example.org");
    assertThat(url.port()).isEqualTo(5433);
    assertThat(url.database()).isEqualTo("my shop");
    assertThat(url.login().user()).isEqualTo("alice");
    assertThat(url.login().password().reveal()).isEqualTo("hun&ter2");
    assertThat(url.parameters()).containsOnlyKeys("ssl").containsEntry("ssl", "true");
    assertThat(url.toString()).doesNotContain("hun");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h, h, 5432, postgres",
    "jdbc:postgresql://h/, h, 5432, postgres",
    "jdbc:postgresql://h:6000, h, 6000, postgres",
    "jdbc:postgresql://127.0.0.1/d, 127.0.0.1, 5432, d",
    "jdbc:postgresql://[::1]:6000/d, ::1, 6000, d",
    "jdbc:postgresql://h/d?, h, 5432, d",
  })
  void fillsInWhatIsLeftOut(String text, String host, int port, String database) {
    Endpoint url = JdbcUrl.parse(text, LOGIN);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.database()).isEqualTo(database);
    assertThat(url.login()).isEqualTo(LOGIN);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://alice:hunter2@h/d, user or password before the host",
    "jdbc:postgresql://h1:1;h2:2/hunter2, cannot be understood",
    "postgresql://alice:hunter2@h/d, does not start with jdbc:postgresql://",
    "jdbc:mysql://h/d?password=hunter2, does not start with jdbc:postgresql://",
    "jdbc:postgresql:d?password=hunter2, does not start with jdbc:postgresql://",
    "jdbc:postgresql://h:port/d?password=hunter2, cannot be understood",
    "jdbc:postgresql://h:99999/d?password=hunter2, port 99999",
    "jdbc:postgresql://h:0/d?password=hunter2, port 0",
    "jdbc:postgresql://h/d?passwrd=hunter2, parameter \"passwrd\"",
    "jdbc:postgresql://h/d?sslpassword=hunter2, parameter \"sslpassword\"",
    "jdbc:postgresql://h/d?password=hunter2%, starts no %XX",
    "jdbc:postgresql:///d?password=hunter2, cannot be understood",
    "hunter2, expected jdbc:postgresql://HOST:PORT/DATABASE",
  })
  void saysWhatIsWrongWithoutRepeatingIt(String text, String expected) {
    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> JdbcUrl.parse(text, LOGIN))
        .withMessageContaining(expected)
        .withNoCause()
        .matches(e -> !e.getMessage().contains("hunter2"), "holds no password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://h1:1,h2:2/d", "jdbc:postgresql://h1,h2/d"})
  void refusesSeveralServers(String text) {
    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> JdbcUrl.parse(text, LOGIN))
        .withMessageContaining("several servers");
  }
}
