package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void showsStarsOnly() {
    assertThat(Secret.of("hunter2")).hasToString("***");
    assertThat(new Login("alice", Secret.of("hunter2")))
        .hasToString("Login[user=alice, password=***]");
  }

  @Test
  void givesTheValueToWhoAsks() {
    assertThat(Secret.of("hunter2").reveal()).isEqualTo("hunter2");
    assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("h"));
  }

  @Test
  void isNoneWhenEmpty() {
    assertThat(Secret.of("")).isSameAs(Secret.of(""));
    assertThat(Secret.of("").isNone()).isTrue();
    assertThat(Secret.of("x").isNone()).isFalse();
  }

  @Test
  void takesItselfOutOfTexts() {
    assertThat(Secret.of("hunter2").redact("pw=hunter2, again hunter2"))
        .isEqualTo("pw=***, again ***");
    assertThat(Secret.of("").redact("unchanged")).isEqualTo("unchanged");
  }
}
