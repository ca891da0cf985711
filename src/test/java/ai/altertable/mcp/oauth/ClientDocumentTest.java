package ai.altertable.mcp.oauth;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.TestDocuments;
import ai.altertable.mcp.testing.TestKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose {@code client_id} is the address of their metadata document. */
class ClientDocumentTest {
  private static final TestApp APP =
      TestApp.start(
          TestDatabase.create(), Map.of("ALTERTABLE_OAUTH_METADATA_PRIVATE_ADDRESSES", "true"));
  private static final TestDocuments SITE = new TestDocuments(APP.vertx());

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static JsonObject document(String path) {
    return new JsonObject()
        .put("client_id", SITE.url(path))
        .put("client_name", "Documented")
        .put("redirect_uris", new JsonArray().add("http://127.0.0.1/callback"))
        .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
        .put("token_endpoint_auth_method", "none");
  }

  private Page authorize(TestClient client) {
    return browser.get(client.authorizeUrl(client.authorization()));
  }

  @Test
  void signsInShowsTheHostAndRefreshes() {
    TestClient client = new TestClient(APP, SITE.json("/good", document("/good")));
    Page page = browser.follow(authorize(client));
    page = browser.follow(browser.signIn(page, "demo@altertable.local", TestApp.PASSWORD));
    assertThat(page.text())
        .contains("Documented asks for access", "Verified: 127.0.0.1", "Any program")
        .doesNotContain("Unverified");
    Page done =
        browser.submit(page, "/consent", Map.of("environment", "staging", "decision", "authorize"));
    JsonObject tokens =
        client.post("/oauth/token", client.exchange(query(done.location()).get("code"))).json();
    assertThat(tokens.getString("scope")).isEqualTo("read");
    assertThat(SITE.asked("/good")).as("fetched once, kept for the whole sign-in").isEqualTo(1);

    TestClient.Answer refreshed = client.refresh(tokens.getString("refresh_token"));
    assertThat(refreshed.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client_id | http://127.0.0.1/other | not the address",
        "client_name | | client_name is missing",
        "client_name | ' ' | client_name is missing",
        "client_secret | sesame | cannot hold a secret",
        "token_endpoint_auth_method | client_secret_basic | none or private_key_jwt",
        "token_endpoint_auth_method | client_secret_post | none or private_key_jwt",
        "token_endpoint_auth_method | private_key_jwt | jwks or jwks_uri",
        "jwks | x | asks", // ignored where the method needs none
      })
  void mustSayWhatItIs(String member, String value, String expected) {
    String path = "/wrong-" + member + Math.abs((value + "").hashCode());
    TestClient client = new TestClient(APP, SITE.json(path, document(path).put(member, value)));
    Page page = authorize(client);
    if (expected.equals("asks")) {
      assertThat(page.location()).startsWith("/consent");
    } else {
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.text()).contains(expected);
    }
  }

  @Test
  void redirectsOnlyWhereTheDocumentSays() {
    TestClient client = new TestClient(APP, SITE.json("/redirects", document("/redirects")));
    Map<String, String> parameters = client.authorization();
    parameters.put("redirect_uri", "https://evil.example/callback");
    Page page = browser.get(client.authorizeUrl(parameters));
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.response().headers().firstValue("location")).isEmpty();
  }

  @Test
  void aMissingDocumentIsAPageAndNotRememberedForLong() {
    TestClient client = new TestClient(APP, SITE.url("/missing"));
    Page page = authorize(client);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("status 404");
  }

  @Test
  void isUnknownAtTheTokenEndpointBeforeItWasAllowed() {
    TestClient client = new TestClient(APP, SITE.json("/early", document("/early")));
    assertThat(client.refresh("x").error()).isEqualTo("invalid_client");
    assertThat(SITE.asked("/early")).as("strangers cannot make it fetch here").isZero();
  }

  @Test
  void provesItselfWithTheKeysItPublishes() {
    TestKey key = new TestKey("one");
    JsonObject keyed =
        document("/keyed")
            .put("token_endpoint_auth_method", "private_key_jwt")
            .put("jwks_uri", SITE.json("/keys", key.jwks()));
    TestClient client = new TestClient(APP, SITE.json("/keyed", keyed));
    Map<String, String> form = client.exchange(client.code("staging", false));
    assertThat(client.post("/oauth/token", form).error()).isEqualTo("invalid_client");
    form.put("client_assertion_type", TestKey.ASSERTION_TYPE);
    form.put("client_assertion", key.assertion(TestKey.claims(client.id(), APP.issuer())));
    form.remove("client_id");
    assertThat(client.post("/oauth/token", form).status()).isEqualTo(200);
    form.put(
        "client_assertion",
        new TestKey("one").assertion(TestKey.claims(client.id(), APP.issuer())));
    assertThat(client.post("/oauth/token", form).error()).isEqualTo("invalid_client");
  }

  @Test
  void cannotOverwriteAnotherKindOfClient() {
    String id = SITE.json("/registered", document("/registered"));
    APP.execute(
        "INSERT INTO oauth_client (id, kind, name, grant_types, auth_method) VALUES ('"
            + id
            + "', 'preregistered', 'Mine', '{authorization_code}', 'none')");
    new TestClient(APP, id).consent("staging", false);
    String name =
        Await.get(
            APP.database()
                .pool()
                .query("SELECT name FROM oauth_client WHERE id = '" + id + "'")
                .execute()
                .map(rows -> rows.iterator().next().getString("name")));
    assertThat(name).isEqualTo("Mine");
  }

  @Test
  void asksForWhatIsMissingOnly() {
    TestClient client = TestClient.register(APP, "Step up");
    client.tokens("staging", false);
    TestBrowser.Page page = client.authorizePage();
    assertThat(page.document().selectFirst("#held").text())
        .contains("Read in Demo / Staging", "It asks to write as well.");
    assertThat(page.document().selectFirst("#environment option[selected]").val())
        .isEqualTo("staging");
    assertThat(page.document().selectFirst("#write").hasAttr("checked")).isFalse();
  }

  @Test
  void offersNoMoreThanIsAskedFor() {
    TestClient client = TestClient.register(APP, "Reader");
    Map<String, String> parameters = client.authorization();
    parameters.put("scope", "read offline_access unknown");
    client.tokens("staging", false);
    TestBrowser.Page page = client.authorizePage(parameters);
    assertThat(page.document().selectFirst("#write")).isNull();
    TestBrowser.Page forced = client.submit(page, Map.of("write", "yes", "decision", "authorize"));
    assertThat(forced.text()).contains("did not ask to write");
  }
}
