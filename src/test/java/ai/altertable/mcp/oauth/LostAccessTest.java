package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a token gave ends or narrows on every node when its holder loses it, whoever took it away.
 */
class LostAccessTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TestApp APP = TestApp.start(DATABASE, Map.of());
  private static final TestApp OTHER_NODE =
      TestApp.start(DATABASE, Map.of("ALTERTABLE_APP_URL", APP.issuer()));
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final String READ_WRITE = "[READ, WRITE]";

  @AfterAll
  static void stop() {
    APP.close();
    OTHER_NODE.close();
  }

  @BeforeEach
  void makeAnEnvironment() {
    APP.execute(
        "INSERT INTO environment (organization_id, slug, name)"
            + " SELECT id, 'doomed', 'Doomed' FROM organization");
  }

  @AfterEach
  void restore() {
    APP.execute("DELETE FROM environment WHERE slug = 'doomed'");
    APP.execute("DELETE FROM environment_role");
    APP.execute(
        "INSERT INTO organization_role SELECT u.id, o.id, 'admin' FROM app_user u, organization o"
            + " ON CONFLICT (user_id, organization_id) DO UPDATE SET role = 'admin'");
    APP.execute("UPDATE app_user SET disabled_at = NULL");
  }

  /** What the token is worth, in one word, to one node. */
  private static String worth(TestApp node, String token) {
    return Await.get(node.authenticator().authenticate(token, TestApp.RESOURCE))
        .fold(
            accepted -> accepted.caller().scopes().stream().sorted().toList().toString(),
            refused -> "refused");
  }

  private static void awaitWorth(String token, String expected) {
    for (TestApp node : List.of(APP, OTHER_NODE)) {
      Await.until(() -> worth(node, token).equals(expected));
    }
  }

  private static void role(String role) {
    APP.execute("UPDATE organization_role SET role = '" + role + "'");
  }

  private static void environmentRole(String role) {
    APP.execute(
        "INSERT INTO environment_role SELECT u.id, e.id, '"
            + role
            + "' FROM app_user u, environment e WHERE e.slug = 'doomed'"
            + " ON CONFLICT (user_id, environment_id) DO UPDATE SET role = excluded.role");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE organization_role SET role = 'reader' | [READ]",
        "UPDATE organization_role SET role = 'writer' | [READ, WRITE]",
        "UPDATE organization_role SET role = 'member' | refused",
        "DELETE FROM organization_role | refused",
        "UPDATE app_user SET disabled_at = now() | refused",
        "DELETE FROM environment WHERE slug = 'doomed' | refused",
      })
  void endsOrNarrowsOnEveryNode(String change, String worth) {
    JsonObject tokens = CLIENT.tokens("doomed", true);
    String token = tokens.getString("access_token");
    awaitWorth(token, READ_WRITE);

    APP.execute(change);

    awaitWorth(token, worth);
    TestClient.Answer refreshed = CLIENT.refresh(tokens.getString("refresh_token"));
    if (worth.equals("refused")) {
      assertThat(refreshed.error()).isEqualTo("invalid_grant");
    } else {
      assertThat(Scope.parseAll(refreshed.json().getString("scope")).toString()).isEqualTo(worth);
    }
  }

  private static boolean inMemory(TestApp node, String token) {
    return node.authenticator().authenticate(token, TestApp.RESOURCE).isComplete();
  }

  /** The other node would know the token for a quarter of an hour: only what it hears ends that. */
  @Test
  void aRoleTakenAtOneNodeIsGoneFromTheMemoryOfTheOther() {
    JsonObject tokens = CLIENT.tokens("doomed", true);
    String token = tokens.getString("access_token");
    APP.execute(
        "WITH u AS (INSERT INTO app_user (email, name) VALUES ('second@demo.test', 'Second')"
            + " ON CONFLICT (email) DO UPDATE SET name = 'Second' RETURNING id)"
            + " INSERT INTO organization_role SELECT u.id, o.id, 'admin' FROM u, organization o"
            + " ON CONFLICT (user_id, organization_id) DO UPDATE SET role = 'admin'");
    TestApi api = TestApi.admin(APP, "demo", "staging");
    String demo =
        Await.get(
                APP.database()
                    .pool()
                    .query("SELECT id FROM app_user WHERE email = 'demo@altertable.local'")
                    .execute())
            .iterator()
            .next()
            .getUUID(0)
            .toString();
    for (String[] step : new String[][] {{"reader", "[READ]"}, {"member", "refused"}}) {
      awaitWorth(token, worth(APP, token));
      assertThat(inMemory(OTHER_NODE, token)).isTrue();
      assertThat(
              api.call(
                      "PATCH",
                      "/organizations/demo/members/" + demo,
                      new JsonObject().put("role", step[0]))
                  .status())
          .isEqualTo(200);
      awaitWorth(token, step[1]);
    }
    assertThat(CLIENT.refresh(tokens.getString("refresh_token")).error())
        .isEqualTo("invalid_grant");
  }

  @Test
  void anEnvironmentsRoleCounts() {
    role("member");
    environmentRole("writer");
    String token = CLIENT.tokens("doomed", true).getString("access_token");
    awaitWorth(token, READ_WRITE);

    environmentRole("reader");
    awaitWorth(token, "[READ]");
    environmentRole("writer");
    awaitWorth(token, READ_WRITE);
    APP.execute("DELETE FROM environment_role");
    awaitWorth(token, "refused");
  }

  @Test
  void aRoleInAnotherEnvironmentDoesNotCount() {
    String token = CLIENT.tokens("doomed", true).getString("access_token");
    environmentRole("writer");
    String elsewhere = CLIENT.tokens("staging", true).getString("access_token");
    role("member");
    awaitWorth(token, READ_WRITE);
    awaitWorth(elsewhere, "refused");
  }

  @Test
  void whoLeftAndComesBackSignsInAnew() {
    JsonObject tokens = CLIENT.tokens("doomed", true);
    APP.execute("DELETE FROM organization_role");
    restore();
    makeAnEnvironment();
    awaitWorth(tokens.getString("access_token"), "refused");
    assertThat(CLIENT.refresh(tokens.getString("refresh_token")).error())
        .isEqualTo("invalid_grant");
  }

  private static JsonObject inspect(String token, Map<String, String> client) {
    Map<String, String> form = new HashMap<>(client);
    form.put("token", token);
    return CLIENT.post("/oauth/introspect", form).json();
  }

  /** What a resource server is told is what the endpoint itself would find. */
  @Test
  void introspectionSaysWhatIsLeft() {
    JsonObject metadata =
        new JsonObject()
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("token_endpoint_auth_method", "client_secret_post");
    JsonObject made = CLIENT.postJson("/oauth/register", metadata.encode()).json();
    TestClient confidential = new TestClient(APP, made.getString("client_id"));
    Map<String, String> secret =
        Map.of("client_id", confidential.id(), "client_secret", made.getString("client_secret"));
    Map<String, String> exchange =
        new HashMap<>(confidential.exchange(confidential.code("doomed", true)));
    exchange.putAll(secret);
    JsonObject tokens = CLIENT.post("/oauth/token", exchange).json();
    for (String role : List.of("admin", "reader", "member")) {
      role(role);
      for (String kind : List.of("access_token", "refresh_token")) {
        JsonObject seen = inspect(tokens.getString(kind), secret);
        switch (role) {
          case "admin" -> assertThat(seen.getString("scope")).isEqualTo("read write");
          case "reader" -> assertThat(seen.getString("scope")).isEqualTo("read");
          default -> assertThat(seen.encode()).isEqualTo("{\"active\":false}");
        }
      }
    }
  }

  @Test
  void aServiceAccountsScopeCountsAndDisablingEndsIt() {
    ServiceAccounts.Wanted wanted =
        new ServiceAccounts.Wanted("Job", Set.of(Scope.READ, Scope.WRITE), false, Optional.empty());
    ServiceAccounts.Credentials account =
        Await.get(
            new ServiceAccounts(APP.database(), APP.audit()).create("demo", "doomed", wanted));
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", account.clientId(),
            "client_secret", account.clientSecret().orElseThrow());
    String token = CLIENT.post("/oauth/token", form).json().getString("access_token");
    awaitWorth(token, READ_WRITE);

    assertThat(inspect(token, form).getString("scope")).isEqualTo("read write");
    APP.execute("UPDATE service_account SET scope = '{read}'");
    awaitWorth(token, "[READ]");
    assertThat(inspect(token, form).getString("scope")).isEqualTo("read");
    APP.execute("UPDATE service_account SET disabled_at = now()");
    awaitWorth(token, "refused");
    assertThat(inspect(token, form).getBoolean("active")).isFalse();
    assertThat(CLIENT.post("/oauth/token", form).error()).isEqualTo("invalid_grant");
  }

  @Test
  void aNarrowedGrantIsAnsweredFromMemoryAgain() {
    String token = CLIENT.tokens("doomed", true).getString("access_token");
    awaitWorth(token, READ_WRITE);
    role("reader");
    awaitWorth(token, "[READ]");
    Await.until(() -> APP.authenticator().authenticate(token, TestApp.RESOURCE).isComplete());
    assertThat(worth(APP, token)).isEqualTo("[READ]");
  }
}
