package ai.altertable.mcp.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What administrators do through the API, from outside. */
class ApiTest {
  private static final TestApp APP = TestApp.start();
  private static final TestApi API = TestApi.admin(APP, "demo", "production");
  private static final String DEMO = "/organizations/demo";

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  @Test
  void seesItsOrganization() {
    Answer answer = API.get("/organizations");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonArray("organizations").getJsonObject(0).getString("slug"))
        .isEqualTo("demo");
    assertThat(answer.response().headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void administersMembers() {
    APP.execute(
        """
        WITH u AS (INSERT INTO app_user (email, name) VALUES ('ada@example.com', 'Ada') RETURNING id)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, 'member' FROM u, organization o WHERE o.slug = 'demo'
        """);
    JsonArray members = API.get(DEMO + "/members?limit=1").json().getJsonArray("members");
    JsonObject ada = members.getJsonObject(0);
    String path = DEMO + "/members/" + ada.getString("id");
    assertThat(ada.getString("email")).isEqualTo("ada@example.com");

    assertThat(API.call("PATCH", path, json("{'role':'writer'}")).json().getString("role"))
        .isEqualTo("writer");
    Answer given = API.call("PUT", path + "/environments/staging", json("{'role':'reader'}"));
    assertThat(given.json().getJsonObject("environments").getString("staging")).isEqualTo("reader");
    assertThat(API.delete(path + "/environments/staging").status()).isEqualTo(204);
    assertThat(API.delete(path).status()).isEqualTo(204);
    assertThat(API.get(path).status()).isEqualTo(404);
  }

  @Test
  void keepsTheLastAdministrator() {
    String next = API.get(DEMO + "/members?limit=200").json().getString("next");
    JsonObject demo =
        API.get(DEMO + "/members").json().getJsonArray("members").stream()
            .map(JsonObject.class::cast)
            .filter(member -> member.getString("email").equals("demo@altertable.local"))
            .findAny()
            .orElseThrow();
    Answer answer = API.delete(DEMO + "/members/" + demo.getString("id"));
    assertThat(next).isNull();
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("code")).isEqualTo("conflict");
  }

  @Test
  void invites() {
    Answer made =
        API.post(DEMO + "/invitations", json("{'email':'New@Example.com','role':'reader'}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("link")).startsWith(APP.issuer() + "/invitation?token=");
    assertThat(API.get(DEMO + "/invitations").response().body())
        .contains("new@example.com")
        .doesNotContain("token");
    assertThat(API.delete(DEMO + "/invitations/" + made.json().getString("id")).status())
        .isEqualTo(204);
    assertThat(API.delete(DEMO + "/invitations/" + made.json().getString("id")).status())
        .isEqualTo(404);
  }

  @Test
  void makesRenamesAndDeletesEnvironments() {
    Answer made = API.post(DEMO + "/environments", json("{'slug':'scratch','name':'Scratch'}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(
            API.post(DEMO + "/environments", json("{'slug':'scratch','name':'Scratch'}")).status())
        .isEqualTo(409);
    Answer renamed = API.call("PATCH", DEMO + "/environments/scratch", json("{'name':'Sandbox'}"));
    assertThat(renamed.json().getString("name")).isEqualTo("Sandbox");
    assertThat(API.delete(DEMO + "/environments/scratch?confirmation=other").status())
        .isEqualTo(400);
    assertThat(API.delete(DEMO + "/environments/scratch?confirmation=scratch").status())
        .isEqualTo(204);
  }

  @Test
  void setsThePolicy() {
    Answer set =
        API.call(
            "PUT",
            DEMO + "/policy",
            json(
                "{'clients':'listed','listed':['Claude.ai'],'write_allowed':true,"
                    + "'longest_grant_days':30,'require_second_factor':false}"));
    assertThat(set.status()).isEqualTo(200);
    assertThat(API.get(DEMO + "/policy").json()).isEqualTo(set.json());
    assertThat(set.json().getJsonArray("listed").getString(0)).isEqualTo("claude.ai");
    API.call(
        "PUT",
        DEMO + "/policy",
        json("{'clients':'any','write_allowed':true,'require_second_factor':false}"));
    assertThat(API.get(DEMO + "/policy").json().getValue("longest_grant_days")).isNull();
  }

  @Test
  void endsGrants() {
    TestClient client = TestClient.register(APP, "API agent");
    String refresh = client.tokens("production", false).getString("refresh_token");
    client.tokens("staging", false);
    JsonArray grants = API.get(DEMO + "/grants?client=API+agent").json().getJsonArray("grants");
    String first = grants.getJsonObject(0).getString("id");
    String second = grants.getJsonObject(1).getString("id");

    JsonObject foreign =
        new JsonObject()
            .put("grants", new JsonArray().add(first).add(UUID.randomUUID().toString()));
    assertThat(API.post(DEMO + "/grants/revoke", foreign).status()).isEqualTo(404);
    assertThat(API.delete(DEMO + "/grants/" + first).status()).isEqualTo(204);
    assertThat(API.delete(DEMO + "/grants/" + first).status()).isEqualTo(204);
    Answer both =
        API.post(
            DEMO + "/grants/revoke",
            new JsonObject().put("grants", new JsonArray().add(first).add(second)));
    assertThat(both.json().getInteger("revoked")).isEqualTo(1);
    assertThat(API.get(DEMO + "/grants/" + first).json().getString("ended_because"))
        .contains("administrator");
    assertThat(client.refresh(refresh).error()).isEqualTo("invalid_grant");
  }

  @Test
  void administersServiceAccounts() {
    Answer made =
        API.post(
            DEMO + "/service-accounts",
            json("{'name':'Nightly','environment':'staging','scopes':['read','write']}"));
    assertThat(made.status()).isEqualTo(201);
    String id =
        API.get(DEMO + "/service-accounts?limit=1")
            .json()
            .getJsonArray("service_accounts")
            .getJsonObject(0)
            .getString("id");
    String path = DEMO + "/service-accounts/" + id;
    Answer rotated = API.post(path + "/secret", null);
    assertThat(rotated.json().getString("client_secret"))
        .isNotEqualTo(made.json().getString("client_secret"));
    assertThat(API.call("PATCH", path, json("{'disabled':true}")).json().getString("disabled_at"))
        .isNotNull();
    assertThat(token(rotated)).isNotEqualTo(200);
    API.call("PATCH", path, json("{'disabled':false}"));
    assertThat(token(rotated)).isEqualTo(200);
    assertThat(API.get(path).response().body())
        .doesNotContain(rotated.json().getString("client_secret"));
  }

  private static int token(Answer credentials) {
    return new TestClient(APP, "")
        .post(
            "/oauth/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", credentials.json().getString("client_id"),
                "client_secret", credentials.json().getString("client_secret")))
        .status();
  }

  @Test
  void refusesPrivateKeysOfServiceAccounts() {
    Answer answer =
        API.post(
            DEMO + "/service-accounts",
            json(
                "{'name':'x','environment':'staging','scopes':['read'],"
                    + "'jwks':{'keys':[{'kty':'oct','k':'c2VjcmV0'}]}}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("field")).isEqualTo("jwks");
  }

  @Test
  void administersConnections() {
    String path = DEMO + "/environments/production/connections";
    JsonObject draft =
        json(
            "{'catalog':'crm','name':'CRM','engine':'postgres','secret':'hunter2',"
                + "'settings':{'host':'localhost','port':1,'database':'d','user':'u','tls':'disable'}}");
    assertThat(API.post(path + "/test", draft).json().getBoolean("reachable")).isFalse();
    assertThat(API.post(path, draft).status()).isEqualTo(409);
    assertThat(API.post(path + "?anyway=true", draft).status()).isEqualTo(201);
    Answer found = API.get(path + "/crm");
    assertThat(found.json().getBoolean("has_secret")).isTrue();
    assertThat(found.response().body()).doesNotContain("hunter2");
    JsonObject change = draft.copy().put("name", "Sales");
    change.remove("catalog");
    change.remove("secret");
    assertThat(API.call("PUT", path + "/crm?anyway=true", change).json().getString("name"))
        .isEqualTo("Sales");
    assertThat(API.post(path + "/crm/test", null).json().getBoolean("reachable")).isFalse();
    assertThat(API.delete(path + "/crm").status()).isEqualTo(204);
    assertThat(API.get(path).json().getJsonArray("connections")).isEmpty();
  }

  @Test
  void reviewsDiscoveries() {
    String path = DEMO + "/environments/production/discoveries";
    APP.execute(
        """
        SELECT set_config('altertable.environment', e.id::text, true) FROM environment e
        WHERE e.slug = 'production';
        INSERT INTO notification (environment_id, slug, title, body, fan_out, created_by)
        VALUES (current_environment(), 'NTF-1', 'Found', 'Found', false, 'agent');
        INSERT INTO discovery
          (environment_id, slug, title, summary, explanation, content, notification_slug, created_by)
        SELECT current_environment(), 'DSC-' || n, 'Finding ' || n, 's', 'e', '**c**', 'NTF-1',
               'agent' FROM generate_series(1, 3) n
        """);
    JsonObject page = API.get(path + "?limit=2").json();
    assertThat(page.getJsonArray("discoveries")).hasSize(2);
    JsonObject rest = API.get(path + "?limit=2&cursor=" + page.getString("next")).json();
    assertThat(rest.getJsonArray("discoveries")).hasSize(1);
    assertThat(rest.containsKey("next")).isFalse();
    assertThat(API.get(path + "/DSC-2").json().getString("title")).isEqualTo("Finding 2");

    Answer reviewed =
        API.call("PUT", path + "/DSC-2/review", json("{'status':'rejected','reason':'Old news'}"));
    assertThat(reviewed.status()).isEqualTo(200);
    assertThat(reviewed.json().getString("reason")).isEqualTo("Old news");
    assertThat(API.get(path + "?status=rejected").json().getJsonArray("discoveries")).hasSize(1);
    assertThat(APP.audit().lines()).contains("discovery.review ok");
    assertThat(API.call("PUT", path + "/DSC-1/review", json("{'status':'rejected'}")).status())
        .as("without a reason")
        .isEqualTo(400);
    assertThat(API.call("PUT", path + "/DSC-1/review", json("{'status':'great'}")).status())
        .isEqualTo(400);
    assertThat(API.call("PUT", path + "/DSC-9/review", json("{'status':'approved'}")).status())
        .isEqualTo(404);
    assertThat(API.get(path + "?status=great").status()).isEqualTo(400);
    assertThat(API.get(path + "?cursor=x").status()).isEqualTo(400);
  }

  @Test
  void listsDeliveriesByPages() {
    String path = DEMO + "/environments/staging/deliveries";
    APP.execute(
        """
        INSERT INTO notification_channel (id, environment_id, kind, name, target, created_by)
        SELECT gen_random_uuid(), id, 'email', 'Ops', 'ops@demo.test', 'x' FROM environment
        WHERE slug = 'staging';
        INSERT INTO notification_delivery
          (environment_id, notification_slug, channel_id, state, created_at, finished_at)
        SELECT c.environment_id, 'NTF-' || n, c.id, CASE WHEN n % 2 = 0 THEN 'dead'
               ELSE 'delivered' END, now() - make_interval(mins => n / 3), now()
        FROM notification_channel c, generate_series(1, 9) n WHERE c.target = 'ops@demo.test'
        """);
    List<String> seen = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonObject page = API.get(path + "?limit=2" + next).json();
      page.getJsonArray("deliveries").stream()
          .map(JsonObject.class::cast)
          .forEach(one -> seen.add(one.getString("notification")));
      next = page.containsKey("next") ? "&cursor=" + page.getString("next") : null;
    }
    assertThat(seen).hasSize(9).doesNotHaveDuplicates();
    assertThat(API.get(path + "?state=dead").json().getJsonArray("deliveries")).hasSize(4);
    assertThat(API.get(path + "?state=lost").status()).isEqualTo(400);
    assertThat(API.get(path + "?cursor=lost").status()).isEqualTo(400);
  }

  @Test
  void readsTheAuditLog() throws Exception {
    APP.execute(
        """
        INSERT INTO audit_event (at, action, outcome, organization_id, tool, row_count, elapsed_ms, target)
        SELECT now(), 'tool.call', 'ok', o.id, '=cmd|calc', 3, 12, '@evil' FROM organization o
        WHERE o.slug = 'demo'
        """);
    Answer events = API.get(DEMO + "/audit-events?action=tool.call&limit=1");
    assertThat(events.json().getJsonArray("events").getJsonObject(0).getInteger("rows"))
        .isEqualTo(3);
    HttpResponse<String> csv =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            APP.issuer() + "/api/v1" + DEMO + "/audit-events.csv?action=tool."))
                    .header(
                        "Authorization",
                        "Bearer " + TestApi.token(APP, "demo", "production", true, "admin"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(csv.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body()).startsWith("at,action").contains(",'=cmd|calc,").contains(",'@evil,");
  }

  @Test
  void explainsWhatIsWrongWithABody() {
    Answer wrong = API.post(DEMO + "/invitations", json("{'email':'a@b.c','role':'owner'}"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.response().headers().firstValue("content-type"))
        .contains("application/problem+json");
    assertThat(wrong.json().getString("field")).isEqualTo("role");
    assertThat(API.post(DEMO + "/invitations", json("{'email':'a@b.c'}")).status()).isEqualTo(400);
    assertThat(
            API.post(DEMO + "/invitations", json("{'email':'a@b.c','role':'admin','x':1}"))
                .status())
        .isEqualTo(400);
    JsonObject large = json("{'role':'admin'}").put("email", "x".repeat(70_000));
    assertThat(API.post(DEMO + "/invitations", large).status()).isEqualTo(413);
    assertThat(API.get(DEMO + "/members?page=2").json().getString("field")).isEqualTo("page");
    assertThat(API.get(DEMO + "/members?limit=0").status()).isEqualTo(400);
    assertThat(API.get(DEMO + "/members?limit=x").status()).isEqualTo(400);
    assertThat(API.get(DEMO + "/grants?cursor=x").status()).isEqualTo(400);
    assertThat(API.get(DEMO + "/audit-events?from=yesterday").status()).isEqualTo(400);
  }

  @Test
  void takesGoodTokensOnly() {
    assertThat(TestApi.with(APP, "").get("/organizations").status()).isEqualTo(401);
    TestApi bad = TestApi.with(APP, "x");
    JsonObject body = json("{'role':'admin'}").put("email", "x".repeat(60_000));
    for (int again = 0; again < 3; again++) {
      assertThat(bad.post(DEMO + "/invitations", body).status()).isEqualTo(401);
    }
    String user =
        TestClient.register(APP, "User agent").tokens("production", true).getString("access_token");
    Answer refused = TestApi.with(APP, user).get("/organizations");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.response().headers().firstValue("www-authenticate").orElseThrow())
        .contains("error=\"invalid_token\"", "scope=\"admin\"");
  }

  @Test
  void answersElsewhereWithProblemsToo() {
    assertThat(API.get("/nowhere").json().getString("code")).isEqualTo("not_found");
    Answer method = API.call("DELETE", DEMO + "/policy", null);
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.response().headers().firstValue("allow")).contains("GET, PUT");
  }

  @Test
  void limitsHowOftenOneMayAsk() {
    TestApp strict =
        TestApp.start(
            TestDatabase.create(),
            Map.of("ALTERTABLE_LIMITS_TOKEN_RATE", "1", "ALTERTABLE_LIMITS_TOKEN_BURST", "3"));
    try {
      TestApi api = TestApi.admin(strict, "demo", "production");
      Answer last = api.get("/organizations");
      for (int i = 0; i < 5 && last.status() == 200; i++) {
        last = api.get("/organizations");
      }
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.response().headers().firstValue("retry-after")).isPresent();
    } finally {
      strict.close();
    }
  }
}
