package ai.altertable.mcp.identity.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a provider's metadata may send this server. */
class ProviderMetadataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.acme.example/token",
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.7/token",
        "https://127.0.0.1/token",
        "https://127.1/token",
        "https://2130706433/token",
        "https://0x7f000001/token",
        "https://[::1]/token",
        "https://[::ffff:10.0.0.7]/token",
        "https://[fd00::1]/token",
        "https://localhost/token",
        "https://LOCALHOST/token",
        "https://intranet/token",
        "https://login.acme.example@evil.example/token",
        "https://evil.example/token#fragment",
        "file:///etc/passwd",
        "ftp://login.acme.example/token",
        "//evil.example/token",
        "/token",
        "https:///token",
        "https://evil.example\\@login.acme.example/",
        "not an address",
        ""
      })
  void callsNoAddressThatMetadataMustNotName(String address) {
    JsonObject document = document().put("token_endpoint", address);
    assertThatThrownBy(
            () -> ProviderMetadata.of(URI.create("https://login.acme.example"), document))
        .isInstanceOf(UpstreamRefused.class)
        .hasMessageContaining("token_endpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.acme.example:8443/token",
        "https://oauth2.googleapis.com/token",
        "https://9.9.9.9/token"
      })
  void callsPublicAddresses(String address) {
    JsonObject document = document().put("token_endpoint", address);
    assertThat(ProviderMetadata.of(URI.create("https://login.acme.example"), document).token())
        .isEqualTo(URI.create(address));
  }

  private static JsonObject document() {
    return new JsonObject()
        .put("issuer", "https://login.acme.example")
        .put("authorization_endpoint", "https://login.acme.example/authorize")
        .put("token_endpoint", "https://login.acme.example/token")
        .put("jwks_uri", "https://login.acme.example/keys");
  }
}
