package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.CidrBlock;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final String CLIENT = "203.0.113.7";
  private static final ClientAddress PROXY = peer("10.0.0.1");
  private static final ClientAddress STRANGER = peer("198.51.100.1");

  private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8"));

  @Test
  void believesATrustedProxy() {
    ClientAddress client = proxies.client(PROXY, CLIENT, "https", "mcp.example.com");

    assertThat(client).isEqualTo(new ClientAddress(CLIENT, "https", "mcp.example.com"));
  }

  @Property
  void believesNobodyElse(@ForAll String addresses, @ForAll String scheme, @ForAll String host) {
    assertThat(proxies.client(STRANGER, addresses, scheme, host)).isEqualTo(STRANGER);
  }

  @Property
  void whateverTheClientPutsInFrontTheAddressThatTheProxySawCounts(@ForAll String made) {
    assertThat(proxies.client(PROXY, made + ", " + CLIENT, null, null).ip()).isEqualTo(CLIENT);
  }

  @Property
  void alwaysAnswersWithAnAddressAndAScheme(
      @ForAll String addresses, @ForAll String scheme, @ForAll String host) {
    ClientAddress client = proxies.client(PROXY, addresses, scheme, host);

    assertThat(CidrBlock.isAddress(client.ip())).isTrue();
    assertThat(client.scheme()).isIn("http", "https");
    assertThat(client.host()).matches("[A-Za-z0-9._:\\[\\]-]+");
  }

  @Test
  void looksPastAChainOfTrustedProxies() {
    assertThat(proxies.client(PROXY, "1.2.3.4, " + CLIENT + ", fd00::5, 10.9.9.9", null, null).ip())
        .isEqualTo(CLIENT);
  }

  @Test
  void aChainWithinTheTrustedNetworkBeginsAtItsFarEnd() {
    assertThat(proxies.client(PROXY, "10.3.3.3, 10.2.2.2", null, null).ip()).isEqualTo("10.3.3.3");
  }

  @Test
  void stopsAtWhatIsNoAddress() {
    assertThat(proxies.client(PROXY, CLIENT + ", unknown, 10.2.2.2", null, null).ip())
        .isEqualTo("10.2.2.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example/path", "a b", "user@host", "host:port", "", "[::1"})
  void keepsTheRealHostWhenTheForwardedOneIsNone(String host) {
    assertThat(proxies.client(PROXY, null, null, host).host()).isEqualTo(PROXY.host());
  }

  @Test
  void withoutTrustedProxiesTheConnectionCounts() {
    assertThat(new TrustedProxies(List.of()).client(PROXY, CLIENT, "https", "h")).isEqualTo(PROXY);
  }

  private static ClientAddress peer(String ip) {
    return new ClientAddress(ip, "http", "localhost:8080");
  }
}
