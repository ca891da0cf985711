package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.CapturedLog;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** However much is logged, no secret is, whether it was good or not. */
class SecretsInLogTest {
  private static final Logger OURS = (Logger) LoggerFactory.getLogger("ai.altertable.mcp");

  @Test
  void noTokenCodeOrPasswordIsWritten() {
    Level usual = OURS.getLevel();
    try (TestApp app = TestApp.start();
        CapturedLog log = new CapturedLog(true)) {
      OURS.setLevel(Level.TRACE);
      List<String> secrets = new ArrayList<>(List.of(TestApp.PASSWORD, TestClient.VERIFIER));
      TestClient client = TestClient.register(app, "Agent");
      String code = client.code("production", true);
      JsonObject tokens = client.post("/oauth/token", client.exchange(code)).json();
      JsonObject refreshed = client.refresh(tokens.getString("refresh_token")).json();
      secrets.add(code);
      for (JsonObject each : List.of(tokens, refreshed)) {
        secrets.add(each.getString("access_token"));
        secrets.add(each.getString("refresh_token"));
      }
      wrong(client, secrets);
      OURS.trace("the end");

      assertThat(log.lines()).anyMatch(line -> line.contains("the end"));
      assertThat(secrets).allMatch(secret -> secret.length() > 15);
      for (String line : log.lines()) {
        assertThat(new JsonObject(line).getString("formattedMessage")).isNotNull();
        assertThat(line).doesNotContain(secrets);
      }
    } finally {
      OURS.setLevel(usual);
    }
  }

  /** What is refused is written to the log more often than what is good. */
  private static void wrong(TestClient client, List<String> secrets) {
    String code = "code-of-somebody-else-".repeat(2);
    String token = "token-of-somebody-else-".repeat(2);
    secrets.addAll(List.of(code, token));
    assertThat(client.post("/oauth/token", client.exchange(code)).status()).isEqualTo(400);
    assertThat(client.refresh(token).status()).isEqualTo(400);
    client.post("/oauth/revoke", Map.of("token", token, "client_id", client.id()));
    client.post(
        "/oauth/token",
        Map.of("grant_type", "client_credentials"),
        "Authorization",
        "Basic " + token);
  }
}
