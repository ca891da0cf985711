package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to grants and its record in the audit log are one transaction. */
class RecordedGrantTest {
  private static TestApp app;
  private static TestClient client;

  @BeforeAll
  static void start() {
    app = TestApp.audited();
    client = TestClient.register(app, "Agent");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @AfterEach
  void bring() {
    app.execute("ALTER TABLE IF EXISTS away RENAME TO audit_event");
  }

  /** Everything that a grant's life changes. */
  private static String state() {
    return app.text(
        """
        SELECT concat_ws(' ',
          (SELECT string_agg(g.id::text || g.expires_at || coalesce(g.revoked_at::text, ''), ','
                             ORDER BY g.id) FROM oauth_grant g),
          (SELECT string_agg(c.redeemed_at::text, ',') FROM authorization_code c),
          (SELECT count(*) || ' ' || count(r.used_at) FROM refresh_token r),
          (SELECT count(*) FROM authorization_request),
          (SELECT count(*) FROM remembered_consent))
        """);
  }

  private static String last() {
    return app.text("SELECT action || ' ' || outcome FROM audit_event ORDER BY id DESC LIMIT 1");
  }

  /** The act changes nothing while it cannot be recorded; when it can, both are there at once. */
  private static void standsAndFallsWith(String record, int answer, IntSupplier act) {
    String before = state();
    app.execute("ALTER TABLE audit_event RENAME TO away");
    assertThat(act.getAsInt()).isEqualTo(500);
    assertThat(state()).isEqualTo(before);
    app.execute("ALTER TABLE away RENAME TO audit_event");
    assertThat(act.getAsInt()).isEqualTo(answer);
    assertThat(last()).isEqualTo(record);
    assertThat(state()).isNotEqualTo(before);
  }

  @Test
  void consent() {
    TestBrowser.Page page = client.authorizePage();
    Map<String, String> choice = Map.of("environment", "staging", "decision", "authorize");
    standsAndFallsWith("consent ok", 303, () -> client.submit(page, choice).status());
  }

  @Test
  void refusal() {
    TestBrowser.Page page = client.authorizePage();
    standsAndFallsWith(
        "consent.denied denied",
        303,
        () -> client.submit(page, Map.of("decision", "deny")).status());
  }

  @Test
  void firstTokens() {
    Map<String, String> exchange = client.exchange(client.code("staging", false));
    standsAndFallsWith("token.issue ok", 200, () -> client.post("/oauth/token", exchange).status());
  }

  @Test
  void replayedCode() {
    Map<String, String> exchange = client.exchange(client.code("staging", false));
    assertThat(client.post("/oauth/token", exchange).status()).isEqualTo(200);
    standsAndFallsWith(
        "token.reuse revoked", 400, () -> client.post("/oauth/token", exchange).status());
  }

  @Test
  void refresh() {
    String token = client.tokens("staging", false).getString("refresh_token");
    standsAndFallsWith("token.refresh ok", 200, () -> client.refresh(token).status());
  }

  @Test
  void revocationByTheClient() {
    String token = client.tokens("staging", false).getString("refresh_token");
    Map<String, String> form = Map.of("token", token, "client_id", client.id());
    standsAndFallsWith("grant.revoke ok", 200, () -> client.post("/oauth/revoke", form).status());
    String once = app.text("SELECT count(*)::text FROM audit_event");
    assertThat(client.post("/oauth/revoke", form).status()).isEqualTo(200);
    assertThat(app.text("SELECT count(*)::text FROM audit_event")).isEqualTo(once);
  }

  @Test
  void revocationByTheUser() {
    JsonObject tokens = client.tokens("staging", false);
    assertThat(tokens.getString("refresh_token")).isNotNull();
    TestBrowser.Page page = client.open("/apps");
    standsAndFallsWith(
        "grant.revoke ok", 303, () -> client.submitTo(page, "/apps/revoke", Map.of()).status());
  }
}
