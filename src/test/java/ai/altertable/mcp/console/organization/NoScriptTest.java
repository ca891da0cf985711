package ai.altertable.mcp.console.organization;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestChromium;
import ai.altertable.mcp.testing.TestClient;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every form of the console is filled in and sent once by a real browser that runs no script: each
 * row below is one, and the router is asked whether any is missing.
 */
class NoScriptTest {
  private static final String ADMIN = "/console/demo/-/";
  private static final String INSIDE = "/console/demo/production/";

  /** Sent in {@code ContentPagesTest}, where tools answer. */
  private static final String REVIEW =
      "/console/:organization/:environment/discoveries/:slug/review";

  private static TestChromium chromium;
  private static TestApp app;

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
    app = TestApp.start();
    TestClient.register(app, "Claude Code").tokens("production", false);
    app.execute(
        """
        WITH u AS (INSERT INTO app_user (email, name, password_hash)
                   VALUES ('ada@demo.test', 'Ada', 'x') RETURNING id)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, 'member' FROM u, organization o
        """);
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
      chromium.close();
    }
  }

  /**
   * A form that is sent.
   *
   * @param form its route
   * @param page where it is
   * @param by fills it in and sends it
   * @param says part of what the next page says it has done
   */
  private record Act(String form, String page, Consumer<Page> by, String says) {
    @Override
    public String toString() {
      return form;
    }
  }

  private static void type(Page page, String label, String text) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
  }

  private static void choose(Page page, String label, String option) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).selectOption(option);
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static void follow(Page page, String link) {
    page.locator("main").getByRole(AriaRole.LINK, named(link)).click();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Consumer<Page> of(String link, Consumer<Page> then) {
    return page -> {
      follow(page, link);
      then.accept(page);
    };
  }

  private static void nameAnEnvironment(Page page) {
    type(page, "Name", "Scratch");
    type(page, "Short name", "scratch");
    press(page, "Make environment");
  }

  private static void describeADatabase(Page page) {
    type(page, "Catalog", "crm");
    type(page, "Name", "CRM");
    type(page, "Host", "localhost");
    type(page, "Port", "1");
    type(page, "Database", "crm");
    type(page, "User", "reader");
    type(page, "Password or token", "secret");
    press(page, "Only test");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("It does not work");
    assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
        .hasValue("CRM");
    page.getByLabel("Save even if it cannot be reached now").check();
    type(page, "Password or token", "secret");
    press(page, "Save");
  }

  private static void endAGrant(Page page) {
    page.getByRole(AriaRole.CHECKBOX).first().check();
    press(page, "End the chosen…");
    press(page, "End access");
  }

  private static final List<Act> ACTS =
      List.of(
          new Act(
              ADMIN + "environments",
              ADMIN + "environments",
              NoScriptTest::nameAnEnvironment,
              "The environment is made"),
          new Act(
              ADMIN + "environments/:environment/rename",
              ADMIN + "environments/scratch",
              page -> {
                type(page, "Name", "Sandbox");
                press(page, "Rename");
              },
              "has its new name"),
          new Act(
              ADMIN + "environments/:environment/delete",
              ADMIN + "environments/scratch",
              page -> {
                type(page, "Type scratch to confirm", "scratch");
                press(page, "Delete environment");
              },
              "The environment is deleted"),
          new Act(
              ADMIN + "invitations",
              ADMIN + "members",
              page -> {
                type(page, "Email", "grace@example.com");
                choose(page, "Role", "writer");
                press(page, "Make invitation link");
              },
              "/invitation?token="),
          new Act(
              ADMIN + "invitations/:id/revoke",
              ADMIN + "members",
              page -> press(page, "Take back the invitation of grace@example.com"),
              "worthless now"),
          new Act(
              ADMIN + "members/:id/role",
              ADMIN + "members",
              of(
                  "ada@demo.test",
                  page -> {
                    choose(page, "Role in the organization", "reader");
                    press(page, "Change role");
                  }),
              "The role is changed"),
          new Act(
              ADMIN + "members/:id/environments",
              ADMIN + "members",
              of(
                  "ada@demo.test",
                  page -> {
                    choose(page, "Staging", "writer");
                    press(page, "Change in Staging");
                  }),
              "The role in the environment is changed"),
          new Act(
              ADMIN + "members/:id/password-link",
              ADMIN + "members",
              of("ada@demo.test", page -> press(page, "Make link to a new password")),
              "/reset-password?token="),
          new Act(
              ADMIN + "members/:id/remove",
              ADMIN + "members",
              of(
                  "ada@demo.test",
                  page -> {
                    type(page, "Type ada@demo.test to confirm", "ada@demo.test");
                    press(page, "Remove");
                  }),
              "ada@demo.test"),
          new Act(
              ADMIN + "policy",
              ADMIN + "policy",
              page -> {
                type(page, "Ask people again after how many days", "30");
                press(page, "Save policy");
              },
              "The policy is saved"),
          new Act(
              ADMIN + "grants/end",
              ADMIN + "grants",
              NoScriptTest::endAGrant,
              "One connection has ended"),
          new Act(
              ADMIN + "service-accounts",
              ADMIN + "service-accounts",
              page -> {
                type(page, "Name", "Nightly");
                choose(page, "Environment", "staging");
                press(page, "Make service account");
              },
              "The service account is made"),
          new Act(
              ADMIN + "service-accounts/:id/rotate",
              ADMIN + "service-accounts",
              of("Nightly", page -> press(page, "Rotate the secret")),
              "Copy it now"),
          new Act(
              ADMIN + "service-accounts/:id/disable",
              ADMIN + "service-accounts",
              of("Nightly", page -> press(page, "Disable")),
              "disabled"),
          new Act(
              ADMIN + "service-accounts/:id/enable",
              ADMIN + "service-accounts",
              of("Nightly", page -> press(page, "Enable")),
              "may get tokens again"),
          new Act(
              INSIDE + "connections/new/:engine",
              INSIDE + "connections/new/postgres",
              NoScriptTest::describeADatabase,
              "The connection is there"),
          new Act(
              INSIDE + "connections/:catalog",
              INSIDE + "connections/crm",
              page -> {
                type(page, "Name", "Sales");
                page.getByLabel("Save even if it cannot be reached now").check();
                press(page, "Save");
              },
              "The connection is changed"),
          new Act(
              INSIDE + "connections/:catalog/remove",
              INSIDE + "connections/crm",
              page -> {
                type(page, "Type crm to confirm", "crm");
                press(page, "Remove connection");
              },
              "The connection is removed"),
          new Act(
              INSIDE + "event-keys",
              INSIDE + "event-keys",
              page -> {
                type(page, "Name", "Website");
                press(page, "Make key");
              },
              "The key is made"),
          new Act(
              INSIDE + "event-keys/:id/revoke",
              INSIDE + "event-keys",
              page -> press(page, "End Website"),
              "The key has ended"),
          new Act(
              INSIDE + "channels",
              INSIDE + "channels",
              page -> {
                choose(page, "Kind", "webhook");
                type(page, "Name", "Ops");
                type(page, "E-mail address, or https address of the webhook", "no address");
                press(page, "Add channel");
                assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
                assertThat(page.getByLabel("Kind")).hasValue("webhook");
                type(
                    page,
                    "E-mail address, or https address of the webhook",
                    "https://hooks.example.com/x");
                press(page, "Add channel");
              },
              "The channel is added"),
          new Act(
              INSIDE + "channels/deliveries/:id/retry",
              INSIDE + "channels",
              page -> {
                app.execute(
                    """
                    INSERT INTO notification_delivery
                      (environment_id, notification_slug, channel_id, state, finished_at)
                    SELECT environment_id, 'NTF-1', id, 'dead', now() FROM notification_channel
                    """);
                page.reload();
                press(page, "Try NTF-1 to Ops again");
              },
              "It is tried again"),
          new Act(
              INSIDE + "channels/:id/remove",
              INSIDE + "channels",
              page -> press(page, "Remove Ops"),
              "The channel is removed"));

  private static String route(String form) {
    return form.replace("/console/demo/production/", "/console/:organization/:environment/")
        .replace("/console/demo/", "/console/:organization/");
  }

  @Test
  void everyFormIsOneOfThem() {
    Set<String> routes =
        ConsoleMatrixTest.forms()
            .map(ConsoleMatrixTest.Way::path)
            .filter(path -> !path.equals(REVIEW))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ACTS.stream().map(act -> route(act.form())).collect(Collectors.toSet()))
        .isEqualTo(routes);
  }

  @Test
  void everyFormWorks() {
    try (BrowserContext context = chromium.context(390, ColorScheme.LIGHT, false)) {
      Page page = context.newPage();
      page.navigate(app.issuer() + "/login");
      type(page, "Email", "demo@altertable.local");
      type(page, "Password", TestApp.PASSWORD);
      press(page, "Sign in");
      page.waitForURL(app.issuer() + "/");
      Set<String> sent = new TreeSet<>();
      page.onRequest(
          request -> {
            if (request.method().equals("POST")) {
              sent.add(URI.create(request.url()).getPath());
            }
          });
      for (Act act : ACTS) {
        sent.clear();
        page.navigate(app.issuer() + act.page());
        act.by().accept(page);
        assertThat(page.getByRole(AriaRole.STATUS)).containsText(act.says());
        String path = route(act.form()).replaceAll(":\\w+", "[^/]+");
        assertThat(sent).as(act.form()).anyMatch(posted -> posted.matches(path));
      }
    }
  }
}
