package ai.altertable.mcp.console.organization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The forms of members, environments, policy and connections do what they say. */
class AdministrationFormsTest {
  private static final TestApp APP = TestApp.start();
  private static final String ADMIN = "/console/demo/-/";
  private static final String CONNECTIONS = "/console/demo/production/connections";

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  AdministrationFormsTest() {
    browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  private Page submit(String page, String action, Map<String, String> fields) {
    return browser.follow(browser.submit(browser.get(page), action, fields));
  }

  @Test
  void invitesAndTakesBack() {
    Page made =
        submit(
            ADMIN + "members",
            ADMIN + "invitations",
            Map.of("email", "New@Example.com", "role", "writer"));
    assertThat(made.document().selectFirst(".secrets code").text())
        .startsWith(APP.issuer() + "/invitation?token=");
    assertThat(browser.get(ADMIN + "members").document().select(".secrets")).isEmpty();
    String revoke = made.document().selectFirst("form[action$=/revoke]").attr("action");
    assertThat(submit(ADMIN + "members", revoke, Map.of()).text())
        .contains("The invitation is worthless now")
        .doesNotContain("new@example.com");
    Page wrong =
        browser.submit(
            browser.get(ADMIN + "members"),
            ADMIN + "invitations",
            Map.of("email", "nobody", "role", "writer"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.document().selectFirst("#email").attr("aria-invalid")).isEqualTo("true");
  }

  @Test
  void changesRolesAndRemovesMembers() {
    APP.execute(
        """
        WITH u AS (INSERT INTO app_user (email, name) VALUES ('ada@example.com', 'Ada') RETURNING id)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, 'member' FROM u, organization o WHERE o.slug = 'demo'
        """);
    String member =
        browser
            .get(ADMIN + "members")
            .document()
            .selectFirst("a:contains(ada@example.com)")
            .attr("href");
    Page writer = submit(member, member + "/role", Map.of("role", "writer"));
    assertThat(writer.document().selectFirst("#role option[selected]").val()).isEqualTo("writer");
    submit(member, member + "/environments", Map.of("environment", "staging", "role", "reader"));
    assertThat(browser.get(ADMIN + "members").text()).contains("staging: reader");
    Page refused =
        browser.submit(browser.get(member), member + "/remove", Map.of("confirmation", "ada"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(submit(member, member + "/remove", Map.of("confirmation", "ada@example.com")).text())
        .contains("ada@example.com is no longer a member");
  }

  @Test
  void renamesEnvironments() {
    String path = ADMIN + "environments/staging";
    assertThat(submit(path, path + "/rename", Map.of("name", "Rehearsal")).text())
        .contains("Rehearsal");
    submit(path, path + "/rename", Map.of("name", "Staging"));
  }

  @Test
  void setsThePolicy() {
    String path = ADMIN + "policy";
    Map<String, String> wanted = new HashMap<>();
    wanted.put("clients", "listed");
    wanted.put("listed", "claude.ai\nsome-client");
    wanted.put("write", null);
    wanted.put("days", "30");
    Page saved = submit(path, path, wanted);
    assertThat(saved.document().selectFirst("#clients-listed").hasAttr("checked")).isTrue();
    assertThat(saved.document().selectFirst("#listed").val()).isEqualTo("claude.ai\nsome-client");
    assertThat(saved.document().selectFirst("#write").hasAttr("checked")).isFalse();
    Page wrong = browser.submit(saved, path, Map.of("days", "0"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.document().selectFirst("#days").val()).isEqualTo("0");
    submit(path, path, Map.of("clients", "any", "listed", "", "write", "yes", "days", ""));
  }

  @Test
  void addsTriesChangesAndRemovesConnections() {
    String fresh = CONNECTIONS + "/new/postgres";
    Map<String, String> wanted = new HashMap<>();
    wanted.put("catalog", "crm");
    wanted.put("name", "CRM");
    wanted.put("setting.host", "localhost");
    wanted.put("setting.port", "1");
    wanted.put("setting.database", "d");
    wanted.put("setting.user", "u");
    wanted.put("setting.tls", "disable");
    wanted.put("secret", "hunter2");
    wanted.put("act", "test");
    Page tried = browser.submit(browser.get(fresh), fresh, wanted);
    assertThat(tried.text()).contains("It does not work");
    assertThat(tried.document().selectFirst("[name=setting.host]").val()).isEqualTo("localhost");
    assertThat(tried.response().body()).doesNotContain("hunter2");

    wanted.put("act", "save");
    assertThat(browser.submit(browser.get(fresh), fresh, wanted).status()).isEqualTo(409);
    wanted.put("anyway", "yes");
    assertThat(submit(fresh, fresh, wanted).text()).contains("The connection is there", "CRM");
    assertThat(browser.get("/console/demo/production").text()).contains("crm");

    String path = CONNECTIONS + "/crm";
    assertThat(browser.get(path).response().body())
        .contains("One is kept")
        .doesNotContain("hunter2");
    submit(path, path, Map.of("name", "Sales", "act", "save", "anyway", "yes"));
    assertThat(browser.get(CONNECTIONS).text()).contains("Sales");
    assertThat(
            browser
                .submit(browser.get(path), path + "/remove", Map.of("confirmation", "x"))
                .status())
        .isEqualTo(400);
    assertThat(submit(path, path + "/remove", Map.of("confirmation", "crm")).text())
        .contains("The connection is removed");
    assertThat(browser.get(path).status()).isEqualTo(404);
  }

  @Test
  void countsWrongSettingsAsProblemsOfTheForm() {
    String fresh = CONNECTIONS + "/new/trino";
    Page page =
        browser.submit(
            browser.get(fresh),
            fresh,
            Map.of("catalog", "lake", "name", "Lake", "setting.url", "ftp://x", "act", "save"));
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.document().selectFirst("[role=alert]").text()).contains("url");
    assertThat(browser.get(CONNECTIONS + "/new/oracle").status()).isEqualTo(404);
  }
}
