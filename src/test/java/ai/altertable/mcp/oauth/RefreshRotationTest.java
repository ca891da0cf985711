package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefreshRotationTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TestApp APP = TestApp.start(DATABASE, Map.of());
  private static final TestApp OTHER_NODE = TestApp.start(DATABASE, Map.of());
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");

  @AfterAll
  static void stop() {
    APP.close();
    OTHER_NODE.close();
  }

  @AfterEach
  void giveTheRoleBack() {
    APP.execute("UPDATE organization_role SET role = 'admin'");
    APP.execute("UPDATE app_user SET disabled_at = NULL");
  }

  private static String newToken(boolean write) {
    return CLIENT.tokens("production", write).getString("refresh_token");
  }

  private static String successor(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().getString("refresh_token");
  }

  @Test
  void rotatesAndKeepsScopeAndGrant() {
    Answer first = CLIENT.refresh(newToken(true));
    assertThat(first.json().getString("scope")).isEqualTo("read write");
    assertThat(successor(CLIENT.refresh(successor(first)))).isNotEqualTo(successor(first));
  }

  @Test
  void replaysTheSameSuccessorWithinAMinute() {
    String token = newToken(false);
    String successor = successor(CLIENT.refresh(token));
    assertThat(successor(CLIENT.refresh(token))).isEqualTo(successor);
    String next = successor(CLIENT.refresh(successor));
    assertThat(successor(CLIENT.refresh(token))).isEqualTo(successor);
    assertThat(successor(CLIENT.refresh(successor))).isEqualTo(next);
  }

  @Test
  void revokesTheFamilyWhenATokenIsReusedLater() {
    String token = newToken(false);
    Answer rotated = CLIENT.refresh(token);
    String successor = successor(rotated);
    APP.execute(
        "UPDATE refresh_token SET used_at = now() - interval '61 seconds'"
            + " WHERE used_at IS NOT NULL");
    Answer reused = CLIENT.refresh(token);
    assertThat(reused.error()).isEqualTo("invalid_grant");
    assertThat(CLIENT.refresh(successor).error()).isEqualTo("invalid_grant");
    assertThat(APP.audit().lines()).contains("token.reuse revoked");
    assertThat(
            Await.get(
                APP.authenticator()
                    .authenticate(rotated.json().getString("access_token"), TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void narrowsToTheRoleThatIsLeft() {
    String token = newToken(true);
    APP.execute("UPDATE organization_role SET role = 'reader'");
    Answer narrowed = CLIENT.refresh(token);
    assertThat(narrowed.json().getString("scope")).isEqualTo("read");
  }

  @Test
  void endsWithTheMembership() {
    String token = newToken(true);
    APP.execute("UPDATE organization_role SET role = 'member'");
    assertThat(CLIENT.refresh(token).error()).isEqualTo("invalid_grant");
    APP.execute("UPDATE organization_role SET role = 'admin'");
    assertThat(CLIENT.refresh(token).error()).isEqualTo("invalid_grant");
  }

  @Test
  void endsWithTheUser() {
    String token = newToken(true);
    APP.execute("UPDATE app_user SET disabled_at = now()");
    assertThat(CLIENT.refresh(token).error()).isEqualTo("invalid_grant");
  }

  @Test
  void asksForLessButNeverForMore() {
    String token = newToken(false);
    Map<String, String> more =
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            CLIENT.id(),
            "scope",
            "read write");
    assertThat(CLIENT.post("/oauth/token", more).error()).isEqualTo("invalid_scope");
    assertThat(CLIENT.refresh(token).status()).isEqualTo(200);
  }

  @Test
  void isBoundToTheClient() {
    TestClient thief = TestClient.register(APP, "Thief");
    String token = newToken(false);
    assertThat(thief.refresh(token).error()).isEqualTo("invalid_grant");
    assertThat(CLIENT.refresh(token).status()).isEqualTo(200);
  }

  @Test
  void diesUnusedAndWithItsGrant() {
    String unused = newToken(false);
    APP.execute("UPDATE refresh_token SET expires_at = now() - interval '1 second'");
    assertThat(CLIENT.refresh(unused).error()).isEqualTo("invalid_grant");
    String late = newToken(false);
    APP.execute("UPDATE oauth_grant SET expires_at = now() - interval '1 second'");
    assertThat(CLIENT.refresh(late).error()).isEqualTo("invalid_grant");
  }

  @Test
  void keepsNoTokenReadable() {
    String token = newToken(false);
    String successor = successor(CLIENT.refresh(token));
    String dump =
        Await.get(
            APP.database()
                .pool()
                .query("SELECT string_agg(r::text, ' ') AS dump FROM refresh_token r")
                .execute()
                .map(rows -> rows.iterator().next().getString("dump")));
    assertThat(dump).doesNotContain(token).doesNotContain(successor);
  }

  @Test
  void revokesOnlyTheOwnersTokens() {
    String token = newToken(false);
    TestClient thief = TestClient.register(APP, "Thief");
    Map<String, String> form = Map.of("token", token, "client_id", thief.id());
    assertThat(CLIENT.post("/oauth/revoke", form).status()).isEqualTo(400);
    Map<String, String> own = Map.of("token", token, "client_id", CLIENT.id());
    assertThat(CLIENT.post("/oauth/revoke", own).status()).isEqualTo(200);
    assertThat(CLIENT.refresh(token).error()).isEqualTo("invalid_grant");
    Map<String, String> unknown = Map.of("token", "unknown", "client_id", CLIENT.id());
    assertThat(CLIENT.post("/oauth/revoke", unknown).status()).isEqualTo(200);
  }
}
