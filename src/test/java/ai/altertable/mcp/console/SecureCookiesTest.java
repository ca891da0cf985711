package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Over https, as behind a proxy that ends it, no other host can set or read a cookie of ours. */
class SecureCookiesTest {
  private static final TestApp APP =
      TestApp.start(TestDatabase.create(), Map.of("ALTERTABLE_APP_URL", "https://app.example.com"));
  private static final String NODE = "http://localhost:" + APP.config().app().listen().port();

  @AfterAll
  static void stop() {
    APP.close();
  }

  @Test
  void everyCookieIsBoundToTheHost() {
    TestBrowser browser = new TestBrowser(NODE);
    Page login = browser.get("/login");
    Page in = browser.signIn(login, "demo@altertable.local", TestApp.PASSWORD);
    assertThat(in.location()).isEqualTo("/");
    assertThat(browser.cookies()).containsKey("__Host-altertable_session");
    List<Page> pages = List.of(login, in, browser.submit(browser.get("/"), "/logout", Map.of()));
    for (Page page : pages) {
      assertThat(page.response().headers().allValues("set-cookie"))
          .isNotEmpty()
          .allSatisfy(
              cookie ->
                  assertThat(cookie)
                      .startsWith("__Host-altertable_")
                      .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax")
                      .doesNotContain("Domain"));
    }
    assertThat(login.header("strict-transport-security")).startsWith("max-age=");
  }

  @Test
  void anUnprefixedCookieIsNoSession() {
    TestBrowser browser = new TestBrowser(NODE);
    browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD);
    String session = browser.cookies().remove("__Host-altertable_session");
    browser.cookies().put("altertable_session", session);
    assertThat(browser.get("/").location()).isEqualTo("/login");
  }
}
