package ai.altertable.mcp.oauth;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeEndpointTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  @Test
  void sendsTheBrowserToSignInAndBindsTheRequestToIt() {
    Page page = browser.get(CLIENT.authorizeUrl(CLIENT.authorization()));
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.location()).startsWith("/consent?request=");
    assertThat(page.header("set-cookie")).contains("HTTPOnly", "SameSite=Lax", "Path=/");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(browser.get(page.location()).location()).startsWith("/login?request=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id=unknown&redirect_uri=http://127.0.0.1:4321/callback",
        "redirect_uri=http://127.0.0.1:4321/callback",
        "client_id={id}&redirect_uri=https://evil.example/cb",
        "client_id={id}&redirect_uri=http://127.0.0.1:4321/other",
        "client_id={id}&redirect_uri=http://127.0.0.1:4321@evil.example/callback",
        "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback%23",
        "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback%0d%0aX:y",
        "client_id={id}&redirect_uri=javascript:alert(1)",
        "client_id={id}&client_id={id}&redirect_uri=http://127.0.0.1:4321/callback",
        "client_id={id}&redirect_uri=http://127.0.0.1:4321/callback&redirect_uri=https://evil.example"
      })
  void neverRedirectsToAnybodyUnproven(String query) {
    Page page =
        browser.get(
            "/oauth/authorize?response_type=code&code_challenge="
                + TestClient.CHALLENGE
                + "&code_challenge_method=S256&"
                + query.replace("{id}", CLIENT.id()));
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.response().headers().firstValue("location")).isEmpty();
    assertThat(page.text()).contains("cannot be trusted");
    assertThat(page.header("content-security-policy")).contains("default-src 'none'");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, , invalid_request",
    "response_type, token, unsupported_response_type",
    "response_type, code token, unsupported_response_type",
    "response_mode, fragment, invalid_request",
    "code_challenge, , invalid_request",
    "code_challenge, short, invalid_request",
    "code_challenge_method, , invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge_method, s256, invalid_request",
    "resource, https://evil.example/v1, invalid_target",
    "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
    "request_uri, https://evil.example/r, request_uri_not_supported",
    "prompt, none, interaction_required"
  })
  void tellsTheClientWithStateAndIssuer(String name, String value, String error) {
    Map<String, String> parameters = CLIENT.authorization();
    parameters.put(name, value == null ? "" : value);
    Page page = browser.get(CLIENT.authorizeUrl(parameters));
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.location()).startsWith(TestClient.REDIRECT + "?");
    assertThat(query(page.location()))
        .containsEntry("error", error)
        .containsEntry("state", "a state/with+signs")
        .containsEntry("iss", APP.issuer())
        .containsKey("error_description")
        .doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scope", "response_type", "code_challenge", "code_challenge_method", "unknown"})
  void refusesDuplicates(String name) {
    Page page =
        browser.get(CLIENT.authorizeUrl(CLIENT.authorization()) + "&" + name + "=x&" + name + "=y");
    assertThat(query(page.location())).containsEntry("error", "invalid_request");
  }

  @Test
  void doesNotReturnAnAmbiguousState() {
    Page page = browser.get(CLIENT.authorizeUrl(CLIENT.authorization()) + "&state=other");
    assertThat(query(page.location()))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("state");
  }

  @Test
  void toleratesWhatClientsAdd() {
    Map<String, String> parameters = CLIENT.authorization();
    parameters.put("scope", "read openid offline_access unknown");
    parameters.put("prompt", "consent");
    parameters.put("resource", TestApp.RESOURCE + "/");
    parameters.put("nonce", "x");
    parameters.put("redirect_uri", "http://127.0.0.1:60001/callback");
    String url = CLIENT.authorizeUrl(parameters) + "&resource=" + TestApp.RESOURCE;
    assertThat(browser.get(url).location()).startsWith("/consent?request=");
  }

  @Test
  void answersOtherMethodsWithAllow() {
    Page page = browser.post("/oauth/authorize", Map.of());
    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("allow")).isEqualTo("GET");
  }
}
