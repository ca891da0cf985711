package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.console.CsrfTokens;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.DatabaseState;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the console, taken from the router itself, in the hands of everybody. */
class ConsoleMatrixTest {
  private static final TestApp APP = TestApp.start();
  private static final CsrfTokens CSRF = new CsrfTokens(APP.testDatabase().secrets());
  private static final String SESSION = "altertable_session";

  private static final Map<String, UUID> FOREIGN = new HashMap<>();

  /** A page or a form. */
  record Way(boolean form, String path) {
    boolean administers() {
      return path.matches(".*/(-|connections|event-keys|channels)(/.*)?");
    }

    /** Whether it shows what tools answer. */
    boolean readsData() {
      return path.matches(".*/(insights|dashboards|discoveries)(/.*)?");
    }

    boolean names(String parameter) {
      return path.contains(":" + parameter);
    }
  }

  @BeforeAll
  static void populate() {
    for (String role : List.of("admin", "writer", "reader", "member")) {
      user(role + "@demo.test", "demo", role);
    }
    APP.execute("INSERT INTO organization (slug, name) VALUES ('acme', 'Acme')");
    APP.execute(
        """
        INSERT INTO environment (organization_id, slug, name)
        SELECT id, 'vault', 'Vault' FROM organization WHERE slug = 'acme'
        """);
    FOREIGN.put("members", user("admin@acme.test", "acme", "admin"));
    FOREIGN.put(
        "service-accounts",
        id(
            """
            INSERT INTO service_account (environment_id, name, scope)
            SELECT id, 'robot', '{read}' FROM environment WHERE slug = 'vault' RETURNING id
            """));
    APP.execute(
        """
        INSERT INTO oauth_client (id, kind, name, grant_types, auth_method, service_account_id)
        SELECT 'robot', 'service_account', 'robot', '{client_credentials}', 'none', id
        FROM service_account WHERE name = 'robot'
        """);
    FOREIGN.put(
        "grants",
        id(
            """
            INSERT INTO oauth_grant
              (client_id, service_account_id, environment_id, scope, resource, expires_at)
            SELECT 'robot', s.id, s.environment_id, '{read}', 'x', now() + interval '1 day'
            FROM service_account s WHERE s.name = 'robot' RETURNING id
            """));
    FOREIGN.put(
        "event-keys",
        id(
            """
            INSERT INTO event_key (environment_id, name, beginning, key_hash, created_by)
            SELECT id, 'web', 'pk_live_x', '\\x00', 'x' FROM environment WHERE slug = 'vault'
            RETURNING id
            """));
    FOREIGN.put(
        "channels",
        id(
            """
            INSERT INTO notification_channel (id, environment_id, kind, name, target, created_by)
            SELECT gen_random_uuid(), id, 'email', 'Ops', 'ops@acme.test', 'x'
            FROM environment WHERE slug = 'vault' RETURNING id
            """));
    APP.execute(
        """
        INSERT INTO notification_delivery
          (id, environment_id, notification_slug, channel_id, state, finished_at)
        SELECT id, environment_id, 'NTF-1', id, 'dead', now() FROM notification_channel
        """);
    FOREIGN.put(
        "invitations",
        id(
            """
            INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)
            SELECT id, 'x@acme.test', 'reader', '\\x00', 'x', now() + interval '1 day'
            FROM organization WHERE slug = 'acme' RETURNING id
            """));
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static UUID id(String sql) {
    return Await.get(
        APP.database()
            .pool()
            .query(sql)
            .execute()
            .map(rows -> rows.iterator().next().getUUID("id")));
  }

  private static UUID user(String email, String organization, String role) {
    return id(
        """
        WITH u AS (INSERT INTO app_user (email, name) VALUES ('%s', 'Somebody') RETURNING id)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, '%s' FROM u, organization o WHERE o.slug = '%s' RETURNING user_id AS id
        """
            .formatted(email, role, organization));
  }

  private static TestBrowser signedIn(String email) {
    String token = Secrets.randomToken();
    Await.get(
        APP.database()
            .pool()
            .preparedQuery(
                "INSERT INTO browser_session (id_hash, user_id, expires_at)"
                    + " SELECT $1, id, now() + interval '1 hour' FROM app_user WHERE email = $2")
            .execute(Tuple.of(Buffer.buffer(Secrets.hash(token)), email)));
    TestBrowser browser = new TestBrowser(APP.issuer());
    browser.cookies().put(SESSION, token);
    return browser;
  }

  static List<Way> ways() {
    Router router = Router.router(APP.vertx());
    new ConsoleRoutes(
            APP.config(),
            Administration.create(APP.database(), APP.audit(), null, null, null),
            APP.testDatabase().secrets(),
            new EnvironmentReading(
                APP.vertx().eventBus(), ToolNodes.here(APP.vertx().eventBus()), null))
        .mount(router, null, null, null, null);
    List<Way> ways = new ArrayList<>();
    router
        .getRoutes()
        .forEach(
            route -> ways.add(new Way(route.methods().contains(HttpMethod.POST), route.getPath())));
    assertThat(ways).hasSizeGreaterThan(30);
    return ways;
  }

  static Stream<Way> forms() {
    return ways().stream().filter(Way::form);
  }

  static Stream<Arguments> administration() {
    return ways().stream()
        .filter(Way::administers)
        .flatMap(
            way -> Stream.of("writer", "reader", "member").map(role -> Arguments.of(role, way)));
  }

  static Stream<Way> ofAnOrganization() {
    return ways().stream().filter(way -> way.names("organization"));
  }

  static Stream<Way> ofAnEnvironment() {
    return ways().stream().filter(way -> way.names("environment"));
  }

  static Stream<Way> ofAnObject() {
    return ways().stream().filter(way -> way.names("id"));
  }

  private static String path(Way way, String organization, String environment, UUID id) {
    return way.path()
        .replace(":organization", organization)
        .replace(":environment", environment)
        .replace(":engine", "postgres")
        .replace(":catalog", "crm")
        .replace(":slug", "INS-1")
        .replace(":id", id.toString());
  }

  private static Page go(TestBrowser browser, Way way, String path) {
    return way.form() ? browser.post(path, fields(browser)) : browser.get(path);
  }

  /** What every form would need to get as far as the service. */
  private static Map<String, String> fields(TestBrowser browser) {
    Map<String, String> fields = new HashMap<>();
    fields.put("csrf", CSRF.token(browser.cookies().getOrDefault(SESSION, ""), ConsoleFrame.FORM));
    fields.put("role", "reader");
    fields.put("name", "Website");
    fields.put("environment", "production");
    fields.put("scope", "read");
    fields.put("email", "new@example.com");
    fields.put("grant", UUID.randomUUID().toString());
    fields.put("confirmed", "yes");
    fields.put("clients", "any");
    fields.put("kind", "webhook");
    fields.put("target", "https://hooks.example.com/x");
    return fields;
  }

  private static String own(Way way) {
    return path(way, "demo", "production", UUID.randomUUID());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void asksStrangersToSignIn(Way way) {
    Page page = go(new TestBrowser(APP.issuer()), way, own(way));
    if (way.form()) {
      assertThat(page.status()).isEqualTo(403);
    } else {
      assertThat(page.location()).isEqualTo("/login");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void takesNoFormWithoutItsToken(Way way) {
    TestBrowser browser = signedIn("admin@demo.test");
    Map<String, String> fields = fields(browser);
    fields.remove("csrf");
    Page page = browser.post(own(way), fields);
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.text()).contains("out of date");
    fields.put("csrf", CSRF.token(Secrets.randomToken(), ConsoleFrame.FORM));
    assertThat(browser.post(own(way), fields).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("administration")
  void letsOnlyAdministratorsAdminister(String role, Way way) {
    assertThat(go(signedIn(role + "@demo.test"), way, own(way)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void answersAdministrators(Way way) {
    Page page = go(signedIn("admin@demo.test"), way, own(way));
    if (way.readsData()) {
      // no executor runs here: the page says so, and nothing else breaks
      assertThat(page.status()).isEqualTo(503);
      return;
    }
    assertThat(page.status()).isIn(200, 303, 400, 404, 409);
    if (!way.names("id") && !way.names("catalog") && !way.form()) {
      assertThat(page.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("ofAnOrganization")
  void hidesOtherOrganizations(Way way) {
    TestBrowser browser = signedIn("admin@demo.test");
    Page foreign = go(browser, way, path(way, "acme", "vault", UUID.randomUUID()));
    Page missing = go(browser, way, path(way, "nowhere", "vault", UUID.randomUUID()));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(foreign.document().select("h1 + p").text())
        .isEqualTo(missing.document().select("h1 + p").text());
  }

  @ParameterizedTest
  @MethodSource("ofAnEnvironment")
  void hidesOtherOrganizationsEnvironments(Way way) {
    Page page = go(signedIn("admin@demo.test"), way, path(way, "demo", "vault", UUID.randomUUID()));
    assertThat(page.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("ofAnObject")
  void hidesOtherOrganizationsObjects(Way way) {
    String kind = way.path().replaceAll(".*/(?:-|:environment)/([a-z-]+)/.*", "$1");
    assertThat(FOREIGN).as("an example of every kind of object").containsKey(kind);
    TestBrowser browser = signedIn("admin@demo.test");
    DatabaseState before = DatabaseState.of(APP);
    Page page = go(browser, way, path(way, "demo", "production", FOREIGN.get(kind)));
    assertThat(page.status()).isEqualTo(404);
    assertThat(DatabaseState.of(APP)).isEqualTo(before);
  }

  /** What a form names beside its path: another organization's grant, environment and member. */
  @ParameterizedTest
  @MethodSource("forms")
  void takesNoOthersObjectsFromAForm(Way way) {
    TestBrowser browser = signedIn("admin@demo.test");
    Map<String, String> fields = fields(browser);
    fields.put("grant", FOREIGN.get("grants").toString());
    fields.put("environment", "vault");
    fields.put("id", FOREIGN.get("members").toString());
    String before = vault();
    browser.post(own(way), fields);
    assertThat(vault()).isEqualTo(before);
  }

  /** Everything of the other organization that a form could name. */
  private static String vault() {
    return Await.get(
        APP.database()
            .pool()
            .query(
                """
                SELECT concat_ws(' ',
                  (SELECT string_agg(g::text, ' ') FROM oauth_grant g
                   JOIN environment e ON e.id = g.environment_id WHERE e.slug = 'vault'),
                  (SELECT string_agg(s::text, ' ') FROM service_account s
                   JOIN environment e ON e.id = s.environment_id WHERE e.slug = 'vault'),
                  (SELECT string_agg(r::text, ' ') FROM environment_role r
                   JOIN environment e ON e.id = r.environment_id WHERE e.slug = 'vault'),
                  (SELECT string_agg(r::text, ' ') FROM organization_role r
                   JOIN organization o ON o.id = r.organization_id WHERE o.slug = 'acme')) AS state
                """)
            .execute()
            .map(rows -> rows.iterator().next().getString("state")));
  }
}
