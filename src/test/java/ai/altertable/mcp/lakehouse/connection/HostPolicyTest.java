package ai.altertable.mcp.lakehouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    Await.get(VERTX.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
        "ff02::1",
      })
  void reachesNoAddressOfThisNetworkUnlessAllowed(String address) throws Exception {
    assertThat(policy(false).allows(address, InetAddress.getByName(address))).isFalse();
    assertThat(policy(true).allows(address, InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "11.0.0.1", "2606:4700::1111", "::ffff:8.8.8.8"})
  void reachesPublicAddresses(String address) throws Exception {
    assertThat(policy(false).allows(address, InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "db.example.com, 10.0.0.1, true",
    "a.lake.example.com, 8.8.8.8, true",
    "a.b.lake.example.com, 8.8.8.8, true",
    "lake.example.com, 8.8.8.8, false",
    "evil-lake.example.com, 8.8.8.8, false",
    "db.example.com.evil.net, 8.8.8.8, false",
    "other.example.com, 8.8.8.8, false",
    "other.example.com, 10.9.1.2, true",
    "other.example.com, 10.8.1.2, false",
  })
  void aListLeavesNothingElse(String host, String address, boolean allowed)
      throws UnknownHostException {
    HostPolicy policy = policy(false, "DB.example.com", "*.lake.example.com", "10.9.0.0/16");

    assertThat(policy.allows(host, InetAddress.getByName(address))).isEqualTo(allowed);
  }

  @Test
  void judgesTheAddressThatANameHasAndKeepsIt() {
    QueryFault refused = LakehouseFixture.fault(policy(false).resolve("LOCALHOST.", 5432));
    assertThat(refused)
        .hasMessageContaining("localhost")
        .hasMessageContaining("may not be reached");

    var resolved = Await.get(policy(true).resolve("localhost", 5432));
    assertThat(resolved.isUnresolved()).isFalse();
    assertThat(resolved.getHostString()).isEqualTo("localhost");
    assertThat(resolved.getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void saysThatAHostHasNoAddress() {
    assertThat(LakehouseFixture.fault(policy(true).resolve("nowhere.invalid", 1)))
        .hasMessageContaining("nowhere.invalid");
  }

  private static HostPolicy policy(boolean privateAddresses, String... allowed) {
    return new HostPolicy(
        VERTX,
        new ConnectionsConfig(
            List.of(allowed),
            privateAddresses,
            Optional.empty(),
            10,
            new ConnectionsConfig.DuckDb(1, 1, 64)));
  }
}
