package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An embedded server plays somebody's running one. */
class ExternalServerIT {

  private static final String WRONG = "hunter2-wrong";

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void tellsWhatTheServerSays() {
    try (ExternalServer server = ExternalServer.connect(url(), login())) {
      assertThat(server.embedded()).isFalse();
      assertThat(server.facts().version()).isEqualTo(postgres.server().facts().version());
      assertThat(server.facts().versionNumber())
          .isEqualTo(postgres.server().facts().versionNumber());
      assertThat(server.facts().settings()).isEqualTo(postgres.server().facts().settings());
      assertThat(server.admin().database()).isEqualTo(postgres.database().database());
    }
  }

  @Test
  void takesThePasswordOutOfTheUrl() throws Exception {
    String password = login().password().reveal();

    try (ExternalServer server =
        ExternalServer.connect(
            url() + "?user=postgres&password=" + password, new Login("nobody", Secret.of("")))) {
      assertThat(server.admin().login()).isEqualTo(login());
      assertThat(server.admin().jdbcUrl()).doesNotContain(password);
      assertThat(server.admin()).asString().doesNotContain(password);
      assertThat(Sql.text(server.admin(), "SELECT current_user")).isEqualTo("postgres");
    }
  }

  @Test
  void namesTheUserWhenThePasswordIsWrong() {
    SetupException e = refusal(url(), new Login("postgres", Secret.of(WRONG)));

    assertThat(e)
        .hasMessageContaining("refuses the login as postgres")
        .hasMessageContaining("pggit.password")
        .hasMessageContaining("28P01");
    assertThat(stackTrace(e)).doesNotContain(WRONG);
  }

  @Test
  void hidesThePasswordEvenWhereTheServerRepeatsIt() {
    SetupException e = refusal(url(), new Login(WRONG, Secret.of(WRONG)));

    assertThat(e.getCause()).isNull();
    assertThat(e.getMessage().replace("as " + WRONG, "")).doesNotContain(WRONG);
  }

  @Test
  void saysThatThePasswordIsMissing() {
    assertThat(refusal(url(), new Login("postgres", Secret.of(""))))
        .hasMessageContaining("postgres, without a password");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }

    assertThat(refusal("jdbc:postgresql://127.0.0.1:" + port + "/d?password=" + WRONG, login()))
        .hasMessageContaining("127.0.0.1:" + port + " cannot be reached")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(WRONG));
  }

  @Test
  void saysThatTheDatabaseIsMissing() {
    String url = url().replaceAll("/[^/]*$", "/nowhere");

    assertThat(refusal(url, login())).hasMessageContaining("has no database \"nowhere\"");
  }

  private static SetupException refusal(String url, Login login) {
    return catchThrowableOfType(SetupException.class, () -> ExternalServer.connect(url, login));
  }

  private static String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + postgres.server().admin().port()
        + "/"
        + postgres.database().database();
  }

  private static Login login() {
    return postgres.server().admin().login();
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
