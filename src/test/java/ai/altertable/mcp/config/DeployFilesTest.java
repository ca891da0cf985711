package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files under conf/deploy configure this program as it is. */
class DeployFilesTest {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String USER = "USER 10001:10001";
  private static final YAMLMapper YAML = new YAMLMapper();

  /** As in {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${NAME:?}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::[-?]([^}]*))?}");

  @TempDir private Path directory;

  @Test
  void composeStartsNodesThatShareADatabase() throws Exception {
    JsonNode node = YAML.readTree(Path.of("conf/deploy/compose.yaml").toFile()).get("x-node");
    Map<String, String> given = Map.of("ALTERTABLE_SECRETS_KEY", KEY);
    Map<String, String> environment = new HashMap<>();
    node.get("environment")
        .properties()
        .forEach(
            variable ->
                environment.put(
                    variable.getKey(), substituted(variable.getValue().asText(), given)));

    Config config = ConfigLoader.load(Optional.empty(), environment);

    assertThat(config.runtime().secretsKey()).isPresent();
    assertThat(config.database().url()).isPresent();
    assertThat(config.http().trustedProxies()).isNotEmpty();
    assertThat(node.get("stop_grace_period").asText()).isEqualTo("40s");
    assertThat(config.runtime().shutdownGrace()).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void kubernetesMountsAConfigurationThatLoads() throws Exception {
    Map<String, JsonNode> documents = documents(Path.of("conf/deploy/kubernetes.yaml"));
    Path file = directory.resolve("config.yaml");
    Files.writeString(file, documents.get("ConfigMap").get("data").get("config.yaml").asText());
    Map<String, String> environment = new HashMap<>();
    documents
        .get("Secret")
        .get("stringData")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    environment.put("ALTERTABLE_SECRETS_KEY", KEY);

    Config config = ConfigLoader.load(Optional.of(file), environment);

    JsonNode pod = documents.get("Deployment").at("/spec/template/spec");
    assertThat(config.database().url()).isPresent();
    JsonNode probe = pod.at("/containers/0/readinessProbe");
    assertThat(config.runtime().shutdownDrain().toSeconds())
        .as("longer than it takes to be found not ready")
        .isGreaterThan(
            probe.get("periodSeconds").asLong() * probe.get("failureThreshold").asLong());
    assertThat(config.runtime().shutdownDrain().plus(config.runtime().shutdownGrace()).toSeconds())
        .isLessThanOrEqualTo(pod.get("terminationGracePeriodSeconds").asLong() - 10);
    // Else the Service's name makes variables that are taken for settings.
    assertThat(pod.get("enableServiceLinks").asBoolean(true)).isFalse();
  }

  @Test
  void theImageRunsAsAUserWithoutRights() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("Dockerfile"));
    List<String> runtime = lines.subList(runtimeStage(lines), lines.size());

    // By number: Kubernetes cannot tell whether a name is root's.
    assertThat(runtime.stream().filter(line -> line.startsWith("USER "))).containsExactly(USER);
    assertThat(runtime).contains("VOLUME /data");
  }

  @Test
  void composeGivesNodesAFileSystemThatIsReadOnly() throws IOException {
    JsonNode compose = YAML.readTree(Path.of("conf/deploy/compose.yaml").toFile());
    JsonNode node = compose.get("x-node");

    assertThat(node.get("read_only").asBoolean()).isTrue();
    assertThat(texts(node.get("cap_drop"))).containsExactly("ALL");
    assertThat(texts(node.get("security_opt"))).containsExactly("no-new-privileges:true");
    assertThat(texts(node.get("tmpfs")))
        .singleElement()
        .satisfies(temporary -> assertThat(temporary).startsWith("/tmp:").contains("size="));
    assertThat(node.has("user")).isFalse();
    for (String name : List.of("node1", "node2")) {
      assertThat(texts(compose.at("/services/" + name + "/volumes")))
          .containsExactly(name + ":/data");
    }
  }

  @Test
  void kubernetesGivesThePodAFileSystemThatIsReadOnly() throws IOException {
    JsonNode pod =
        documents(Path.of("conf/deploy/kubernetes.yaml"))
            .get("Deployment")
            .at("/spec/template/spec");
    JsonNode container = pod.get("containers").get(0);
    JsonNode rights = container.get("securityContext");
    List<String> writable = new ArrayList<>();
    for (JsonNode mount : container.get("volumeMounts")) {
      if (!mount.path("readOnly").asBoolean()) {
        writable.add(mount.get("mountPath").asText());
      }
    }

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asText() + ":10001")
        .isEqualTo(USER.substring(5));
    assertThat(rights.get("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(rights.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(texts(rights.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(writable).containsExactlyInAnyOrder("/data", "/tmp");
    for (JsonNode volume : pod.get("volumes")) {
      assertThat(volume.has("hostPath")).isFalse();
    }
  }

  private static int runtimeStage(List<String> lines) {
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).startsWith("FROM ") ? i : last;
    }
    return last;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static String substituted(String text, Map<String, String> given) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> given.getOrDefault(match.group(1), fallback(match)));
  }

  private static String fallback(MatchResult match) {
    return match.group(2) == null || match.group(2).isEmpty() ? "secret" : match.group(2);
  }

  private static Map<String, JsonNode> documents(Path file) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).forEachRemaining(all::add);
    Map<String, JsonNode> documents = new HashMap<>();
    all.forEach(document -> documents.put(document.get("kind").asText(), document));
    return documents;
  }
}
