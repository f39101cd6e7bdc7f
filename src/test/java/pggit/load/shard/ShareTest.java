package pggit.load.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;

class ShareTest {

  private static final Optional<Share> NO_DEPLOYMENT = Optional.empty();

  @Test
  void tenUsersOfThreeInjectorsAreFourThreeAndThree() {
    assertThat(all(3).map(share -> share.of(10))).containsExactly(4, 3, 3);
    assertThat(all(3).map(share -> share.of(2))).containsExactly(1, 1, 0);
    assertThat(all(4).map(share -> share.of(50.0))).containsOnly(12.5);
    assertThat(new Share(3, 0).among(2)).isEqualTo(2);
    assertThat(new Share(3, 0).among(10)).isEqualTo(3);
  }

  @Test
  void sharesAddUpToTheWholeAndCountEachOfItsUsersOnce() {
    var random = new Random(19);
    for (int i = 0; i < 500; i++) {
      int injectors = 1 + random.nextInt(100);
      int whole = random.nextInt(1000);

      var numbers =
          all(injectors)
              .flatMap(
                  share ->
                      IntStream.rangeClosed(1, share.of(whole)).mapToObj(own -> share.number(own)))
              .sorted();

      assertThat(numbers)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, whole).boxed().toList());
      assertThat(all(injectors).filter(share -> share.of(whole) > 0))
          .hasSize(new Share(injectors, 0).among(whole));
    }
  }

  @Test
  void indexComesFromTheSettingsElseFromKubernetesElseFromGatlingEnterprise() {
    var enterprise = Optional.of(new Share(3, 2));

    assertThat(Share.of(settings(3, "1", Map.of("JOB_COMPLETION_INDEX", "0")), NO_DEPLOYMENT))
        .isEqualTo(new Share(3, 1));
    assertThat(Share.of(settings(3, "", Map.of("JOB_COMPLETION_INDEX", "0")), enterprise))
        .isEqualTo(new Share(3, 0));
    assertThat(Share.of(settings(1, "", Map.of()), enterprise)).isEqualTo(new Share(3, 2));
    assertThat(Share.of(settings(1, "", Map.of()), NO_DEPLOYMENT)).isEqualTo(Share.WHOLE);
  }

  @Test
  void refusesWhatDoesNotSayWhichInjectorThisIs() {
    assertThatThrownBy(() -> Share.of(settings(3, "", Map.of()), NO_DEPLOYMENT))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("pggit.injectors = 3")
        .hasMessageContaining("expected pggit.injector = 0 to 2, or JOB_COMPLETION_INDEX");
    assertThatThrownBy(() -> Share.of(settings(3, "3", Map.of()), NO_DEPLOYMENT))
        .hasMessage("pggit.injector = 3: expected 0 to 2, since pggit.injectors = 3");
    assertThatThrownBy(
            () -> Share.of(settings(1, "", Map.of("JOB_COMPLETION_INDEX", "1")), NO_DEPLOYMENT))
        .hasMessage("pggit.injector = 1: expected 0 to 0, since pggit.injectors = 1");
    assertThatThrownBy(() -> Share.of(settings(4, "", Map.of()), Optional.of(new Share(3, 2))))
        .hasMessageContaining("Gatling Enterprise runs 3 load generators");
    assertThatThrownBy(() -> settings(2, "", Map.of("JOB_COMPLETION_INDEX", "first")))
        .hasMessage(
            "pggit.injector = \"first\" (from JOB_COMPLETION_INDEX): expected a whole number from 0, or nothing");
    assertThatThrownBy(() -> settings(0, "", Map.of()))
        .hasMessageContaining("pggit.injectors = \"0\"")
        .hasMessageContaining("expected a whole number from 1 to 1000");
  }

  private static Stream<Share> all(int injectors) {
    return IntStream.range(0, injectors).mapToObj(i -> new Share(injectors, i));
  }

  private static Settings settings(int injectors, String index, Map<String, String> environment) {
    return Settings.of(
        ConfigFactory.parseResources("gatling.conf"),
        Map.of("pggit.injectors", Integer.toString(injectors), "pggit.injector", index),
        environment);
  }
}
