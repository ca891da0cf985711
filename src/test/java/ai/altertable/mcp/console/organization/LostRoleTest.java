package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who loses a role loses the pages and the API with it, also on a node that served them before. */
class LostRoleTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TestApp ONE = TestApp.start(DATABASE, Map.of());
  private static final TestApp OTHER =
      TestApp.start(DATABASE, Map.of("ALTERTABLE_APP_URL", ONE.issuer()));
  private static final String NODE = "http://localhost:" + OTHER.config().app().listen().port();
  private static final String MEMBERS = "/console/demo/-/members";

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
  }

  private static TestBrowser admin(String name) {
    ONE.execute(
        "WITH u AS (INSERT INTO app_user (email, name, password_hash) SELECT '"
            + name
            + "@demo.test', 'Ada', password_hash FROM app_user"
            + " WHERE email = 'demo@altertable.local' RETURNING id)"
            + " INSERT INTO organization_role (user_id, organization_id, role)"
            + " SELECT u.id, o.id, 'admin' FROM u, organization o WHERE o.slug = 'demo'");
    TestBrowser browser = new TestBrowser(NODE);
    browser.signIn(browser.get("/login"), name + "@demo.test", TestApp.PASSWORD);
    assertThat(browser.get(MEMBERS).status()).isEqualTo(200);
    return browser;
  }

  private static void change(String name, String statement) {
    ONE.execute(statement + " (SELECT id FROM app_user WHERE email = '" + name + "@demo.test')");
  }

  @Test
  void anAdministratorWhoIsOneNoLongerSeesNoPageOfTheirs() {
    TestBrowser browser = admin("reader");
    change("reader", "UPDATE organization_role SET role = 'reader' WHERE user_id =");
    assertThat(browser.get(MEMBERS).status()).isEqualTo(403);
    assertThat(browser.get("/console/demo").status()).isEqualTo(200);
  }

  @Test
  void whoLeftSeesNothingOfTheOrganization() {
    TestBrowser browser = admin("gone");
    change("gone", "DELETE FROM organization_role WHERE user_id =");
    assertThat(browser.get(MEMBERS).status()).isEqualTo(404);
    assertThat(browser.get("/").text()).doesNotContain("Demo / Production");
  }

  @Test
  void whoIsDisabledIsSignedOut() {
    TestBrowser browser = admin("off");
    change("off", "UPDATE app_user SET disabled_at = now() WHERE id =");
    assertThat(browser.get(MEMBERS).location()).isEqualTo("/login");
  }

  @Test
  void anApiTokenEndsWithItsAccount() {
    String token = TestApi.token(ONE, "demo", "production", true, "admin");
    assertThat(ask(token)).isEqualTo(200);
    ONE.execute("UPDATE service_account SET disabled_at = now() WHERE disabled_at IS NULL");
    Await.until(() -> ask(token) == 401);
  }

  private static int ask(String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(NODE + "/api/v1/organizations/demo/members"))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
