package ai.altertable.mcp.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.attack.Attack;
import ai.altertable.mcp.oauth.attack.AttackTable;
import ai.altertable.mcp.oauth.attack.Family;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * One organization's administrator, with ids of another's things: in the API and in the console
 * they are as if they were not there, and they stay as they are.
 */
class TenantSwapAttackTest implements AttackTable {
  /** {@code {x}} is the foreign thing of that kind, {@code {own}} the own user. */
  private static final String[][] WAYS = {
    {"GET", "/members/{member}", ""},
    {"PATCH", "/members/{member}", "changeMember"},
    {"DELETE", "/members/{member}", ""},
    {"POST", "/members/{member}/password-link", ""},
    {"PUT", "/members/{member}/environments/production", "giveEnvironmentRole"},
    {"PUT", "/members/{own}/environments/vault", "giveEnvironmentRole"},
    {"DELETE", "/members/{own}/environments/vault", ""},
    {"DELETE", "/invitations/{invitation}", ""},
    {"GET", "/environments/vault", ""},
    {"PATCH", "/environments/vault", "renameEnvironment"},
    {"GET", "/environments/vault/connections", ""},
    {"POST", "/environments/vault/connections/test", "testNewConnection"},
    {"GET", "/environments/vault/event-keys", ""},
    {"POST", "/environments/vault/event-keys", "createEventKey"},
    {"DELETE", "/environments/production/event-keys/{key}", ""},
    {"GET", "/service-accounts/{account}", ""},
    {"PATCH", "/service-accounts/{account}", "changeServiceAccount"},
    {"POST", "/service-accounts/{account}/secret", ""},
    {"GET", "/grants/{grant}", ""},
    {"DELETE", "/grants/{grant}", ""},
    {"POST", "/grants/revoke", "revokeGrants"}
  };

  private static final String STATE =
      """
      SELECT md5(concat_ws(' ',
        (SELECT string_agg(r::text, ',' ORDER BY r.user_id) FROM organization_role r),
        (SELECT string_agg(r::text, ',' ORDER BY r.user_id) FROM environment_role r),
        (SELECT string_agg(e::text, ',' ORDER BY e.id) FROM environment e),
        (SELECT string_agg(i::text, ',' ORDER BY i.id) FROM invitation i),
        (SELECT string_agg(k::text, ',' ORDER BY k.id) FROM event_key k),
        (SELECT string_agg(s::text, ',' ORDER BY s.id) FROM service_account s),
        (SELECT string_agg(c.id || c.secret_hash::text, ',' ORDER BY c.id) FROM oauth_client c),
        (SELECT string_agg(p::text, ',') FROM password_reset p),
        (SELECT string_agg(g.id || coalesce(g.revoked_at::text, ''), ',' ORDER BY g.id)
         FROM oauth_grant g)))
      """;

  private static final Map<String, String> IDS = new HashMap<>();
  private static TestApp app;
  private static TestApi api;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    api = TestApi.admin(app, "demo", "production");
    app.execute(
        """
        INSERT INTO organization (slug, name) VALUES ('acme', 'Acme');
        INSERT INTO environment (organization_id, slug, name)
        SELECT id, 'vault', 'Vault' FROM organization WHERE slug = 'acme';
        INSERT INTO app_user (email, name) VALUES ('eve@acme.test', 'Eve');
        INSERT INTO organization_role SELECT u.id, o.id, 'writer' FROM app_user u, organization o
        WHERE u.email = 'eve@acme.test' AND o.slug = 'acme';
        INSERT INTO service_account (environment_id, name, scope)
        SELECT id, 'robot', '{read}' FROM environment WHERE slug = 'vault';
        INSERT INTO oauth_client (id, kind, name, grant_types, auth_method, service_account_id)
        SELECT 'robot', 'service_account', 'robot', '{client_credentials}', 'none', id
        FROM service_account WHERE name = 'robot' AND environment_id IN
          (SELECT id FROM environment WHERE slug = 'vault');
        INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at)
        SELECT 'robot', u.id, e.id, '{read}', 'r', now() + interval '1 day'
        FROM app_user u, environment e WHERE u.email = 'eve@acme.test' AND e.slug = 'vault'
        """);
    IDS.put("own", id("SELECT id FROM app_user WHERE email = 'demo@altertable.local'"));
    IDS.put("member", id("SELECT id FROM app_user WHERE email = 'eve@acme.test'"));
    IDS.put("account", id("SELECT service_account_id FROM oauth_client WHERE id = 'robot'"));
    IDS.put("grant", id("SELECT id FROM oauth_grant WHERE client_id = 'robot'"));
    IDS.put(
        "key",
        id(
            "INSERT INTO event_key (environment_id, name, beginning, key_hash, created_by)"
                + " SELECT id, 'web', 'pk_live_x', '\\x00', 'x' FROM environment"
                + " WHERE slug = 'vault' RETURNING id"));
    IDS.put(
        "invitation",
        id(
            "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by,"
                + " expires_at) SELECT id, 'x@acme.test', 'reader', '\\x00', 'x', now() + interval"
                + " '1 day' FROM organization WHERE slug = 'acme' RETURNING id"));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String id(String sql) {
    return Await.get(app.database().pool().query(sql).execute())
        .iterator()
        .next()
        .getUUID(0)
        .toString();
  }

  private static String state() {
    return app.text(STATE);
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(WAYS)
            .flatMap(
                way ->
                    Stream.of("demo", "acme")
                        .map(
                            organization ->
                                new Attack(
                                    Family.TENANT_SWAP,
                                    "API: " + way[0] + " " + way[1] + " of " + organization,
                                    () -> swaps(organization, way)))),
        Stream.of(
            new Attack(
                Family.TENANT_SWAP,
                "API: a service account for another's environment",
                TenantSwapAttackTest::accountElsewhere),
            new Attack(
                Family.TENANT_SWAP,
                "console: another user's connected app",
                TenantSwapAttackTest::othersApp)));
  }

  private static void swaps(String organization, String[] way) {
    String path = "/organizations/" + organization + way[1];
    for (Map.Entry<String, String> id : IDS.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    }
    JsonObject body = way[2].isEmpty() ? null : Examples.of(way[2]);
    if (way[2].equals("revokeGrants")) {
      body = new JsonObject().put("grants", new JsonArray().add(IDS.get("grant")));
    }
    String before = state();
    TestClient.Answer answer = api.call(way[0], path, body);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.response().body()).doesNotContain("Eve", "eve@", "Vault", "robot");
    assertThat(state()).isEqualTo(before);
  }

  private static void accountElsewhere() {
    String before = state();
    JsonObject body = Examples.of("createServiceAccount").put("environment", "vault");
    assertThat(api.post("/organizations/demo/service-accounts", body).status()).isIn(400, 404);
    assertThat(state()).isEqualTo(before);
  }

  /** The form is the user's own, but for the grant that it names. */
  private static void othersApp() {
    TestClient client = TestClient.register(app, "Agent " + UUID.randomUUID());
    client.tokens("staging", false);
    TestBrowser.Page apps = client.open("/apps");
    String before = state();
    client.submitTo(apps, "/apps/revoke", Map.of("grant", IDS.get("grant")));
    assertThat(state()).isEqualTo(before);
  }
}
