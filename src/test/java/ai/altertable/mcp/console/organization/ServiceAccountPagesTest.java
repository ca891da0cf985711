package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ServiceAccountPagesTest {
  private static final TestApp APP = TestApp.start();
  private static final String ACCOUNTS = "/console/demo/-/service-accounts";

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  ServiceAccountPagesTest() {
    browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  private Page make(String name) {
    return browser.submit(
        browser.get(ACCOUNTS),
        ACCOUNTS,
        Map.of("name", name, "environment", "staging", "scope", "write"));
  }

  private static Answer token(String id, String secret) {
    return new TestClient(APP, id)
        .post(
            "/oauth/token",
            Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
  }

  private static List<String> secrets(Page page) {
    return page.document().select(".secrets code").eachText();
  }

  @Test
  void showsTheSecretOnce() {
    Page made = browser.follow(make("Nightly"));
    List<String> shown = secrets(made);
    assertThat(made.text()).contains("Nightly", "Staging", "Read and write");
    assertThat(token(shown.get(0), shown.get(1)).json().getString("scope")).isEqualTo("read write");
    assertThat(secrets(browser.get(ACCOUNTS))).isEmpty();
    assertThat(APP.audit().lines()).contains("service_account.create ok");
  }

  @Test
  void showsTheSecretToNobodyElse() {
    make("Stolen");
    String flash = browser.cookies().get("altertable_flash");
    TestBrowser other = new TestBrowser(APP.issuer());
    other.signIn(other.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
    other.cookies().put("altertable_flash", flash);
    assertThat(secrets(other.get(ACCOUNTS))).isEmpty();
  }

  @Test
  void rotatesTheSecretAndEndsItsTokens() {
    List<String> old = secrets(browser.follow(make("Rotated")));
    String before = token(old.get(0), old.get(1)).json().getString("access_token");
    Page account = account("Rotated");
    Page done = browser.follow(browser.submit(account, path(account) + "/rotate", Map.of()));
    List<String> fresh = secrets(done);

    assertThat(fresh.get(0)).isEqualTo(old.get(0));
    assertThat(token(old.get(0), old.get(1)).status()).isEqualTo(401);
    assertThat(token(fresh.get(0), fresh.get(1)).status()).isEqualTo(200);
    assertThat(active(fresh, before)).isFalse();
  }

  private static boolean active(List<String> credentials, String token) {
    return new TestClient(APP, credentials.get(0))
        .post(
            "/oauth/introspect",
            Map.of(
                "token",
                token,
                "client_id",
                credentials.get(0),
                "client_secret",
                credentials.get(1)))
        .json()
        .getBoolean("active");
  }

  @Test
  void disablesAndEnables() {
    List<String> secret = secrets(browser.follow(make("Paused")));
    Page account = account("Paused");
    Page disabled = browser.follow(browser.submit(account, path(account) + "/disable", Map.of()));
    assertThat(token(secret.get(0), secret.get(1)).error()).isNotNull();
    browser.submit(disabled, path(account) + "/enable", Map.of());
    assertThat(token(secret.get(0), secret.get(1)).status()).isEqualTo(200);
  }

  private Page account(String name) {
    return browser.get(
        browser.get(ACCOUNTS).document().selectFirst("a:contains(" + name + ")").attr("href"));
  }

  private static String path(Page page) {
    return page.url().substring(APP.issuer().length());
  }

  @Test
  void showsTheFormAgainWithWhatIsWrong() {
    Page page = make(" ");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.document().selectFirst("[role=alert]").text()).contains("1 to 200");
    assertThat(page.document().selectFirst("#name").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.document().selectFirst("#environment option[selected]").val())
        .isEqualTo("staging");
  }

  @Test
  void takesPublicKeysAndNoPrivateOnes() throws Exception {
    JWK key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    Page refused = keyed(new JWKSet(key).toString(false));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.document().selectFirst("#jwks").attr("aria-invalid")).isEqualTo("true");
    assertThat(keyed("not JSON").status()).isEqualTo(400);

    Page made = browser.follow(keyed(new JWKSet(key.toPublicJWK()).toString()));
    assertThat(secrets(made)).hasSize(1);
    Page account = account("Signing");
    assertThat(account.text()).contains("private_key_jwt");
    assertThat(account.document().select("form[action$=/rotate]")).isEmpty();
  }

  private Page keyed(String jwks) {
    return browser.submit(
        browser.get(ACCOUNTS),
        ACCOUNTS,
        Map.of("name", "Signing", "environment", "staging", "scope", "read", "jwks", jwks));
  }

  @Test
  void takesNoEnvironmentThatIsNotThere() {
    Page page =
        browser.submit(
            browser.get(ACCOUNTS),
            ACCOUNTS,
            Map.of("name", "x", "environment", "nowhere", "scope", "read"));
    assertThat(page.status()).isEqualTo(400);
  }
}
