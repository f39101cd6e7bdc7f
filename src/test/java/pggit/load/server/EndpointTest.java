package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class EndpointTest {

  private static final Endpoint ENDPOINT =
      new Endpoint(
          "db.example.org",
          5433,
          "shop",
          new Login("alice", Secret.of("hunter2")),
          Map.of("ssl", "true", "ApplicationName", "a & b"));

  @Test
  void writesUrlsWithSortedParametersAndWithoutPassword() {
    assertThat(ENDPOINT.jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://db.example.org:5433/shop?ApplicationName=a%20%26%20b&ssl=true");
    assertThat(ENDPOINT.libpqUrl()).isEqualTo("postgresql://alice@db.example.org:5433/shop");
  }

  @Test
  void showsThePasswordNowhere() {
    assertThat(ENDPOINT.toString()).contains("db.example.org").doesNotContain("hunter2");
    assertThat(ENDPOINT.jdbcUrl()).doesNotContain("hunter2", "alice");
    assertThat(ENDPOINT.libpqUrl()).doesNotContain("hunter2");
  }

  @Test
  void handsLoginAndParametersToTheDriver() {
    assertThat(ENDPOINT.properties())
        .containsEntry("user", "alice")
        .containsEntry("password", "hunter2")
        .containsEntry("ssl", "true");
    assertThat(ENDPOINT.withLogin(new Login("bob", Secret.of(""))).properties())
        .containsEntry("user", "bob")
        .doesNotContainKey("password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "a/b", "ümläut", "a?b&c=d#e", "100%", "a+b"})
  void isUnderstoodByTheDriverWhateverTheDatabaseIsCalled(String database) {
    Properties understood = Driver.parseURL(ENDPOINT.withDatabase(database).jdbcUrl(), null);

    assertThat(understood)
        .containsEntry("PGHOST", "db.example.org")
        .containsEntry("PGPORT", "5433")
        .containsEntry("PGDBNAME", database)
        .containsEntry("ApplicationName", "a & b");
  }

  @Test
  void writesAnIpv6AddressInBrackets() {
    Endpoint v6 = new Endpoint("::1", 5432, "db", new Login("a b", Secret.of("")), Map.of());

    assertThat(v6.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/db");
    assertThat(v6.libpqUrl()).isEqualTo("postgresql://a%20b@[::1]:5432/db");
  }

  @Test
  void changesOneThingAtATime() {
    assertThat(ENDPOINT.withDatabase("other").database()).isEqualTo("other");
    assertThat(ENDPOINT.withDatabase("other").login()).isEqualTo(ENDPOINT.login());
    assertThat(ENDPOINT.with("ssl", "false").parameters()).containsEntry("ssl", "false");
    assertThat(ENDPOINT.parameters()).containsEntry("ssl", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "user", "sslpassword", "PGHOST"})
  void refusesParametersThatBelongElsewhere(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ENDPOINT.with(name, "hunter2"))
        .withMessage(name + " is no connection parameter of an endpoint");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536})
  void refusesPortsThatDoNotExist(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoint("h", port, "d", ENDPOINT.login(), Map.of()))
        .withMessage("port must be 1 to 65535, was " + port);
  }

  @Test
  void refusesBlanks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoint(" ", 1, "d", ENDPOINT.login(), Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Endpoint("h", 1, "", ENDPOINT.login(), Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Login(" ", Secret.of("")));
  }
}
