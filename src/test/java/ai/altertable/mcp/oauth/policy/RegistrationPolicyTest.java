package ai.altertable.mcp.oauth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationPolicyTest {
  private final RegistrationPolicy policy =
      new RegistrationPolicy(new RedirectUriPolicy(Set.of("cursor")), new DocumentUrls(false));

  private static JsonObject minimal() {
    return new JsonObject().put("redirect_uris", new JsonArray().add("https://a.example/cb"));
  }

  @Test
  void fillsInTheDefaultsOfRfc7591() {
    JsonObject echoed = policy.check(minimal()).toJson();
    assertThat(echoed.getJsonArray("grant_types")).containsExactly("authorization_code");
    assertThat(echoed.getJsonArray("response_types")).containsExactly("code");
    assertThat(echoed.getString("token_endpoint_auth_method")).isEqualTo("client_secret_basic");
  }

  @Test
  void takesWhatCursorSends() {
    JsonObject echoed =
        policy
            .check(
                new JsonObject(
                    """
                    {"client_name":"Cursor","application_type":"web","client_uri":null,"scope":"",
                     "redirect_uris":["cursor://anysphere.cursor-mcp/oauth/callback","http://localhost:1/cb"],
                     "grant_types":["authorization_code","refresh_token"],"response_types":["code"],
                     "token_endpoint_auth_method":"none","contacts":null}
                    """))
            .toJson();
    assertThat(echoed.getString("application_type")).isEqualTo("web");
    assertThat(echoed.fieldNames()).doesNotContain("client_uri", "contacts");
    assertThat(echoed.getMap().values()).doesNotContainNull().doesNotContain("");
  }

  @Test
  void dropsUnknownGrantsAndScopes() {
    ClientMetadata metadata =
        policy.check(
            minimal()
                .put("grant_types", new JsonArray().add("implicit").add("refresh_token"))
                .put("scope", "read admin offline_access"));
    assertThat(metadata.grantTypes()).containsExactly("authorization_code", "refresh_token");
    assertThat(metadata.toJson().getString("scope")).isEqualTo("read offline_access");
  }

  @Test
  void neverGrantsClientCredentialsToAStranger() {
    ClientMetadata metadata =
        policy.check(minimal().put("grant_types", new JsonArray().add("client_credentials")));
    assertThat(metadata.grantTypes()).containsExactly("authorization_code");
  }

  @Test
  void takesTricksOutOfNames() {
    String name =
        policy.check(minimal().put("client_name", " Good\u202E\u0000\nApp\u2028 ")).name();
    assertThat(name).isEqualTo("Good App");
    assertThat(policy.check(minimal().put("client_name", "\u200B")).name())
        .isEqualTo("Unnamed client");
    assertThat(policy.check(minimal().put("client_name", "x".repeat(2000))).name()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"redirect_uris\":null}",
        "{\"redirect_uris\":[]}",
        "{\"redirect_uris\":\"https://a.example/cb\"}",
        "{\"redirect_uris\":[1]}",
        "{\"redirect_uris\":[null]}",
        "{\"redirect_uris\":[\"javascript:alert(1)\"]}",
        "{\"redirect_uris\":[\"https://a.example/cb\",\"http://evil.example/\"]}"
      })
  void refusesRedirects(String json) {
    assertThatThrownBy(() -> policy.check(new JsonObject(json)))
        .isInstanceOfSatisfying(
            OAuthException.class,
            refused -> assertThat(refused.code()).isEqualTo(OAuthErrorCode.INVALID_REDIRECT_URI));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"client_name\":1}",
        "{\"client_name\":{}}",
        "{\"grant_types\":\"authorization_code\"}",
        "{\"grant_types\":[{}]}",
        "{\"scope\":[\"read\"]}",
        "{\"token_endpoint_auth_method\":\"private_key_jwt\"}",
        "{\"token_endpoint_auth_method\":\"NONE\"}"
      })
  void refusesMetadata(String json) {
    assertThatThrownBy(() -> policy.check(new JsonObject(json).mergeIn(minimal())))
        .isInstanceOfSatisfying(
            OAuthException.class,
            refused ->
                assertThat(refused.code()).isEqualTo(OAuthErrorCode.INVALID_CLIENT_METADATA));
  }

  @Property(tries = 300)
  void namesNeverHoldControlCharacters(@ForAll String name) {
    assertThat(policy.check(minimal().put("client_name", name.length() > 2048 ? "" : name)).name())
        .isNotBlank()
        .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
  }
}
