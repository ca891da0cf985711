package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
