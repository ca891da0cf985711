package ai.altertable.mcp.console.organization;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestChromium;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From sign-in to a deleted environment with nothing but a keyboard, without JavaScript. */
class KeyboardTest {
  private static final int LONGEST_WAY = 40;

  private static TestChromium chromium;
  private static TestApp app;

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
      chromium.close();
    }
  }

  /** Presses Tab until the focus is there. */
  private static void tabTo(Page page, String selector) {
    for (int step = 0; step < LONGEST_WAY; step++) {
      page.keyboard().press("Tab");
      if (page.locator(selector + ":focus").count() == 1) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + selector + " on " + page.url());
  }

  private static void follow(Page page, String selector) {
    tabTo(page, selector);
    page.keyboard().press("Enter");
  }

  @Test
  void makesAndDeletesAnEnvironment() {
    try (BrowserContext context = chromium.context(390, ColorScheme.DARK, false)) {
      Page page = context.newPage();
      page.navigate(app.issuer() + "/login");
      page.locator("#email:focus").waitFor();
      page.keyboard().type("demo@altertable.local");
      tabTo(page, "#password");
      page.keyboard().type(TestApp.PASSWORD);
      page.keyboard().press("Enter");
      page.waitForURL(app.issuer() + "/");

      follow(page, "a[href='/console']");
      page.waitForURL(app.issuer() + "/console");
      follow(page, "a[href='/console/demo']");
      page.waitForURL(app.issuer() + "/console/demo");
      follow(page, "a[href='/console/demo/-/environments']");
      page.waitForURL(app.issuer() + "/console/demo/-/environments");
      tabTo(page, "#name");
      page.keyboard().type("Scratch");
      tabTo(page, "#slug");
      page.keyboard().type("scratch");
      page.keyboard().press("Enter");
      page.waitForURL(app.issuer() + "/console/demo/scratch");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("The environment is made");

      page.navigate(app.issuer() + "/console/demo/-/environments/scratch");
      tabTo(page, "#confirmation");
      page.keyboard().type("production");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Type scratch to confirm");
      tabTo(page, "#confirmation");
      page.keyboard().type("scratch");
      follow(page, "form[action$='/delete'] button");
      page.waitForURL(app.issuer() + "/console/demo/-/environments");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("The environment is deleted");
    }
  }
}
