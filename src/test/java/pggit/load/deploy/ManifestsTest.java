package pggit.load.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.settings.Settings;

/** What an operator applies to his cluster, read as Kubernetes' own types. */
@EnableKubernetesMockClient(crud = true)
class ManifestsTest {

  private static final Path KUBERNETES = Path.of("deploy", "kubernetes");

  /** Of fabric8's, made from Kubernetes' own types; the job's is in the jar of the job's class. */
  private static final JsonNode SCHEMA = schema();

  /** Set by the extension: a server that plays Kubernetes. */
  KubernetesClient client;

  private final Job job = job();
  private final PodSpec pod = job.getSpec().getTemplate().getSpec();
  private final Container injector = pod.getContainers().get(0);

  @Test
  void jobIsOneByKubernetesOwnSchema() throws IOException {
    var text = Files.readString(base("job.yaml"));

    assertThat(faults(text)).isEmpty();
    assertThat(faults(text.replace("backoffLimit", "backOffLimit")))
        .containsExactly("spec.backOffLimit is unknown");
    assertThat(faults(text.replace("completions: 1", "completions: \"1\"")))
        .containsExactly("spec.completions is no integer");
    assertThat(faults(text.replace("runAsNonRoot: true", "runAsNonRoot: \"true\"")))
        .containsExactly("spec.template.spec.securityContext.runAsNonRoot is no boolean");
    assertThat(faults(text.replace("value: \"1\"", "value: 1")))
        .containsExactly("spec.template.spec.containers.env.value is no string");
  }

  @Test
  void clusterTakesTheJobAndGivesItBack() {
    client.batch().v1().jobs().inNamespace("load").resource(job).create();

    var back = client.batch().v1().jobs().inNamespace("load").withName("pggit-load").get();

    assertThat(back.getSpec()).isEqualTo(job.getSpec());
  }

  @Test
  void eachPodIsAnInjectorOfItsOwnThatIsNeverStartedAgain() {
    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getSpec().getCompletions()).isEqualTo(job.getSpec().getParallelism());
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(
            pod.getAffinity()
                .getPodAntiAffinity()
                .getPreferredDuringSchedulingIgnoredDuringExecution()
                .get(0)
                .getPodAffinityTerm()
                .getLabelSelector()
                .getMatchLabels())
        .isEqualTo(job.getSpec().getTemplate().getMetadata().getLabels());
    assertThat(environment("PGGIT_RUN").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.labels['batch.kubernetes.io/controller-uid']");
  }

  @Test
  void podMayNothingThatItDoesNotNeed() {
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(injector.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(injector.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(injector.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(injector.getResources().getRequests())
        .isEqualTo(injector.getResources().getLimits())
        .containsKeys("cpu", "memory", "ephemeral-storage");
  }

  @Test
  void passwordComesFromASecretAndStandsInNoFile() throws IOException {
    var password = environment("PGPASSWORD");

    assertThat(password.getValue()).isNull();
    assertThat(password.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("PGPASSWORD");
    try (var files = Files.walk(KUBERNETES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("pggit.password");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 50})
  void overlaySaysItsNumberOnceAndItGoesWhereverOneIsNeeded(int injectors) throws IOException {
    var overlay = KUBERNETES.resolve("overlays").resolve(injectors + "-injectors");
    assertThat(Files.readString(overlay.resolve("injectors.yaml")))
        .contains("injectors: \"" + injectors + "\"");
    assertThat(Files.readString(overlay.resolve("kustomization.yaml")))
        .contains("../../one-number");
    // What replaces:
    // https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
    assertThat(Files.readString(KUBERNETES.resolve("one-number").resolve("kustomization.yaml")))
        .contains(
            "fieldPath: data.injectors",
            "- spec.completions\n",
            "- spec.parallelism\n",
            "- spec.template.spec.containers.[name=injector].env.[name=INJECTORS].value\n");
    assertThat(injector.getName()).isEqualTo("injector");
    assertThat(environment("INJECTORS").getValue()).isEqualTo("1");
    assertThat(environment("JDK_JAVA_OPTIONS").getValue())
        .endsWith(" -Dpggit.injectors=$(INJECTORS)");
    assertThat(injector.getEnv())
        .extracting(EnvVar::getName)
        .containsSubsequence("INJECTORS", "JDK_JAVA_OPTIONS"); // else it is not put in
  }

  /** By kubectl, where the machine has it. */
  private static void rendered(Path overlay, int injectors) throws IOException {
    var kubectl = Path.of("/usr/bin/kubectl");
    if (!Files.isExecutable(kubectl)) {
      System.out.println("no kubectl here: overlays are read, and not rendered");
      return;
    }
    var process =
        new ProcessBuilder(kubectl.toString(), "kustomize", overlay.toString())
            .redirectErrorStream(true)
            .start();
    var job = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(job)
        .contains(
            "completions: " + injectors,
            "parallelism: " + injectors,
            "value: \"" + injectors + "\"")
        .doesNotContain("name: injectors\n");
  }

  @Test
  void settingsAreSuchAsAnInjectorTakes() throws IOException {
    var given = new TreeMap<String, String>();
    try (var lines = Files.lines(base("settings"))) {
      lines
          .filter(line -> line.startsWith("-D"))
          .map(line -> line.substring(2).split("=", 2))
          .forEach(pair -> given.put(pair[0], pair[1]));
    }
    given.put("pggit.injectors", "3");

    var settings =
        Settings.of(
            ConfigFactory.parseResources("gatling.conf"),
            given,
            Map.of("JOB_COMPLETION_INDEX", "2", "PGGIT_RUN", "0b2c", "PGPASSWORD", "x"));

    assertThat(given).containsKeys("pggit.url", "pggit.user", "pggit.profile");
    assertThat(settings.injector()).contains("2");
    assertThat(settings.injectorsRun()).contains("0b2c");
    assertThat(environment("JDK_JAVA_OPTIONS").getValue()).startsWith("@/etc/pggit-load/settings ");
    assertThat(Files.readString(base("kustomization.yaml"))).contains("- settings");
  }

  private EnvVar environment(String name) {
    return injector.getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Job job() {
    try {
      return Serialization.unmarshal(Files.readString(base("job.yaml")), Job.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path base(String name) {
    return KUBERNETES.resolve("base").resolve(name);
  }

  /** What the schema has no name for, or another type. */
  private static List<String> faults(String job) throws IOException {
    var faults = new ArrayList<String>();
    var schema = SCHEMA.at("/definitions/kubernetes_batch_v1_Job");
    assertThat(schema.has("properties")).isTrue();
    faults(new YAMLMapper().readTree(job), schema, "", faults);
    return faults;
  }

  private static void faults(JsonNode value, JsonNode schema, String path, List<String> faults) {
    var reference = schema.path("$ref").asText();
    if (isOpen(reference)) {
      return;
    }
    if (!reference.isEmpty()) {
      faults(value, SCHEMA.at(reference.substring(1)), path, faults);
    } else if (value.isObject() && schema.has("properties")) {
      value
          .properties()
          .forEach(
              field -> {
                var below = (path.isEmpty() ? "" : path + ".") + field.getKey();
                var known = schema.at("/properties/" + field.getKey());
                if (known.isMissingNode()) {
                  faults.add(below + " is unknown");
                } else {
                  faults(field.getValue(), known, below, faults);
                }
              });
    } else if (value.isArray() && schema.path("type").asText().equals("array")) {
      value.forEach(item -> faults(item, schema.path("items"), path, faults));
    } else if (value.isObject() && schema.path("additionalProperties").isObject()) {
      value.forEach(item -> faults(item, schema.path("additionalProperties"), path, faults));
    } else if (!isA(schema.path("type").asText(), value)) {
      faults.add(path + " is no " + schema.path("type").asText());
    }
  }

  /** Quantities and the like, which may be numbers or texts. */
  private static boolean isOpen(String reference) {
    return reference.matches(".*(Quantity|IntOrString)");
  }

  private static boolean isA(String type, JsonNode value) {
    return switch (type) {
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "string" -> value.isTextual();
      case "array" -> value.isArray();
      default -> value.isObject();
    };
  }

  private static JsonNode schema() {
    var jar = Job.class.getProtectionDomain().getCodeSource().getLocation(); // others have one, too
    try (var in =
        URI.create("jar:" + jar + "!/schema/validation-schema.json").toURL().openStream()) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
