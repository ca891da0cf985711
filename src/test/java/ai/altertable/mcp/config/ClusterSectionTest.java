package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.altertable.mcp.testing.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is refused where others could read or join it. */
class ClusterSectionTest {
  @TempDir private Path directory;

  @Test
  void isOffUnlessAskedFor() throws Exception {
    assertThat(load(Map.of()).runtime().cluster()).isEmpty();
  }

  @Test
  void onLoopbackNothingElseIsNeeded() throws Exception {
    ClusterConfig cluster =
        load(Map.of("ALTERTABLE_CLUSTER_ENABLED", "true")).runtime().cluster().orElseThrow();

    assertThat(cluster.membership()).isEqualTo(new ListenAddress("127.0.0.1", 5701));
    assertThat(cluster.members()).isEmpty();
    assertThat(cluster.tls()).isEmpty();
  }

  @Test
  void beyondLoopbackItNeedsCertificatesAndAPrivateNetwork() {
    assertThat(faults(Map.of("ALTERTABLE_CLUSTER_HOST", "10.0.0.7")))
        .containsExactlyInAnyOrder("cluster.host", "cluster.certificate");
  }

  @Test
  void certificatesAloneDoNotProtectMembership() throws Exception {
    Map<String, String> settings = new HashMap<>(certificates());
    settings.put("ALTERTABLE_CLUSTER_HOST", "10.0.0.7");

    assertThat(faults(settings)).containsExactly("cluster.host");
  }

  @Test
  void aPrivateNetworkAloneDoesNotEncryptTheBus() {
    assertThat(
            faults(
                Map.of(
                    "ALTERTABLE_CLUSTER_HOST", "10.0.0.7",
                    "ALTERTABLE_CLUSTER_PRIVATE_NETWORK", "true")))
        .containsExactly("cluster.certificate");
  }

  @Test
  void withBothItIsTaken() throws Exception {
    Map<String, String> settings = new HashMap<>(certificates());
    settings.put("ALTERTABLE_CLUSTER_ENABLED", "true");
    settings.put("ALTERTABLE_CLUSTER_HOST", "10.0.0.7");
    settings.put("ALTERTABLE_CLUSTER_PRIVATE_NETWORK", "true");
    settings.put("ALTERTABLE_CLUSTER_MEMBERS", "10.0.0.8,node3.internal:5801,[fd00::1]:5701");

    ClusterConfig cluster = load(settings).runtime().cluster().orElseThrow();

    assertThat(cluster.membership().host()).isEqualTo("10.0.0.7");
    assertThat(cluster.members())
        .containsExactly("10.0.0.8", "node3.internal:5801", "[fd00::1]:5701");
    assertThat(cluster.tls()).isPresent();
  }

  @Test
  void theFilesGoTogetherAndMustBeThere() {
    assertThat(faults(Map.of("ALTERTABLE_CLUSTER_CERTIFICATE", "/no/such/file")))
        .containsExactlyInAnyOrder("cluster.certificate", "cluster.key", "cluster.authority");
  }

  @Test
  void membersAreHostsAndPorts() {
    assertThat(faults(Map.of("ALTERTABLE_CLUSTER_MEMBERS", "tcp://node2:5701")))
        .containsExactly("cluster.members");
  }

  @Test
  void anEndpointWithoutToolsNeedsACluster() throws Exception {
    assertThat(faults(Map.of("ALTERTABLE_CLUSTER_ENABLED", "false", "ALTERTABLE_ROLES", "mcp")))
        .containsExactly("roles");

    load(Map.of("ALTERTABLE_CLUSTER_ENABLED", "true", "ALTERTABLE_ROLES", "mcp"));
  }

  private Map<String, String> certificates() throws Exception {
    SelfSigned made = SelfSigned.create(directory);
    Path certificate = Files.writeString(directory.resolve("node.pem"), made.certificate());
    Path key = Files.writeString(directory.resolve("node.key"), made.key());
    return Map.of(
        "ALTERTABLE_CLUSTER_CERTIFICATE", certificate.toString(),
        "ALTERTABLE_CLUSTER_KEY", key.toString(),
        "ALTERTABLE_CLUSTER_AUTHORITY", certificate.toString());
  }

  private static List<String> faults(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(Map.of("ALTERTABLE_CLUSTER_ENABLED", "true"));
    environment.putAll(settings);
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(environment));
    assertThat(refused).isNotNull();
    return refused.faults().stream().map(ConfigFault::key).toList();
  }

  private static Config load(Map<String, String> environment) throws ConfigException {
    return ConfigLoader.load(Optional.empty(), environment);
  }
}
