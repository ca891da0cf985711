package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GrantPagesTest {
  private static final TestApp APP = TestApp.start();
  private static final String GRANTS = "/console/demo/-/grants";

  private final TestBrowser browser = signedIn();

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static TestBrowser signedIn() {
    TestBrowser browser = new TestBrowser(APP.issuer());
    browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
    return browser;
  }

  private static String call(String client, String outcome, int minutesAgo) {
    return """
        INSERT INTO audit_event (at, action, outcome, grant_id)
        SELECT now() - make_interval(mins => %d), 'tool.call', '%s', g.id
        FROM oauth_grant g JOIN oauth_client c ON c.id = g.client_id WHERE c.name = '%s'
        """
        .formatted(minutesAgo, outcome, client);
  }

  @Test
  void showsWhoLetsWhichClientDoWhat() {
    TestClient.register(APP, "Counting agent").tokens("production", true);
    APP.execute(call("Counting agent", "ok", 5));
    APP.execute(call("Counting agent", "scope_missing", 6));
    APP.execute(call("Counting agent", "ok", 31 * 24 * 60));

    Page page = browser.get(GRANTS + "?client=counting");

    assertThat(page.document().select("tbody tr")).hasSize(1);
    assertThat(page.document().selectFirst("tbody tr").text())
        .contains(
            "Counting agent Unverified", "demo@altertable.local", "Production", "Read and write");
    assertThat(page.document().select("td[data-label=Calls]").text()).isEqualTo("2");
    assertThat(page.document().select("td[data-label=Denied]").text()).isEqualTo("1");
  }

  @Test
  void filters() {
    TestClient.register(APP, "Filtered agent").tokens("staging", false);
    String mine = "&client=Filtered+agent";
    assertThat(rows("?environment=staging" + mine)).isEqualTo(1);
    assertThat(rows("?environment=production" + mine)).isZero();
    assertThat(rows("?holder=DEMO%40alter" + mine)).isEqualTo(1);
    assertThat(rows("?holder=nobody" + mine)).isZero();
    assertThat(rows("?state=ended" + mine)).isZero();
    assertThat(rows("?client=100%25")).isZero();
    assertThat(browser.get(GRANTS + "?state=dead").status()).isEqualTo(400);
    assertThat(browser.get(GRANTS + "?cursor=x").status()).isEqualTo(400);
  }

  private int rows(String query) {
    return browser.get(GRANTS + query).document().select("tbody tr").size();
  }

  @Test
  void endsSeveralAfterAsking() {
    TestClient client = TestClient.register(APP, "Doomed agent");
    JsonObject one = client.tokens("production", false);
    JsonObject other = client.tokens("staging", false);
    Page list = browser.get(GRANTS + "?client=doomed");
    Page asked = browser.postAll(GRANTS + "/end", list.fields(GRANTS + "/end", "grant"));

    assertThat(asked.text()).contains("End these connections?", "Doomed agent");
    assertThat(client.refresh(one.getString("refresh_token")).status()).isEqualTo(200);

    Page done =
        browser.follow(browser.postAll(GRANTS + "/end", asked.fields(GRANTS + "/end", "grant")));
    assertThat(done.text()).contains("2 connections have ended");
    assertThat(browser.get(GRANTS).text()).doesNotContain("2 connections have ended");
    assertThat(client.refresh(other.getString("refresh_token")).error()).isEqualTo("invalid_grant");
    assertThat(rows("?state=ended&client=doomed")).isEqualTo(2);
  }

  @Test
  void pagesThroughMany() {
    TestClient client = TestClient.register(APP, "Busy agent");
    client.tokens("production", false);
    APP.execute(
        """
        INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at)
        SELECT g.client_id, g.user_id, g.environment_id, g.scope, g.resource, g.expires_at
        FROM oauth_grant g JOIN oauth_client c ON c.id = g.client_id, generate_series(1, 60)
        WHERE c.name = 'Busy agent'
        """);
    Page first = browser.get(GRANTS + "?client=busy");
    Page second = browser.get(first.document().selectFirst("a[rel=next]").attr("href"));
    assertThat(first.document().select("tbody tr")).hasSize(50);
    assertThat(second.document().select("tbody tr")).hasSize(11);
    assertThat(second.document().select("a[rel=next]")).isEmpty();
  }

  @Test
  void touchesNoGrantOfAnotherOrganization() {
    TestClient client = TestClient.register(APP, "Foreign agent");
    JsonObject tokens = client.tokens("production", false);
    Page page = browser.get(GRANTS + "?client=foreign");
    Map<String, String> form = new HashMap<>();
    form.put("csrf", page.document().selectFirst("main [name=csrf]").val());
    form.put("grant", UUID.randomUUID().toString());
    form.put("confirmed", "yes");
    assertThat(browser.post(GRANTS + "/end", form).status()).isEqualTo(404);
    assertThat(client.refresh(tokens.getString("refresh_token")).status()).isEqualTo(200);
  }
}
