package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Chromium; screenshots go to target/screenshots. Not thread-safe, like Playwright. */
public final class TestChromium implements AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int PICTURES = 3;
  private static final String AXE = axe();

  /** What axe-core has against the page, with the elements it means. */
  private static final String BARRIERS =
      """
      async () => {
        const {violations} =
          await axe.run(document, {resultTypes: ["violations"], preload: false});
        return violations.flatMap(({id, nodes}) => nodes.map(({html}) => id + ": " + html));
      }
      """;

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
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setJavaScriptEnabled(javaScript));
    if (javaScript) {
      context.addInitScript("window.scriptsRun = true");
    }
    return context;
  }

  /** What the page says to its developer from now on; to be looked at when all is done. */
  public static List<String> complaints(Page page) {
    List<String> complaints = new ArrayList<>();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          // A test may have clicked into a field before the browser put its cursor there.
          if (!message.text().startsWith("Autofocus processing was blocked")) {
            complaints.add(message.text());
          }
        });
    return complaints;
  }

  /**
   * Takes a picture of the whole page; where scripts run, looks for barriers in it as well, in
   * light and in dark.
   */
  public static void shoot(Page page, String name) {
    picture(page, name);
    if (Boolean.TRUE.equals(page.evaluate("window.scriptsRun === true"))) {
      boolean dark = (Boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
      page.evaluate(AXE);
      look(page, dark ? ColorScheme.LIGHT : ColorScheme.DARK);
      look(page, dark ? ColorScheme.DARK : ColorScheme.LIGHT);
    }
  }

  /** Takes a picture of the whole page. */
  public static void picture(Page page, String name) {
    picture(page, SCREENSHOTS.resolve(name + ".png"), PICTURES);
  }

  /** A browser that is busy drawing something else has no picture now and then. */
  private static void picture(Page page, Path file, int tries) {
    try {
      page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(file));
    } catch (PlaywrightException e) {
      if (tries <= 1) {
        throw e;
      }
      picture(page, file, tries - 1);
    }
  }

  private static void look(Page page, ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    // Colors that still fade from one scheme into the other are no barrier.
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))");
    assertThat((List<?>) page.evaluate(BARRIERS)).as(scheme + " " + page.url()).isEmpty();
  }

  private static String axe() {
    try (InputStream in = TestChromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
