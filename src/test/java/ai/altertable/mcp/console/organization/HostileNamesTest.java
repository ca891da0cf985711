package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever people and clients may name is text on every page, and no formula in a download. */
class HostileNamesTest {
  private static final TestApp APP = TestApp.start();
  private static final String HOSTILE = "\"><img src=x onerror=alert(1)>'{{title}}";

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  HostileNamesTest() {
    browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
  }

  @BeforeAll
  static void populate() {
    TestClient.register(APP, HOSTILE).tokens("production", true);
    for (String sql :
        List.of(
            "UPDATE organization SET name = $1",
            "UPDATE environment SET name = $1 WHERE slug = 'production'",
            "UPDATE app_user SET name = $1",
            "INSERT INTO service_account (environment_id, name, scope)"
                + " SELECT id, $1, '{read}' FROM environment WHERE slug = 'production'",
            "INSERT INTO oauth_client (id, kind, name, grant_types, auth_method, service_account_id)"
                + " SELECT $1, 'service_account', $1, '{client_credentials}', 'none', id"
                + " FROM service_account",
            "INSERT INTO invitation"
                + " (organization_id, email, role, token_hash, invited_by, expires_at)"
                + " SELECT id, $1, 'reader', '\\x00', 'x', now() + interval '1 day'"
                + " FROM organization",
            "INSERT INTO audit_event (at, action, outcome, subject, client_id, organization_id,"
                + " address, target) SELECT now(), $1, $1, $1, $1, id, $1, $1 FROM organization")) {
      Await.get(APP.database().pool().preparedQuery(sql).execute(Tuple.of(HOSTILE)));
    }
    APP.execute(
        """
        INSERT INTO audit_event (at, action, outcome, organization_id, tool, elapsed_ms, target)
        SELECT now(), 'tool.call', 'ok', id, '=HYPERLINK("x")', 1, '+1' FROM organization
        """);
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/apps",
        "/console",
        "/console/demo",
        "/console/demo/production",
        "/console/demo/-/members",
        "/console/demo/-/environments",
        "/console/demo/-/environments/production",
        "/console/demo/-/grants",
        "/console/demo/-/service-accounts",
        "/console/demo/-/audit"
      })
  void areTextOnEveryPage(String path) {
    Document page = browser.get(path).document();
    assertThat(page.text()).contains("<img src=x");
    assertHarmless(page);
  }

  @Test
  void areTextInFormsThatAreShownAgain() {
    String path = "/console/demo/-/service-accounts";
    String name = HOSTILE + "x".repeat(200);
    Document page = browser.submit(browser.get(path), path, Map.of("name", name)).document();
    assertThat(page.selectFirst("#name").val()).isEqualTo(name);
    assertHarmless(page);
    assertHarmless(browser.get("/console/demo/-/audit?tool=%22%3E%3Cimg+src%3Dx%3E").document());
  }

  @Test
  void areNoFormulasInDownloads() {
    TestBrowser.Page csv = browser.get("/console/demo/-/audit.csv");
    assertThat(csv.header("content-type")).startsWith("text/csv");
    assertThat(csv.header("content-disposition")).contains("attachment");
    assertThat(csv.response().body()).contains("\"'=HYPERLINK(\"\"x\"\")\"", ",'+1,");
  }

  private static void assertHarmless(Document page) {
    assertThat(page.select("img").eachAttr("src")).allMatch(src -> src.startsWith("/static/"));
    assertThat(page.getElementsByAttributeStarting("on")).isEmpty();
    assertThat(page.select("script").eachAttr("src")).allMatch(src -> src.startsWith("/static/"));
    assertThat(page.select("script")).allMatch(script -> script.data().isEmpty());
    assertThat(page.select("a").stream().map(Element.class::cast))
        .allMatch(link -> link.attr("href").matches("[/#].*"));
  }
}
