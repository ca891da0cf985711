package ai.altertable.mcp.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Chromium; screenshots go to target/screenshots. Not thread-safe, like Playwright. */
public final class TestChromium implements AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final Browser browser;

  private TestChromium(Playwright playwright) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
  }

  /** Starts it; without a browser the test is skipped, loudly, but fails in CI. */
  public static TestChromium start() {
    boolean there = Files.isExecutable(CHROMIUM);
    boolean needed = "true".equals(System.getenv("CI"));
    if (!there && !needed) {
      System.err.println("SKIPPED: no browser at " + CHROMIUM + "; the pages were NOT tested");
    }
    assumeTrue(there || needed, "no browser at " + CHROMIUM);
    return new TestChromium(
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
  }

  /** A new browser profile. */
  public BrowserContext context(int width, ColorScheme scheme, boolean javaScript) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(width, 900)
            .setColorScheme(scheme)
            .setJavaScriptEnabled(javaScript));
  }

  /** Takes a picture of the whole page. */
  public static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
